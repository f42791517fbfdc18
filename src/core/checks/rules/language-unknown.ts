import { resolveCode } from '../../language/codes.ts';
import { displayName } from '../../language/display-name.ts';
import { suggestCodes } from '../../language/suggest.ts';
import { nearestWords } from '../../text/nearest.ts';
import { renameKey } from '../../edits/edit-entries.ts';
import type { Rule } from './rule.ts';

export const languageUnknown: Rule = {
  code: 'language.unknown',
  level: 'warning',
  *check({ mixture, parsed: { text } }) {
    const known = new Set(mixture.languages.map(({ code }) => code));
    for (const { code, codeRange, displayName: name } of mixture.languages) {
      // With a `name`, the author says what it is.
      if (resolveCode(code) !== null || name !== code) continue;
      const suggested = suggestCodes(code).filter((other) => !known.has(other));
      yield {
        message: `\`${code}\` is no language code that Climb knows.${hint(suggested, named)} If it is something else, give it a \`name\`.`,
        range: codeRange,
        fixes: suggested.map((other) => ({
          title: `Replace by ${named(other)}`,
          edits: [renameKey(text, codeRange, other)],
        })),
      };
    }
    for (const { name, members } of mixture.groups) {
      for (const { value, range } of members) {
        if (known.has(value)) continue;
        const near = nearestWords(value, known, 2).filter((other) => !members.some((m) => m.value === other));
        yield {
          message: `The group \`${name}\` names \`${value}\`, which is not one of this file's languages.${hint(near)}`,
          range,
          fixes: near.map((other) => ({
            title: `Replace by \`${other}\``,
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
