import type { Rule } from './rule.ts';

export const dataAvailableMissing: Rule = {
  code: 'data.available-missing',
  level: 'hint',
  *check({ mixture }) {
    const { languages, tokens, languagesRange } = mixture;
    if (tokens === null || languagesRange === null) return;
    const missing = languages.filter(({ available }) => available === null);
    if (missing.length > 0 && missing.length === languages.length) {
      yield {
        message:
          'No language says how much text it has: epochs are unknown, and repetition is not counted. Add `available: 640B`.',
        range: languagesRange,
      };
      return;
    }
    for (const { code, codeRange } of missing) {
      yield {
        message: `\`${code}\` does not say how much text it has, so its epochs are unknown. Add \`available\`.`,
        range: codeRange,
      };
    }
  },
};
