import type { TextRange } from '../text/range.ts';
import { messageOf } from '../text/error-message.ts';

const token =
  /[ \t\r\n]+|[{}[\]:,]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;

/** A number with a decimal comma, the value of a key. */
const decimalComma = /(?<=:\s*)-?\d+,\d+(?=\s*[,}])/y;

interface NotJson {
  readonly message: string;
  readonly range: TextRange;
  /** What may be meant. */
  readonly meant?: string;
}

/** The first place where a text that YAML can read is no JSON, and what is wrong there; null: it is JSON. */
export function firstNotJson(text: string): NotJson | null {
  let comma = -1;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length;) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    decimalComma.lastIndex = at;
    const number = decimalComma.exec(text)?.[0];
    if (number !== undefined) {
      const meant = number.replace(',', '.');
      const range = { start: at, end: at + number.length };
      return { message: `The decimal sign is a point: write ${meant}.`, range, meant };
    }
    if (found === undefined) {
      const word =
        /^(?:\/\/|#|\/\*|'[^'\r\n]*'|[^\s,:{}[\]"]+|")/.exec(text.slice(at))?.[0] ?? text.charAt(at);
      return { message: strange(word), range: { start: at, end: at + word.length } };
    }
    if (comma >= 0 && /^[}\]]/.test(found)) {
      return {
        message: `JSON allows no comma before \`${found}\`: remove it.`,
        range: { start: comma, end: comma + 1 },
      };
    }
    if (found === ',') comma = at;
    else if (!/^\s/.test(found)) comma = -1;
    at += found.length;
  }
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return null;
  } catch (error) {
    const reason = messageOf(error);
    const start = Number(/position (\d+)/.exec(reason)?.[1] ?? 0);
    const words = reason.replace(/ in JSON at position.*| at position.*/s, '');
    return { message: `This is not JSON: ${words}.`, range: { start, end: start + 1 } };
  }
}

function strange(word: string): string {
  if (/^(?:#|\/[/*])/.test(word)) {
    return 'JSON has no comments: remove this one, or name the file `.climb.yaml`, which may have them.';
  }
  if (word.startsWith("'")) return 'JSON only allows double quotes.';
  if (word === '"')
    return 'This string is not closed, or contains an escape sequence that JSON does not allow.';
  return /^[-+.\d]/.test(word)
    ? `\`${word}\` is not a JSON number: put it in double quotes, or write it out.`
    : `\`${word}\` needs double quotes in JSON.`;
}
