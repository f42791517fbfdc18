import { shareTolerance } from '../../mixture/shares.ts';
import { partOf, partsOf } from '../../mixture/stages.ts';
import { percent } from '../../text/words.ts';
import type { Rule } from './rule.ts';

/** A stage's shares lie outside its own bounds. */
export const stageBounds: Rule = {
  code: 'stage.bounds',
  level: 'warning',
  *check({ mixture }) {
    const parts = partsOf(mixture);
    for (const stage of mixture.stages) {
      const { shares } = partOf(parts, stage) ?? { shares: null };
      if (shares === null) continue;
      for (const [i, { code }] of mixture.languages.entries()) {
        const share = shares[i] ?? 0;
        const entry = stage.languages.find((language) => language.code === code);
        const { min = null, max = null } = entry ?? {};
        const bound =
          min !== null && share < min.value - shareTolerance
            ? { of: min, words: 'less than its minimum' }
            : max !== null && share > max.value + shareTolerance
              ? { of: max, words: 'more than its maximum' }
              : null;
        if (bound === null) continue;
        yield {
          message: `\`${code}\` has ${percent(share)} of the stage \`${stage.name}\`, ${bound.words} there of ${percent(bound.of.value)}.`,
          range: entry?.ratio?.range ?? bound.of.range,
          related: [{ message: `the bound of ${percent(bound.of.value)}`, range: bound.of.range }],
        };
      }
    }
  },
};
