import type { Rule } from './rule.ts';

/** Targets, reports and people call stages by their names. */
export const stageName: Rule = {
  code: 'stage.name',
  level: 'error',
  *check({ mixture }) {
    const seen = new Map<string, (typeof mixture.stages)[number]>();
    for (const stage of mixture.stages) {
      const first = seen.get(stage.name);
      if (first === undefined || stage.name === '') {
        seen.set(stage.name, stage);
        continue;
      }
      yield {
        message: `There is already a stage \`${stage.name}\`. Give each stage a unique name.`,
        range: stage.nameRange,
        related: [{ message: 'the first', range: first.nameRange }],
      };
    }
  },
};
