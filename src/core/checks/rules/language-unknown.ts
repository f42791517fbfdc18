import { languageId, resolveCode } from '../../language/codes.ts';
import { displayName } from '../../language/display-name.ts';
import { suggestCodes } from '../../language/suggest.ts';
import { KnownWords } from '../../text/nearest.ts';
import { renameKey } from '../../edits/edit-entries.ts';
import type { Rule } from './rule.ts';

export const languageUnknown: Rule = {
  code: 'language.unknown',
  level: 'warning',
  *check({ mixture, parsed: { text } }) {
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
    const near = new KnownWords(known);
    for (const { name, members } of mixture.groups) {
      const there = new Set(members.map(({ value }) => value));
      for (const { value, range } of members) {
        if (known.has(value)) continue;
        const suggested = near.nearest(value, 2).filter((other) => !there.has(other));
        yield {
          message: `The group \`${name}\` names \`${value}\`, which is not one of this file's languages.${hint(suggested)}`,
          range,
          fixes: suggested.map((other) => ({
            title: `Replace with \`${other}\``,
            edits: [renameKey(text, range, other)],
          })),
        };
      }
    }
  },
};

const quoted = (code: string): string => `\`${code}\``;
const named = (code: string): string => `\`${code}\` (${displayName(code)})`;

function hint(codes: readonly string[], words = quoted): string {
  return codes.length === 0 ? '' : ` Did you mean ${codes.map(words).join(' or ')}?`;
}
