import { shareTolerance } from '../../mixture/shares.ts';
import { partOf, partsOf } from '../../mixture/stages.ts';
import { percent } from '../../text/words.ts';
import type { Rule } from './rule.ts';
import { violation } from './violation.ts';

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
        const broken = violation(share, entry?.min ?? null, entry?.max ?? null, shareTolerance);
        if (broken === null) continue;
        const { words, bound } = broken;
        yield {
          message: `\`${code}\` has ${percent(share)} of the stage \`${stage.name}\`, ${words} there of ${percent(bound.value)}.`,
          range: entry?.ratio?.range ?? bound.range,
          related: [{ message: `the bound of ${percent(bound.value)}`, range: bound.range }],
        };
      }
    }
  },
};
