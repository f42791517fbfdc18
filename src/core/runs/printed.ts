import { LineIndex, type Position } from '../text/line-index.ts';
import { isNumber } from './numbers.ts';
import type { RunProblems } from './run-problems.ts';
import { maxColumns, type Table } from './table.ts';

interface Cell {
  readonly text: string;
  readonly offset: number;
}

interface Line extends Cell {
  /** Among all lines of the text. */
  readonly number: number;
}

/** A header and the rows below it. */
type Block = readonly (readonly Cell[])[];

/** What is printed for people has no more characters. */
const longest = 5_000_000;

/** Lines that part rows: `|---|:--:|`, `+----+`, `├───┼───┤`, `-----  -----`. */
const rule = /^[\s|+:=\u2500-\u257f-]*(?:-{2}|[=\u2500-\u257f]{2})[\s|+:=\u2500-\u257f-]*$/;
const bars = new Set('|│┃║');

/**
 * Reads tables as programs print them for people: Markdown, boxes (psql, MySQL, DuckDB), and columns apart by blanks alone
 * (`column -t`, a DataFrame). Null: the text is nothing of the kind. Text around a table is no part of it.
 */
export function readPrinted(file: string, text: string, problems: RunProblems): readonly Table[] | null {
  if (text.length > longest) return null;
  const lines = linesOf(text);
  let index: LineIndex | null = null;
  const placeOf = (offset: number): Position => (index ??= new LineIndex(text)).positionAt(offset);
  const fail: Fail = (kind, { offset }, message, rows) => {
    problems.add(kind, file, placeOf(offset), message, { rows });
  };
  const blocks = betweenRules(lines) ?? apartByBlanks(lines, fail);
  return blocks?.map((block) => tableOf(file, block, placeOf, fail)) ?? null;
}

type Fail = (kind: string, place: Cell, message: string, rows: number) => void;

/** Lines with anything on them. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (const { 0: part, index } of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    if (/^[\r\n]/.test(part)) number++;
    else if (part.trim() !== '') lines.push({ text: part, offset: index, number });
  }
  return lines;
}

/** Tables whose cells stand between bars, with a rule below their headers. */
function betweenRules(lines: readonly Line[]): Block[] | null {
  const blocks: { readonly rows: Cell[][]; ruled: boolean }[] = [];
  let last = -2;
  for (const line of lines) {
    const isRule = rule.test(line.text);
    const cells = isRule ? [] : betweenBars(line);
    if (!isRule && cells.length < 2) continue;
    if (line.number !== last + 1) blocks.push({ rows: [], ruled: false });
    last = line.number;
    const block = blocks.at(-1);
    if (block === undefined) continue;
    if (!isRule) block.rows.push(cells);
    else if (block.rows.length === 1) block.ruled = true;
  }
  const found = blocks.filter(({ rows, ruled }) => ruled && rows.length > 1);
  return found.length === 0 ? null : found.map(({ rows }) => rows);
}

function betweenBars({ text, offset }: Line): Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (let end = 0; end <= text.length; end++) {
    const isBar = end === text.length || (bars.has(text[end] ?? '') && text[end - 1] !== '\\');
    if (!isBar) continue;
    const part = text.slice(start, end);
    cells.push({ text: unmarked(part), offset: offset + start + (part.length - part.trimStart().length) });
    start = end + 1;
  }
  // The bars around a row.
  if (bars.has(text.trimStart()[0] ?? '')) cells.shift();
  if (bars.has(text.trimEnd().at(-1) ?? '')) cells.pop();
  return cells;
}

const emphasis = /^(\*\*|__|[*_`])([^]+)\1$/;
/** The tags that Markdown has no marks for; those of a link or an image stay. */
const tags = /<\/?(?:u|b|i|em|strong|mark|ins|small|sub|code|span|font|center)(?:\s[^<>]*)?>/gi;

/** Without the marks of emphasis and code, one within another (`**<u>1.74</u>**`), and without escapes. */
function unmarked(text: string): string {
  // A power of ten, or what a footnote is called by.
  const raised = text.replace(/(?<=10)<sup>(-?\d+)<\/sup>/gi, '^$1').replace(/<sup>[^<>]*<\/sup>/gi, '');
  let bare = raised.replace(tags, '').trim();
  for (let inner = emphasis.exec(bare)?.[2]; inner !== undefined; inner = emphasis.exec(bare)?.[2])
    bare = inner.trim();
  return bare.replace(/\\([\\_*|`])/g, '$1');
}

