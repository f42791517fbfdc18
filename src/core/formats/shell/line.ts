import type { ShellWord } from './script.ts';

/** Words that grow piece by piece, split at blanks and at continued lines as an unquoted use splits them. */
export class Line {
  readonly #words: ShellWord[] = [];
  #open: ShellWord | null = null;
  /** Only as a word of its own is the open one unknown: within a path, it is a piece of one word. */
  #soft = false;

  /** A piece of the word that is open, or of a new one. */
  add(word: ShellWord, soft = false): void {
    const open = this.#open;
    if (open === null) {
      this.#open = word;
      this.#soft = soft;
      return;
    }
    this.#open = {
      value: open.value + word.value,
      range: { start: open.range.start, end: word.range.end },
      unknown: (this.#soft ? null : open.unknown) ?? (soft ? null : word.unknown),
    };
    this.#soft = false;
  }

  /** Literal text that stands at `start`. */
  text(text: string, start: number, raw = false): void {
    const pieces = raw ? /\s+|\S+/g : /\\\r?\n|\s+|(?:[^\\\s]|\\(?!\r?\n))+/g;
    for (const match of text.matchAll(pieces)) {
      const [value] = match;
      const at = start + match.index;
      if (/^\s/.test(value)) this.close();
      else if (raw || !/^\\\r?\n/.test(value))
        this.add({ value, range: { start: at, end: at + value.length }, unknown: null });
    }
  }

  insert(words: readonly ShellWord[]): void {
    this.close();
    for (const word of words) this.#words.push(word);
  }

  close(): void {
    if (this.#open !== null) this.#words.push(this.#open);
    this.#open = null;
  }

  words(): ShellWord[] {
    this.close();
    return this.#words;
  }
}
