import type { Cell, Table, TableRow } from './table.ts';
import type { RunProblem } from './runs.ts';

/**
 * Reads comma, semicolon or tab separated text (RFC 4180: quoted fields may hold separators, doubled quotes and line
 * breaks) with the place of every field. Written here because the parsers at hand (csv-parse, Papa Parse, d3-dsv) tell
 * at most the line of a record, and a problem in a run is reported at its field.
 */
export function readDelimited(file: string, text: string): { table: Table | null; problems: RunProblem[] } {
  const problems: RunProblem[] = [];
  const records = splitRecords(file, text, separatorOf(text), problems);
  const header = records.shift();
  if (header === undefined) return { table: null, problems };
  const rows: TableRow[] = [];
  for (const cells of records) {
    const first = cells[0]!;
    if (cells.length === header.length) rows.push({ line: first.line, cells });
    else {
      const last = cells[Math.min(cells.length, header.length + 1) - 1]!;
      problems.push({
        file,
        line: last.line,
        column: last.column,
        severity: 'error',
        message: `This row has ${cells.length} fields, but the header has ${header.length}; the row is left out.`,
      });
    }
  }
  return { table: { file, columns: header, rows }, problems };
}

/** The one of `, ; tab` that the header uses most. */
function separatorOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text.replace(/^\s*[\r\n]+/, ''))![0];
  let best = ',';
  let most = 0;
  for (const candidate of [',', '\t', ';']) {
    const count = header.split(candidate).length - 1;
    if (count > most) [best, most] = [candidate, count];
  }
  return best;
}

function splitRecords(file: string, text: string, separator: string, problems: RunProblem[]): Cell[][] {
  const records: Cell[][] = [];
  let record: Cell[] = [];
  let line = 0;
  let lineStart = 0;
  let position = 0;
  const endRecord = (): void => {
    // A line without anything on it is no record.
    if (record.length > 1 || record[0]!.text !== '') records.push(record);
    record = [];
  };
  while (position < text.length || record.length > 0) {
    const start = { line, column: position - lineStart };
    let value: string;
    if (text[position] === '"') {
      value = '';
      let from = position + 1;
      let close = text.indexOf('"', from);
      while (close >= 0 && text[close + 1] === '"') {
        value += text.slice(from, close + 1);
        from = close + 2;
        close = text.indexOf('"', from);
      }
      if (close < 0) {
        problems.push({
          file,
          ...start,
          severity: 'error',
          message: 'This quotation mark is never closed; the rest of the file is left out.',
        });
        return records;
      }
      value += text.slice(from, close);
      for (const lineBreak of text.slice(position, close).matchAll(/\r\n|\r|\n/g)) {
        line++;
        lineStart = position + lineBreak.index + lineBreak[0].length;
      }
      position = close + 1;
    } else value = '';
    const rest = position;
    while (position < text.length && text[position] !== separator && !isBreak(text[position]!)) position++;
    value += text.slice(rest, position);
    record.push({ text: value.trim(), ...start });
    if (text[position] === separator && position < text.length) {
      position++;
      continue;
    }
    endRecord();
    if (position < text.length) {
      position += text.startsWith('\r\n', position) ? 2 : 1;
      line++;
      lineStart = position;
    }
  }
  return records;
}

function isBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}
