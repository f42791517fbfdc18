import { resolveCode } from '../../language/codes.ts';
import { plainDecimal } from '../../text/decimal.ts';
import { setRatio } from '../../edits/apply-ratios.ts';
import { removeEntry, renameKey } from '../../edits/edit-entries.ts';
import type { LanguageEntry } from '../../mixture/mixture.ts';
import type { ParsedMixture } from '../../mixture/parse.ts';
import { entryOf } from '../../mixture/source.ts';
import type { Fix } from '../../problem.ts';
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
        message: `\`${language.code}\` and \`${first.code}\` are the same language in the same script. Merge them, or every number about it is split in two.`,
        range: language.codeRange,
        related: [{ message: `\`${first.code}\` is the same language`, range: first.codeRange }],
        fixes: merge(parsed, first, language),
      };
    }
  },
};

function merge(parsed: ParsedMixture, first: LanguageEntry, second: LanguageEntry): Fix[] {
  const map = entryOf(parsed.root, 'languages')?.value;
  const entry = entryOf(map, second.code);
  if (map?.kind !== 'map' || entry === undefined || entry.merged) return [];
  const edits = [removeEntry(parsed.text, map, entry)];
  if (second.ratio !== null && second.ratio.value !== 0) {
    const sum = (first.ratio?.value ?? 0) + second.ratio.value;
    if (!Number.isFinite(sum)) return [];
    edits.push(setRatio(parsed, first, plainDecimal(sum)));
  }
  for (const { members } of parsed.mixture.groups) {
    if (members.some(({ value }) => value === first.code)) continue;
    const member = members.find(({ value }) => value === second.code);
    if (member !== undefined) edits.push(renameKey(parsed.text, member.range, first.code));
  }
  return [{ title: `Merge into \`${first.code}\` (adds the ratios)`, edits, preferred: true }];
}
