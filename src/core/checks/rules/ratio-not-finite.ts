import type { Rule } from './rule.ts';

export const ratioNotFinite: Rule = {
  code: 'ratio.not-finite',
  level: 'error',
  *check({ mixture }) {
    for (const { code, ratio } of mixture.languages) {
      if (ratio === null || Number.isFinite(ratio.value)) continue;
      yield {
        message: `The ratio of \`${code}\` is not a finite number. Write a share between 0 and 1.`,
        range: ratio.range,
      };
    }
  },
};
