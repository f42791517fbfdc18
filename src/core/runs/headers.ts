import { isAbsent, isNumber } from './numbers.ts';
import type { Table } from './table.ts';

/** Header rows below the first. */
const most = 3;

/**
 * A table whose header stands in several rows, as a DataFrame of several levels is saved (`share,share,loss,loss` above `de,fr,de,fr`)
 * or a spreadsheet has it, by the whole names of its columns: `share.de`. A header that is repeated among the rows, where files were
 * appended to each other, is no row.
 */
export function withWholeHeader(table: Table): Table {
  const rows = headerRows(table);
  const named = rows === 0 ? table : below(table, rows, wholeNames(table, rows));
  return withoutRepeatedHeader(named);
}

const isName = (text: string): boolean => !isAbsent(text) && !isNumber(text);

/** How many rows below the header hold names: words in columns that hold numbers below. */
function headerRows(table: Table): number {
  const { columns, rowCount } = table;
  const last = Math.min(most, rowCount - 1);
  let rows = 0;
  const holdsNumbers = (row: number, column: number): boolean => {
    const cell = table.text(row, column);
    return !isAbsent(cell) && !isName(cell);
  };
  while (rows < last && columns.every((_, column) => !holdsNumbers(rows, column))) rows++;
  const first = Array.from(columns, (_, column) => column).filter((column) => holdsNumbers(rows, column));
  // The names of the index stand alone in a row, below the others.
  const named = Array.from(
    { length: rows },
    (_, row) => first.filter((column) => isName(table.text(row, column))).length,
  );
  const isIndex = (row: number): boolean =>
    row > 0 && row === rows - 1 && named[row] === 0 && isName(table.text(row, 0));
  return named.every((count, row) => count >= 2 || isIndex(row)) ? rows : 0;
}

/** The names of each column, from the first to the last row of the header; a cell that was merged goes on to the right. */
function wholeNames(table: Table, rows: number): string[] {
  const { columns } = table;
  const levels = [
    columns.map(levelName),
    ...Array.from({ length: rows }, (_, row) =>
      columns.map((__, column) => levelName(table.text(row, column))),
    ),
  ];
  for (const [level, names] of levels.slice(0, -1).entries())
    for (const column of names.keys()) {
      const isBelow = (at: number): boolean => (levels[level + 1]?.[at] ?? '') !== '';
      if (column > 0 && names[column] === '' && isBelow(column) && isBelow(column - 1))
        names[column] = names[column - 1] ?? '';
    }
  const index = levels.at(-1) ?? [];
  return columns.map((_, column) => {
    const parts = levels.map((names) => names[column] ?? '').filter((name) => name !== '');
    // In a row of their own stand the names of the index: above them, those of the levels.
    if (rows > 1 && index.slice(1).every((name) => name === '') && column === 0) return index[0] ?? '';
    return parts.filter((name, i) => name !== parts[i - 1]).join('.');
  });
}

/** pandas' own names for those that a level does not have are none. */
const levelName = (name: string): string => (/^Unnamed: \d+_level_\d+$/.test(name.trim()) ? '' : name.trim());

function below(table: Table, rows: number, columns: readonly string[]): Table {
  return {
    file: table.file,
    columns,
    rowCount: table.rowCount - rows,
    text: (row, column) => table.text(row + rows, column),
    place: (row, column) => table.place(row < 0 ? row : row + rows, column),
  };
}

function withoutRepeatedHeader(table: Table): Table {
  const { columns, rowCount } = table;
  const isHeader = (row: number): boolean =>
    columns.length > 1 && columns.every((name, column) => table.text(row, column) === name.trim());
  const kept: number[] = [];
  for (let row = 0; row < rowCount; row++) if (!isHeader(row)) kept.push(row);
  if (kept.length === rowCount) return table;
  return {
    ...table,
    rowCount: kept.length,
    text: (row, column) => table.text(kept[row] ?? 0, column),
    place: (row, column) => table.place(row < 0 ? row : (kept[row] ?? 0), column),
  };
}
