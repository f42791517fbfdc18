import { resolveCode } from '../../language/codes.ts';
import type { Mixture } from '../../mixture/mixture.ts';
import { modelOf, type Analysis } from './analysis.ts';
import type { Rule } from './rule.ts';

export const interactionLanguageMissing: Rule = {
  code: 'interaction.language-missing',
  level: 'warning',
  *check({ mixture, analysis }) {
    const guessed = guessedLanguages(mixture, analysis);
    for (const { code, codeRange } of mixture.languages) {
      if (!guessed.has(code)) continue;
      yield {
        message: `No run or model contains \`${code}\`: its loss and its transfers are guessed from relatedness. Plan proxy runs with it, or spell the code as in the runs.`,
        range: codeRange,
      };
    }
  },
};

/** What the model had to guess; where nothing was fitted yet, what no table of runs holds. */
function guessedLanguages(mixture: Mixture, analysis: Analysis | null): ReadonlySet<string> {
  const model = modelOf(mixture, analysis);
  if (model !== null) return new Set(model.priorLanguages ?? []);
  const read = analysis?.read ?? null;
  // Tables of which nothing was understood say nothing of languages.
  if (read === null || read.both.length === 0) return new Set();
  const idOf = (code: string): string => resolveCode(code)?.id ?? code.toLowerCase();
  const known = new Set([...read.both, ...read.sources, ...read.evaluated].map(idOf));
  const codes = mixture.languages.map(({ code }) => code);
  return new Set(codes.filter((code) => !known.has(idOf(code))));
}
