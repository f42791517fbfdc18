import type { Rule } from './rule.ts';

export const ratioZero: Rule = {
  code: 'ratio.zero',
  level: 'hint',
  *check({ mixture }) {
    for (const { code, ratio } of mixture.languages) {
      if (ratio?.value !== 0) continue;
      yield {
        message: `\`${code}\` gets no text of its own: all the model learns about it is transfer from other languages.`,
        range: ratio.range,
      };
    }
  },
};
