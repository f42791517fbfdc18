import { nearestWords } from '../../text/nearest.ts';
import { stagesOf, trainingBlend } from '../../formats/write.ts';
import { stageOfTarget } from '../requested-shares.ts';
import type { Finding, Rule } from './rule.ts';

export const targetStage: Rule = {
  code: 'target.stage',
  level: 'error',
  *check({ mixture, configs }): Generator<Finding> {
    for (const target of mixture.targets) {
      const { stage, file } = target;
      if (stage === null) continue;
      const config = configs.targets.get(file.value)?.recognised.config;
      if (config === undefined) continue;
      const names = stagesOf(config).map(({ label }) => label);
      const own = mixture.stages.map(({ name }) => name);
      // Of a config with one blend, the stage is the mixture's own; of another, it is both's.
      const inMixture =
        stageOfTarget(mixture, target, config) !== null ||
        (own.length === 0 && (names.length > 1 || stage.value === 0));
      const inConfig = names.length < 2 || trainingBlend(config, stage.value) !== null;
      if (inMixture && inConfig) continue;
      const where = !inConfig
        ? file.value
        : names.length < 2
          ? `${file.value} has one stage, and this file`
          : 'this file';
      const all = inConfig ? own : names;
      const has = all.length === 0 ? 'has none' : `has ${all.map((name) => `\`${name}\``).join(', ')}`;
      yield {
        message: `There is no stage \`${stage.value}\`: ${where} ${has}. Use one of these names, or a position (the first is 0).`,
        range: stage.range,
        fixes: nearestWords(String(stage.value), all, 1).map((name) => ({
          title: `Replace with \`${name}\``,
          edits: [{ range: stage.range, newText: JSON.stringify(name) }],
        })),
      };
    }
  },
};
