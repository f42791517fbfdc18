import { sumOf } from '../../climb/dense/vectors.ts';
import { writeStageRatios } from '../../edits/apply-ratios.ts';
import { shareTolerance } from '../../mixture/shares.ts';
import { hasOwnShares } from '../../mixture/stages.ts';
import { entryOf } from '../../mixture/source.ts';
import { isAmbiguous } from '../given.ts';
import type { Rule } from './rule.ts';

/** The ratios of a stage are shares of its tokens. */
export const stageSum: Rule = {
  code: 'stage.sum',
  level: 'error',
  *check({ mixture, parsed }) {
    if (mixture.weights) return;
    const list = entryOf(parsed.root, 'stages')?.value;
    for (const [k, stage] of mixture.stages.entries()) {
      // What cannot be read is told at its place, and an entry without a ratio by `stage.language`.
      if (!hasOwnShares(stage) || stage.languages.some(({ ratio }) => ratio === null)) continue;
      const ratios = stage.languages.map(({ ratio }) => ratio?.value ?? 0);
      const sum = sumOf(ratios);
      const off = sum - 1;
      if (Math.abs(off) <= shareTolerance * ratios.length) continue;
      if (list?.kind === 'list' && isAmbiguous(list.items[k])) continue;
      const fix = {
        title: `Normalise the ratios of \`${stage.name}\` to sum to 1`,
        edits:
          sum > 0
            ? writeStageRatios(
                parsed,
                stage,
                mixture.languages.map(
                  ({ code }) =>
                    (stage.languages.find((entry) => entry.code === code)?.ratio?.value ?? 0) / sum,
                ),
              )
            : [],
        preferred: true,
      };
      yield {
        message: `The ratios of the stage \`${stage.name}\` sum to ${readable(sum)}: ${readable(Math.abs(off))} too ${off > 0 ? 'much' : 'little'}. A stage's ratios are shares of its tokens and sum to 1; a language that it does not list gets none.`,
        range: stage.languagesRange ?? stage.nameRange,
        fixes: sum > 0 ? [fix] : [],
      };
    }
  },
};

function readable(value: number): string {
  return String(Number(value.toPrecision(6)));
}
