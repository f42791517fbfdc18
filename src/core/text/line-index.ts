import { elementAt } from './elements.ts';

/** A place in a text: 0-based line, and 0-based column in UTF-16 code units (as VS Code counts). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the line of an offset starts. */
export function lineStartOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** How the lines of a text end: as its first does. */
export const lineEndOf = (text: string): string => /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';

/** Converts between offsets and lines of one text. Lines end at \n, \r\n or \r, as in VS Code. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(match.index + match[0].length);
  }

  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (elementAt(this.#starts, middle) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: clamped - elementAt(this.#starts, low) };
  }

  offsetAt({ line, column }: Position): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.#length;
    const end = this.#starts[line + 1] ?? this.#length;
    return Math.min(start + Math.max(0, column), end);
  }
}
