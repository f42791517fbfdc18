/** A value of a JSON text and where it starts. Numbers stay as they are written. */
export type JsonNode =
  | { readonly kind: 'scalar'; readonly start: number; readonly text: string }
  | { readonly kind: 'list'; readonly start: number; readonly items: readonly JsonNode[] }
  | {
      readonly kind: 'map';
      readonly start: number;
      readonly entries: readonly (readonly [string, JsonNode])[];
    };

/** What is wrong with a JSON text, and where. */
export class JsonError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const maxDepth = 100;
const blank = /[ \t\r\n]*/y;
const bare = /[A-Za-z0-9_.+-]+/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' };

/**
 * Reads JSON as Python and JavaScript write it, `NaN`, `Infinity` and the quotes and names of a printed dictionary (`'a'`, `None`)
 * included, with the place of every value, which JSON.parse does not tell.
 *
 * @param maxValues a text with more is refused
 * @throws JsonError
 */
export function parseJson(text: string, maxValues = 5_000_000): JsonNode {
  const reader = new JsonReader(text, maxValues);
  const node = reader.value(0);
  reader.end();
  return node;
}

/** The values of a text that holds several, one behind the other, with commas between them or none. */
export function parseJsonValues(text: string, maxValues = 5_000_000): JsonNode[] {
  const reader = new JsonReader(text, maxValues);
  const nodes: JsonNode[] = [];
  do nodes.push(reader.value(0));
  while (reader.hasMore());
  return nodes;
}

class JsonReader {
  readonly #text: string;
  #position = 0;
  #left: number;

  constructor(text: string, maxValues: number) {
    this.#text = text;
    this.#left = maxValues;
  }

  end(): void {
    this.#skipBlanks();
    if (this.#position < this.#text.length) this.#fail('this is more than one value');
  }

  hasMore(): boolean {
    this.#skipBlanks();
    if (this.#text[this.#position] === ',') {
      this.#position++;
      this.#skipBlanks();
    }
    return this.#position < this.#text.length;
  }

  value(depth: number): JsonNode {
    this.#skipBlanks();
    if (--this.#left < 0) this.#fail('it holds too many values; save the runs as CSV or Parquet');
    if (depth > maxDepth) this.#fail('it is nested too deeply');
    const start = this.#position;
    const first = this.#text[start];
    if (first === '{') return { kind: 'map', start, entries: this.#entries(depth) };
    if (first === '[') return { kind: 'list', start, items: this.#items(depth) };
    if (first === '"' || first === "'") return { kind: 'scalar', start, text: this.#string() };
    const word = this.#match(bare);
    if (word === '') this.#fail('a value is missing');
    return { kind: 'scalar', start, text: word === 'null' || word === 'None' ? '' : word };
  }

  #entries(depth: number): [string, JsonNode][] {
    const entries: [string, JsonNode][] = [];
    this.#position++;
    while (!this.#closes('}', entries.length)) {
      this.#skipBlanks();
      const opener = this.#text[this.#position];
      const key = opener === '"' || opener === "'" ? this.#string() : this.#match(bare);
      this.#skipBlanks();
      if (this.#text[this.#position] !== ':') this.#fail('a colon is missing');
      this.#position++;
      entries.push([key, this.value(depth + 1)]);
    }
    return entries;
  }

  #items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.#position++;
    while (!this.#closes(']', items.length)) items.push(this.value(depth + 1));
    return items;
  }

  /** Goes over the comma or the closing bracket after `count` values. */
  #closes(bracket: string, count: number): boolean {
    this.#skipBlanks();
    const isClosed = (): boolean => {
      if (this.#text[this.#position] !== bracket) return false;
      this.#position++;
      return true;
    };
    if (isClosed()) return true;
    if (count === 0) return false;
    if (this.#text[this.#position] !== ',') this.#fail(`a comma or \`${bracket}\` is missing`);
    this.#position++;
    this.#skipBlanks();
    return isClosed();
  }

  #string(): string {
    const text = this.#text;
    const quote = text[this.#position] ?? '"';
    let value = '';
    let from = ++this.#position;
    for (;;) {
      const character = text[this.#position];
      if (character === undefined) this.#fail('a quotation mark is never closed');
      if (character === quote) {
        value += text.slice(from, this.#position++);
        return value;
      }
      if (character === '\\') {
        value += text.slice(from, this.#position);
        const escaped = text[this.#position + 1] ?? '';
        const code = /^[0-9a-f]{4}/i.exec(text.slice(this.#position + 2, this.#position + 6))?.[0];
        if (escaped === 'u' && code !== undefined) {
          value += String.fromCharCode(parseInt(code, 16));
          this.#position += 6;
        } else {
          value += escapes[escaped] ?? escaped;
          this.#position += 2;
        }
        from = this.#position;
      } else this.#position++;
    }
  }

  #skipBlanks(): void {
    blank.lastIndex = this.#position;
    this.#position += blank.exec(this.#text)?.[0].length ?? 0;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#position += found.length;
    return found;
  }

  #fail(message: string): never {
    throw new JsonError(message, this.#position);
  }
}
