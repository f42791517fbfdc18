import { lineStartOf } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';

/** Where a cursor stands in a mixture file, told from the text before it, so that it works in a file that is half typed. */
export interface CursorContext {
  /** Keys that lead to the mapping or list around the cursor; `-` for an item of a list. */
  readonly path: readonly string[];
  /** `item`: of a list, which may be a scalar or the first key of a mapping. */
  readonly place: 'key' | 'value' | 'item';
  /** The key whose value is being typed; null elsewhere. */
  readonly key: string | null;
  /** Inside `{ … }` or `[ … ]`. */
  readonly flow: boolean;
  /** The word under the cursor, without its quotes: what a completion replaces. */
  readonly word: TextRange;
  /** The quote that the word was opened with, if any. */
  readonly quote: string;
  /** Column of the key in block style, for lines that are added below it. */
  readonly indent: number;
}

interface BlockLevel {
  readonly indent: number;
  readonly key: string;
}

interface FlowLevel {
  readonly kind: 'map' | 'list';
  /** The key that leads here; empty at the top and in an item, whose level is there already. */
  readonly key: string;
}

const keyPattern = /^("[^"]*"|'[^']*'|[^\s#:{}[\],"'&*!|>-][^#:{}[\]]*)(?<![ \t])[ \t]*:(?=[ \t]|$)/;

/** Null inside a comment. */
export function cursorContext(text: string, offset: number): CursorContext | null {
  const lineStart = lineStartOf(text, offset);
  const lines = new Lines();
  const above = text.slice(0, lineStart).replace(/(?:\r\n|\r|\n)$/, '');
  if (lineStart > 0) for (const line of above.split(/\r\n|\r|\n/)) lines.readAbove(line);
  const state = lines.read(text.slice(lineStart, offset));
  if (state.comment) return null;
  const after = /^[^\s,:{}[\]#"']*/.exec(text.slice(offset))?.[0] ?? '';
  return {
    path: lines.path(),
    place: state.place,
    key: state.key,
    flow: lines.flow,
    word: { start: offset - state.token.length, end: offset + after.length },
    quote: state.quote,
    indent: state.indent,
  };
}

/** What the end of a line leaves open. */
interface LineState {
  readonly place: 'key' | 'value' | 'item';
  readonly key: string | null;
  readonly token: string;
  readonly quote: string;
  readonly comment: boolean;
  readonly indent: number;
}

/** Follows indentation and brackets from line to line. */
class Lines {
  readonly #block: BlockLevel[] = [];
  readonly #flow: FlowLevel[] = [];
  /** In a flow mapping, the key whose value comes next. */
  #flowKey: string | null = null;
  /** A key at the end of the last line, which holds the lines below if they are indented more. */
  #opened: BlockLevel | null = null;

  get flow(): boolean {
    return this.#flow.length > 0;
  }

  path(): string[] {
    const flow = this.#flow.map(({ key }) => key).filter((key) => key !== '');
    return [...this.#block.map(({ key }) => key), ...flow];
  }

  /** A line above the cursor's; blank ones and comments say nothing about nesting. */
  readAbove(line: string): void {
    if (this.flow || !/^[ \t]*(?:#|$|---|\.\.\.)/.test(line)) this.read(line);
  }

  read(line: string): LineState {
    if (this.flow) return this.#readFlow(line, 0);
    const indent = line.length - line.replace(/^[ \t]+/, '').length;
    let rest = line.slice(indent);
    if (this.#opened !== null) this.#block.push(this.#opened);
    this.#opened = null;
    const isItem = /^-(?:[ \t]|$)/.test(rest);
    // A list may stand at the indentation of its key.
    while (this.#closes(this.#block.at(-1), indent, isItem)) this.#block.pop();
    let column = indent;
    for (let dash = /^-(?:[ \t]+|$)/.exec(rest); dash !== null; dash = /^-(?:[ \t]+|$)/.exec(rest)) {
      this.#block.push({ indent: column, key: '-' });
      column += dash[0].length;
      rest = rest.slice(dash[0].length);
    }
    const match = keyPattern.exec(rest);
    if (match === null) {
      if (/^[{[]/.test(rest)) return this.#openFlow(rest, '', column);
      const { token, quote, comment } = scalar(rest);
      return { place: isItem ? 'item' : 'key', key: null, token, quote, comment, indent: column };
    }
    const [start, written = ''] = match;
    const key = unquoted(written);
    const value = rest.slice(start.length).replace(/^[ \t]*(?:[&!]\S*[ \t]+)?/, '');
    if (/^[{[]/.test(value)) return this.#openFlow(value, key, column);
    const { token, quote, comment } = scalar(value);
    if (value === '' || value.startsWith('#') || /^[&!]\S*$/.test(value))
      this.#opened = { indent: column, key };
    return { place: 'value', key, token, quote, comment, indent: column };
  }

  #closes(level: BlockLevel | undefined, indent: number, isItem: boolean): boolean {
    if (level === undefined || level.indent < indent) return false;
    return !(isItem && level.indent === indent && level.key !== '-');
  }

  #openFlow(text: string, key: string, indent: number): LineState {
    const kind = text.startsWith('{') ? 'map' : 'list';
    this.#flow.push({ kind, key });
    this.#flowKey = null;
    return this.#readFlow(text, 1, indent);
  }

  #readFlow(line: string, from: number, indent = 0): LineState {
    let word = '';
    let quote = '';
    for (let i = from; i < line.length; i++) {
      const c = line.charAt(i);
      const top = this.#flow.at(-1);
      if (top === undefined) return nothing(indent, 'value', line.slice(i).includes('#'));
      if (quote !== '') {
        if (c === quote) quote = '';
        else word += c;
      } else if ((c === '"' || c === "'") && word.trim() === '') {
        quote = c;
        word = '';
      } else if (c === '#' && /\s/.test(line[i - 1] ?? ' ')) {
        return nothing(indent, 'key', true);
      } else if (c === '{' || c === '[') {
        this.#flow.push({ kind: c === '{' ? 'map' : 'list', key: this.#flowKey ?? '-' });
        this.#flowKey = null;
        word = '';
      } else if (c === '}' || c === ']') {
        this.#flow.pop();
        this.#flowKey = null;
        word = '';
      } else if (c === ',') {
        this.#flowKey = null;
        word = '';
      } else if (c === ':' && top.kind === 'map' && this.#flowKey === null) {
        this.#flowKey = word.trim();
        word = '';
      } else word += c;
    }
    const token = quote === '' ? word.trimStart() : word;
    const place = this.#flowKey !== null ? 'value' : this.#flow.at(-1)?.kind === 'list' ? 'item' : 'key';
    return { place, key: this.#flowKey, token, quote, comment: false, indent };
  }
}

function nothing(indent: number, place: LineState['place'], comment: boolean): LineState {
  return { place, key: null, token: '', quote: '', comment, indent };
}

function unquoted(word: string): string {
  return /^["']/.test(word) ? word.slice(1, -1) : word;
}

/** The scalar that a line ends with. */
function scalar(text: string): Pick<LineState, 'token' | 'quote' | 'comment'> {
  const quote = /^["']/.exec(text)?.[0] ?? '';
  if (quote !== '') {
    const inner = text.slice(1);
    const end = inner.indexOf(quote);
    return end < 0
      ? { token: inner, quote, comment: false }
      : { token: '', quote: '', comment: /\s#/.test(inner.slice(end)) };
  }
  const comment = /(?:^|\s)#/.test(text);
  return { token: comment ? '' : text, quote: '', comment };
}
