import { entryOf } from '../../mixture/source.ts';
import { isAmbiguous, isGiven } from '../given.ts';
import type { Rule } from './rule.ts';

export const dataAvailableMissing: Rule = {
  code: 'data.available-missing',
  level: 'hint',
  *check({ mixture, parsed: { root } }) {
    const { languages, tokens, languagesRange } = mixture;
    const written = entryOf(root, 'languages')?.value;
    if (tokens === null || languagesRange === null) return;
    const missing = languages.filter(
      ({ code, available }) =>
        available === null && !isGiven(entryOf(written, code)?.value, 'available', ['languages', code]),
    );
    if (missing.length === 0 || isAmbiguous(written)) return;
    if (missing.length === languages.length) {
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
