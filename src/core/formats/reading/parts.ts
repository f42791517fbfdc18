import type { Located } from '../../text/range.ts';
import type { ScalarNode } from './tree.ts';

/** Parts of one scalar. */
export interface Parts {
  readonly parts: readonly Located<string>[];
  /**
   * Whether each stands where it says. Behind an alias, across lines and among escapes the text has other characters than the value:
   * there each part has the place of the whole, and must not be edited.
   */
  readonly placed: boolean;
}

/** Why a weight without a place of its own is not written. */
export const notPlaced =
  'its weight stands behind an alias, across lines or among escapes, where Climb does not edit it';

/** A pattern for words between blanks. */
export const aWord = /\S+/g;

/** The parts of a scalar's value that a pattern (global) finds, without the blanks around them. */
export function partsOf({ text: value, plain, range }: ScalarNode, text: string, pattern: RegExp): Parts {
  const raw = text.slice(range.start, range.end);
  // A quote, or a block's header (`>-`), is no part of the value.
  const lead = plain ? 0 : (/^(?:["']|[|>][^\r\n]*)/.exec(raw)?.[0].length ?? 0);
  const end = !plain && /^["']/.test(raw) ? raw.length - 1 : raw.length;
  const parts = found(value, 0, pattern);
  const written = found(raw.slice(lead, end), range.start + lead, pattern);
  const placed =
    parts.length === written.length && parts.every((part, index) => part.value === written[index]?.value);
  return { placed, parts: placed ? written : parts.map((part) => ({ value: part.value, range })) };
}

function found(text: string, from: number, pattern: RegExp): Located<string>[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: part, index }) => {
    const value = part.trim();
    const start = from + index + part.indexOf(value);
    return value === '' ? [] : [{ value, range: { start, end: start + value.length } }];
  });
}
