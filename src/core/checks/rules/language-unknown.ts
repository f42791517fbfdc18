import { languageId, resolveCode } from '../../language/codes.ts';
import { displayName } from '../../language/display-name.ts';
import { suggestCodes } from '../../language/suggest.ts';
import { KnownWords } from '../../text/nearest.ts';
import { renameKey } from '../../edits/edit-entries.ts';
import { entryOf } from '../../mixture/source.ts';
import { keyedByLanguage } from '../../mixture/keyed-by-language.ts';
import type { SourceMap } from '../../mixture/source.ts';
import type { TextRange } from '../../text/range.ts';
import type { Finding, Rule } from './rule.ts';

export const languageUnknown: Rule = {
  code: 'language.unknown',
  level: 'warning',
  *check({ mixture, parsed: { text, root } }) {
    const known = new Set(mixture.languages.map(({ code }) => code));
    const languages = new Map(mixture.languages.map(({ code }) => [languageId(code), code]));
    for (const { code, codeRange, displayName: name } of mixture.languages) {
      // With a `name`, the author says what it is.
      if (resolveCode(code) !== null || name !== code) continue;
      const near = suggestCodes(code);
      const there = near[0] === undefined ? undefined : languages.get(languageId(near[0]));
      // Whoever misspells a language that is there means that one, not one that is written similarly.
      const suggested = there === undefined ? near.filter((other) => !languages.has(languageId(other))) : [];
      const meant =
        there === undefined
          ? hint(suggested, named)
          : ` Did you mean ${named(there)}, which is there already?`;
      yield {
        message: `\`${code}\` is not a known language code.${meant} If it is something else, give it a \`name\`.`,
        range: codeRange,
        fixes: suggested.map((other) => ({
          title: `Replace with ${named(other)}`,
          edits: [renameKey(text, codeRange, other)],
        })),
      };
    }
    // Without any, they are what is wrong, not every name of one.
    if (known.size === 0) return;
    const words = new KnownWords(known);
    /** What a name that no language of the file has may stand for: the same language by another code, else the nearest; none that is there. */
    const meantBy = (name: string, isThere: IsThere): string[] => {
      const same = languages.get(languageId(name));
      return (same === undefined ? words.nearest(name, 2) : [same]).filter((other) => !isThere(other));
    };
    const stranger = (who: string, name: string, range: TextRange, isThere: IsThere): Finding => {
      const suggested = meantBy(name, isThere);
      return {
        message: `${who} names \`${name}\`, which is not one of this file's languages.${hint(suggested)}`,
        range,
        fixes: suggested.map((other) => ({
          title: `Replace with \`${other}\``,
          edits: [renameKey(text, range, other)],
        })),
      };
    };
    for (const { name, members } of mixture.groups) {
      const isThere: IsThere = (code) => members.some(({ value }) => value === code);
      for (const { value, range } of members) {
        if (!known.has(value)) yield stranger(`The group \`${name}\``, value, range, isThere);
      }
    }
    const told = new Set<SourceMap['entries']>();
    for (const { map, path, ofFile } of keyedByLanguage(root)) {
      // An alias has the entries of its anchor.
      if (!ofFile || told.has(map.entries)) continue;
      told.add(map.entries);
      const isThere: IsThere = (code) => entryOf(map, code) !== undefined;
      for (const { key, keyRange, merged } of map.entries)
        if (!merged && !known.has(key)) yield stranger(`\`${path}\``, key, keyRange, isThere);
    }
  },
};

/** Whether a code stands in a mapping or group already. */
type IsThere = (code: string) => boolean;

const quoted = (code: string): string => `\`${code}\``;
const named = (code: string): string => `\`${code}\` (${displayName(code)})`;

function hint(codes: readonly string[], words = quoted): string {
  return codes.length === 0 ? '' : ` Did you mean ${codes.map(words).join(' or ')}?`;
}
