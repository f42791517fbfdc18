import { sumOf } from '../../climb/dense/vectors.ts';
import type { Fix } from '../../problem.ts';
import { decimal } from '../../text/decimal.ts';
import { setRatio } from '../../edits/apply-ratios.ts';
import type { LanguageEntry } from '../../mixture/mixture.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import { usesFileRatios } from '../../mixture/stages.ts';
import { entryOf } from '../../mixture/source.ts';
import { isAmbiguous, isRatioGiven } from '../given.ts';
import type { Rule } from './rule.ts';

export const ratioMissing: Rule = {
  code: 'ratio.missing',
  level: 'error',
  *check({ mixture, parsed }) {
    const missing = mixture.languages.filter(({ ratio }) => ratio === null);
    if (missing.length === 0 || missing.length === mixture.languages.length) return;
    if (!usesFileRatios(mixture)) return;
    const written = entryOf(parsed.root, 'languages')?.value;
    if (isAmbiguous(written)) return;
    if (missing.some(({ code }) => isRatioGiven(entryOf(written, code)?.value, ['languages', code]))) return;
    const fix = fillRemainder(parsed, missing);
    for (const { code, codeRange } of missing) {
      yield {
        message: `\`${code}\` has no ratio, but other languages have one. Give every language a ratio, or none to ask for the optimum alone.`,
        range: codeRange,
        fixes: [fix],
      };
    }
  },
};

function fillRemainder(parsed: ParsedMixture, missing: readonly LanguageEntry[]): Fix {
  const { languages, weights } = parsed.mixture;
  const given = sumOf(languages.flatMap(({ ratio }) => (ratio === null ? [] : [ratio.value])));
  const left = weights || !Number.isFinite(given) ? 0 : Math.max(0, 1 - given);
  // Truncated to 9 places, the last one taking what is left, so that the sum is 1 to all digits that people write.
  const each = Math.floor((left / missing.length) * 1e9) / 1e9;
  const edits = missing.map((language, i) => {
    const share = i === missing.length - 1 ? left - each * (missing.length - 1) : each;
    return setRatio(parsed, language, decimal(Number(share.toFixed(9))));
  });
  const title =
    left === 0
      ? 'Give 0 to every language without a ratio'
      : `Fill with the remainder (${decimal(left, 6)}${missing.length > 1 ? `, shared by ${missing.length} languages` : ''})`;
  return { title, edits, preferred: true };
}
