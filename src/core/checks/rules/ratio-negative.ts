import type { Rule } from './rule.ts';

export const ratioNegative: Rule = {
  code: 'ratio.negative',
  level: 'error',
  *check({ mixture }) {
    for (const { code, ratio } of mixture.languages) {
      if (ratio === null || !(ratio.value < 0)) continue;
      yield {
        message: `The ratio of \`${code}\` is negative. A language can get 0, but not less.`,
        range: ratio.range,
        fixes: [{ title: 'Set to 0', edits: [{ range: ratio.range, newText: '0' }] }],
      };
    }
  },
};
