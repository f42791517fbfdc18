/** A half-open stretch of a text, in UTF-16 code units from its start. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A value and the place in the file that it was read from, so that every number can lead back to its text. */
export interface Located<T> {
  readonly value: T;
  readonly range: TextRange;
}

/** Replaces `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** The edit that inserts a text. */
export const insert = (at: number, newText: string): TextEdit => ({ range: { start: at, end: at }, newText });

/** Applies edits that do not overlap, given in any order. Throws a RangeError where two overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = inOrder(edits);
  const fault = overlap(sorted);
  if (fault !== null) throw new RangeError(`edits overlap at offset ${fault}`);
  let result = '';
  let position = 0;
  for (const { range, newText } of sorted) {
    result += text.slice(position, range.start) + newText;
    position = range.end;
  }
  return result + text.slice(position);
}

/** Edits from the first of their text to the last. */
export const inOrder = (edits: readonly TextEdit[]): TextEdit[] =>
  [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);

/** Offset of the first of edits in their order that wants what the one before it has; null: there is none. */
export function overlap(sorted: readonly TextEdit[]): number | null {
  let end = 0;
  for (const { range } of sorted) {
    if (range.start < end) return range.start;
    end = range.end;
  }
  return null;
}

/** All of any text. */
export const everywhere: TextRange = { start: 0, end: Infinity };
