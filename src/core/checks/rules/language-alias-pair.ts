import { resolveCode } from '../../language/codes.ts';
import { mergeEntries } from '../../edits/merge-entries.ts';
import type { LanguageEntry } from '../../mixture/mixture.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import type { Fix } from '../../problem.ts';
import { list } from '../../text/words.ts';
import type { Rule } from './rule.ts';

export const languageAliasPair: Rule = {
  code: 'language.alias-pair',
  level: 'error',
  *check({ mixture, parsed }) {
    const byId = new Map<string, LanguageEntry>();
    for (const language of mixture.languages) {
      const id = resolveCode(language.code)?.id;
      if (id === undefined) continue;
      const first = byId.get(id);
      if (first === undefined) {
        byId.set(id, language);
        continue;
      }
      yield {
        message: `\`${language.code}\` and \`${first.code}\` are the same language in the same script. Merge them, or all its numbers are split in two.`,
        range: language.codeRange,
        related: [{ message: `\`${first.code}\` is the same language`, range: first.codeRange }],
        fixes: merge(parsed, [first, language]),
      };
    }
  },
};

function merge(parsed: ParsedMixture, pair: readonly [LanguageEntry, LanguageEntry]): Fix[] {
  const [stays, goes] = inUsualSpelling(parsed, pair);
  const merge = mergeEntries(parsed, stays, goes);
  if (merge === null) return [];
  const { edits, added, dropped } = merge;
  const done = [
    ...(added.length === 0 ? [] : [`adds ${list(added.map(quoted))}`]),
    ...(dropped.length === 0 ? [] : [`drops ${list(dropped.map(quoted))} of ${quoted(goes.code)}`]),
  ];
  const title = `Merge into ${quoted(stays.code)}${done.length === 0 ? '' : ` (${done.join('; ')})`}`;
  // What loses something is not done unasked, by "fix all".
  return [{ title, edits, preferred: dropped.length === 0 }];
}

/** The entry that stays first: the one written as the file's other languages are, else the one whose code is not withdrawn. */
function inUsualSpelling(
  { mixture }: ParsedMixture,
  [first, second]: readonly [LanguageEntry, LanguageEntry],
): readonly [LanguageEntry, LanguageEntry] {
  const neighbours = mixture.languages.filter((language) => language !== first && language !== second);
  const alike = ({ code }: LanguageEntry): number =>
    neighbours.filter((language) => formOf(language.code) === formOf(code)).length;
  const isWithdrawn = ({ code }: LanguageEntry): boolean => {
    const resolved = resolveCode(code);
    return resolved?.kind === 'language' && resolved.deprecated;
  };
  const difference = alike(second) - alike(first) || Number(isWithdrawn(first)) - Number(isWithdrawn(second));
  return difference > 0 ? [second, first] : [first, second];
}

/** `xx`, `xxx_Xxxx`: how a code is written, whatever it says. */
const formOf = (code: string): string => code.replace(/\p{Ll}/gu, 'x').replace(/\p{Lu}/gu, 'X');

const quoted = (text: string): string => `\`${text}\``;
