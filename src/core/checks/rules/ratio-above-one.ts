import { decimal } from '../../text/decimal.ts';
import { writtenRatios } from '../../mixture/shares.ts';
import { lookLikePercent, lookLikeWeights } from './ratio-sum.ts';
import type { Rule } from './rule.ts';

export const ratioAboveOne: Rule = {
  code: 'ratio.above-one',
  level: 'error',
  *check({ mixture }) {
    if (mixture.weights) return;
    const ratios = writtenRatios(mixture);
    // Where all of them are per cent or weights, `ratio.sum` says so once.
    if (ratios !== null && (lookLikePercent(ratios) || lookLikeWeights(ratios))) return;
    for (const { code, ratio } of mixture.languages) {
      if (ratio === null || !(ratio.value > 1) || ratio.value === Infinity) continue;
      const percent = ratio.value <= 100 ? decimal(ratio.value / 100) : null;
      yield {
        message: `The ratio of \`${code}\` is ${decimal(ratio.value, 6)}, which is more than 1. Ratios are shares that sum to 1; for relative weights, add \`ratios: weights\`.`,
        range: ratio.range,
        fixes:
          percent === null
            ? []
            : [
                {
                  title: `Read it as a percentage (${percent})`,
                  edits: [{ range: ratio.range, newText: percent }],
                },
              ],
      };
    }
  },
};
