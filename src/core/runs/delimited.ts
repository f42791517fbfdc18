import { LineIndex, type Position } from '../text/line-index.ts';
import type { RunProblems } from './run-problems.ts';
import { isNumber } from './numbers.ts';
import { idRank } from './run-columns.ts';
import { maxColumns, type Table } from './table.ts';
import { elementAt } from '../text/elements.ts';

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/**
 * Reads comma, semicolon, tab or bar separated text (RFC 4180: quoted fields may hold separators, doubled quotes and line
 * breaks) with the place of every field; a first line `sep=;` is Excel's. Written here because the parsers at hand (csv-parse,
 * Papa Parse, d3-dsv) tell at most the line of a record, and a problem in a run is reported at its field.
 */
export function readDelimited(
  file: string,
  text: string,
  problems: RunProblems,
  names: readonly string[] = [],
): Table | null {
  const named = /^\s*"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)/i.exec(text);
  // Lines of comment before the header; `#run,…` is a header.
  const comments = /^(?:#(?:[ \t!#][^\r\n]*)?(?:\r\n|\r|\n))+/.exec(text);
  const first = named?.[0].length ?? afterTitle(text, comments?.[0].length ?? 0);
  const separator = named?.[1] ?? separatorOf(text, first);
  return new DelimitedReader(file, text, separator.charCodeAt(0), problems).read(first, names);
}

/** Where the header stands: lines without any separator above one that has several are a title. */
function afterTitle(text: string, from: number): number {
  const lines = [...text.slice(from, from + 10_000).matchAll(/[^\r\n]+/g)].slice(0, 6);
  const isTitle = (line: string): boolean => !/[,;\t|]/.test(line);
  const header = lines.find(([line]) => !isTitle(line));
  return header !== undefined && header[0].split(/[,;\t|]/).length > 2 ? from + header.index : from;
}

/** The one of `, ; tab |` that the header uses most, outside of quotes. */
function separatorOf(text: string, from: number): string {
  const start = from + (/^\s*[\r\n]+/.exec(text.slice(from, from + 10_000))?.[0].length ?? 0);
  const header = /^[^\r\n]*/.exec(text.slice(start, start + 1_000_000))?.[0].replace(/"[^"]*"/g, '') ?? '';
  let best = ',';
  let most = 0;
  for (const candidate of [',', '\t', ';', '|']) {
    const count = header.split(candidate).length - 1;
    if (count > most) [best, most] = [candidate, count];
  }
  return best;
}

/** Characters of a column's name: what is longer is no header. */
const longestName = 10_000;

/** Numbers that grow by doubling. */
class Offsets {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

class DelimitedReader {
  readonly #file: string;
  readonly #text: string;
  readonly #separator: number;
  readonly #problems: RunProblems;
  /** Start and end of each name. */
  readonly #header: number[] = [];
  #lines: LineIndex | null = null;

  constructor(file: string, text: string, separator: number, problems: RunProblems) {
    this.#file = file;
    this.#text = text;
    this.#separator = separator;
    this.#problems = problems;
  }

  /** @param names of the columns of a file without a header; empty: its first line has them */
  read(from: number, names: readonly string[]): Table | null {
    const starts = new Offsets();
    const ends = new Offsets();
    const columns: string[] = [...names];
    let record: number[] = [];
    let position = from;
    const text = this.#text;
    while (position < text.length) {
      position = this.#record(position, record);
      if (position < 0) break;
      const fields = record.length / 2;
      // A line without anything on it is no record.
      const isBlank = fields === 1 && this.#field(record[0] ?? 0, record[1] ?? 0) === '';
      if (isBlank || (fields !== columns.length && columns.length > 0 && this.#isComment(record[0] ?? 0))) {
        // nothing
      } else if (columns.length === 0 && this.#isTitle(record, position)) {
        // nothing
      } else if (columns.length === 0) {
        if (fields > maxColumns) return this.#tooWide(record[0] ?? 0);
        const long = record.findIndex(
          (end, i) => i % 2 === 1 && end - elementAt(record, i - 1) > longestName,
        );
        if (long > 0) return this.#tooLong(elementAt(record, long - 1));
        for (let i = 0; i < record.length; i += 2)
          columns.push(this.#field(record[i] ?? 0, record[i + 1] ?? 0));
        for (const offset of record) this.#header.push(offset);
      } else {
        // A separator after the last field, as some exporters write it.
        if (fields === columns.length + 1 && record.at(-1) === record.at(-2)) record.length -= 2;
        if (
          starts.length === 0 &&
          fields === columns.length + 1 &&
          this.#hasRowNames(record, position, columns)
        ) {
          columns.unshift('');
          this.#header.unshift(this.#header[0] ?? 0, this.#header[0] ?? 0);
        }
        if (record.length === 2 * columns.length) {
          for (let i = 0; i < record.length; i += 2) {
            starts.push(record[i] ?? 0);
            ends.push(record[i + 1] ?? 0);
          }
        } else this.#ragged(record, columns.length);
      }
      record = [];
    }
    if (columns.length === 0) return null;
    const width = columns.length;
    const header = this.#header;
    return {
      file: this.#file,
      columns,
      rowCount: starts.length / width,
      text: (row, column) => this.#field(starts.at(row * width + column), ends.at(row * width + column)),
      place: (row, column) =>
        this.#place(row < 0 ? (header[2 * column] ?? 0) : starts.at(row * width + column)),
    };
  }

  /** Fills `record` with the start and end of each field; the offset after it, or -1 where a quotation mark is never closed. */
  #record(from: number, record: number[]): number {
    const text = this.#text;
    let position = from;
    for (;;) {
      const start = position;
      if (text.charCodeAt(position) === quote) {
        for (;;) {
          const close = text.indexOf('"', position + 1);
          if (close < 0) {
            this.#problems.add(
              'unclosed',
              this.#file,
              this.#place(start),
              'This quotation mark is never closed; the rest of the file is left out.',
            );
            return -1;
          }
          position = close + 1;
          if (text.charCodeAt(position) !== quote) break;
        }
      }
      let code = text.charCodeAt(position);
      while (
        position < text.length &&
        code !== this.#separator &&
        code !== lineFeed &&
        code !== carriageReturn
      )
        code = text.charCodeAt(++position);
      // Beyond the limit nothing is kept: a header of millions of names is refused, not stored.
      if (record.length <= 2 * maxColumns) record.push(start, position);
      if (position >= text.length) return position;
      position++;
      if (code === this.#separator) continue;
      return code === carriageReturn && text.charCodeAt(position) === lineFeed ? position + 1 : position;
    }
  }

  /** Whether a spreadsheet has a title in the first cell of a row above the header: in several words, or above a row of nothing. */
  #isTitle(record: readonly number[], next: number): boolean {
    const [first = '', ...others] = this.#fields(record);
    if (others.length < 2 || others.some((text) => text !== '')) return false;
    return first === '' || first.includes(' ') || this.#fieldsAt(next).every((text) => text === '');
  }

  /** Whether the rows have their names before the columns of the header, as R's write.table leaves them without a name of their own. */
  #hasRowNames(record: readonly number[], next: number, columns: readonly string[]): boolean {
    const [name = '', ...cells] = this.#fields(record);
    // Else a comma within a text or a number has made one field two.
    const isName = /^\d+$/.test(name) || !isNumber(name);
    if (!isName || this.#header.length === 0 || idRank(columns[0] ?? '') !== null) return false;
    const after = this.#fieldsAt(next);
    const isNext = after.length === record.length / 2 && after[0] !== name;
    return cells.at(-1) !== '' && (isNext || after.every((text) => text === ''));
  }

  #fields(record: readonly number[]): string[] {
    return record.flatMap((start, i) => (i % 2 === 0 ? [this.#field(start, record[i + 1] ?? start)] : []));
  }

  /** What the record at an offset holds; nothing behind the last. */
  #fieldsAt(offset: number): string[] {
    if (offset >= this.#text.length) return [];
    const record: number[] = [];
    return this.#record(offset, record) < 0 ? [] : this.#fields(record);
  }

  /** Lines of comment between the rows, where the header is none. */
  #isComment(start: number): boolean {
    return this.#text[start] === '#' && this.#text[this.#header[0] ?? 0] !== '#';
  }

  #field(start: number, end: number): string {
    if (this.#text.charCodeAt(start) !== quote) return this.#text.slice(start, end).trim();
    const written = this.#text.slice(start, end);
    const close = written.lastIndexOf('"');
    return (written.slice(1, close).replaceAll('""', '"') + written.slice(close + 1)).trim();
  }

  #place(offset: number): Position {
    this.#lines ??= new LineIndex(this.#text);
    return this.#lines.positionAt(offset);
  }

  #ragged(record: readonly number[], width: number): void {
    const fields = record.length / 2;
    const last = record[2 * (Math.min(fields, width + 1) - 1)] ?? 0;
    this.#problems.add(
      'ragged',
      this.#file,
      this.#place(last),
      `This row has ${fields} fields, but the header has ${width}; the row is left out.`,
    );
  }

  #tooWide(offset: number): null {
    this.#problems.add(
      'too wide',
      this.#file,
      this.#place(offset),
      `The header has more than ${maxColumns.toLocaleString('en')} columns: this is not a table of runs, or its rows and columns are swapped.`,
      { rows: 0 },
    );
    return null;
  }

  #tooLong(offset: number): null {
    this.#problems.add(
      'too wide',
      this.#file,
      this.#place(offset),
      `The name of a column has more than ${longestName.toLocaleString('en')} characters: this is not a table of runs.`,
      { rows: 0 },
    );
    return null;
  }
}