/** Words apart by any blanks, quoted ones with those they hold; where names or values hold single ones, apart by two. */
const words = [/"[^"]*"(?=\s|$)|\S+/g, /\S+(?: \S+)*/g];

/** Without the quotation marks that R's write.table puts around texts. */
const unquoted = (text: string): string => (/^"[^"]*"$/.test(text) ? text.slice(1, -1) : text);

/** Lines tried for the header: a title may stand above it. */
const mostTitles = 6;

/** A table whose columns stand apart by blanks: told by the words of its lines, which are as many as those of the header. */
function apartByBlanks(lines: readonly Line[], fail: Fail): Block[] | null {
  for (const word of words) {
    const split = ({ text, offset }: Line): Cell[] =>
      [...text.matchAll(word)].map(({ 0: found, index }) => ({
        text: unquoted(found),
        offset: offset + index,
      }));
    for (const [i, line] of lines.slice(0, mostTitles).entries()) {
      const header = split(line);
      // Other separators are those of another kind of table.
      if (header.length < 3 || /[,;\t|]/.test(line.text) || (i > 0 && header.some(holdsNumber))) continue;
      const rows = lines.slice(i + 1).flatMap((below) => (isNoRow(below) ? [] : [split(below)]));
      const block = withIndex(header, rows);
      if (block !== null) return isWhole(block, fail) ? [block] : [];
    }
  }
  return null;
}

const isNoRow = ({ text }: Line): boolean =>
  rule.test(text) || /^\s*\[\d+ rows x \d+ columns\]\s*$/.test(text);

/** A DataFrame prints its index before the columns, without a name or with one on a line of its own. */
function withIndex(header: readonly Cell[], rows: readonly Cell[][]): Block | null {
  const [first = []] = rows;
  const [name] = first.length === 1 ? first : [];
  const body = name === undefined ? rows : rows.slice(1);
  const mostHave = (width: number): boolean =>
    body.filter(({ length }) => length === width).length >= Math.max(0.8 * body.length, 1);
  if (!body.some((row) => row.filter(holdsNumber).length >= 2)) return null;
  if (name === undefined && mostHave(header.length)) return [header, ...body];
  if (!mostHave(header.length + 1)) return null;
  return [[name ?? { text: '', offset: header[0]?.offset ?? 0 }, ...header], ...body];
}

const holdsNumber = ({ text }: Cell): boolean => isNumber(text);

/** Whether nothing of the table was left out as it was printed; what was is a problem. */
function isWhole([header = [], ...rows]: Block, fail: Fail): boolean {
  const isCut = ({ text }: Cell): boolean => /^(?:\.\.\.?|…)$/.test(text);
  const cut = header.find(isCut) ?? rows.find((row) => row.every(isCut))?.[0];
  const wrapped = header.find(({ text }) => text === '\\');
  const place = cut ?? wrapped;
  if (place === undefined) return true;
  const what =
    cut === undefined
      ? 'This table was printed in several parts, each with some of its columns.'
      : `This table was not printed whole: \`${cut.text}\` stands for what was left out.`;
  fail('cut', place, `${what} Save it as CSV instead, with to_csv in pandas.`, rows.length);
  return false;
}

function tableOf(
  file: string,
  [header = [], ...all]: Block,
  placeOf: (offset: number) => Position,
  fail: Fail,
): Table {
  const rows = all.filter((row) => {
    const fits = row.length === header.length;
    const [first] = row;
    if (!fits && first !== undefined)
      fail(
        'ragged',
        row.at(Math.min(row.length, header.length + 1) - 1) ?? first,
        `This row has ${row.length} fields, but the header has ${header.length}; the row is left out.`,
        1,
      );
    return fits;
  });
  return {
    file,
    columns: header.slice(0, maxColumns + 1).map(({ text }) => text),
    rowCount: rows.length,
    text: (row, column) => rows[row]?.[column]?.text ?? '',
    place: (row, column) => placeOf((row < 0 ? header : rows[row])?.[column]?.offset ?? 0),
  };
}
