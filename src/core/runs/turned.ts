import { isLanguage, toldBy, type Told } from './labels.ts';
import { isLongShare, longAvailableColumns, lossColumn } from './names.ts';
import { isAbsent, isNumber } from './numbers.ts';
import { idRank, namedRole } from './run-columns.ts';
import { maxColumns, TableMaker, type Table } from './table.ts';

/** Columns before the runs that name the rows: a quantity, a language, or both. */
const mostNames = 3;
/** More languages and quantities than any table has as rows. */
const mostRows = 5_000;

/**
 * A table with a column a run and a row a quantity (`ratio_en`, `loss_en`), a language, or a quantity and a language, with its rows and
 * columns swapped; null: it is none. Told by the names alone: those of its rows say what those of columns should.
 */
export function turned(table: Table): Table | null {
  const { columns, rowCount } = table;
  if (rowCount < 2 || rowCount > mostRows || rowCount > maxColumns) return null;
  const names = namingColumns(table);
  const runs = Array.from(columns, (_, column) => column).slice(names);
  if (names === 0 || runs.length < 2) return null;
  const languages = Array.from({ length: rowCount }, (_, row) => table.text(row, names - 1)).every(
    isLanguage,
  );
  const told = runs.map((column) => toldBy(columns[column] ?? ''));
  if (languages && told.every((kind) => kind !== null && !isLanguage(kind.label)))
    return byRunAndKind(table, names - 1, runs);
  if (told.some((kind) => kind !== null) || runs.some((column) => isColumn(columns[column] ?? '')))
    return null;
  const rowNames = Array.from({ length: rowCount }, (_, row) =>
    Array.from({ length: names }, (__, column) => table.text(row, column)).join('.'),
  );
  if (new Set(rowNames).size < rowCount || !(languages || tellRuns(rowNames))) return null;
  const id = columns[0] ?? '';
  return {
    file: table.file,
    columns: [id !== '' && idRank(id) !== null ? id : 'run_id', ...rowNames],
    rowCount: runs.length,
    text: (row, column) =>
      column === 0 ? (columns[names + row] ?? '') : table.text(column - 1, names + row),
    place: (row, column) => {
      if (row < 0) return column === 0 ? table.place(-1, 0) : table.place(column - 1, 0);
      return table.place(column === 0 ? -1 : column - 1, names + row);
    },
  };
}

/** How many columns from the left hold words throughout, where all others hold numbers. */
function namingColumns(table: Table): number {
  const holds = (column: number, test: (text: string) => boolean): boolean => {
    for (let row = 0; row < table.rowCount; row++) if (!test(table.text(row, column))) return false;
    return true;
  };
  let names = 0;
  while (names < mostNames && holds(names, (text) => !isAbsent(text) && !isNumber(text))) names++;
  return Array.from(table.columns, (_, column) => column)
    .slice(names)
    .every((column) => holds(column, (text) => isAbsent(text) || isNumber(text)))
    ? names
    : 0;
}

/** Whether names are those of shares and losses: of languages, or of labels that have both. */
function tellRuns(names: readonly string[]): boolean {
  const told = names.flatMap((name) => toldBy(name) ?? []);
  const labelsOf = (wanted: string): string[] =>
    told.flatMap(({ kind, label }) => (kind === wanted ? [label] : []));
  const lost = new Set(labelsOf('loss'));
  const ofLanguages = told.filter(({ label }) => isLanguage(label));
  return ofLanguages.length > 1 || labelsOf('share').filter((label) => lost.has(label)).length > 1;
}

/** Whether a name is of another quantity, or of a language: a run has no such name. */
const isColumn = (name: string): boolean =>
  namedRole(name) !== null ||
  isLanguage(name) ||
  isLongShare(name) ||
  lossColumn(name) !== null ||
  longAvailableColumns.has(name.toLowerCase());

/** `language, r0_share, r0_loss, r1_share, …`: a row a run and language of it. */
function byRunAndKind(table: Table, language: number, runs: readonly number[]): Table {
  const width = maxColumns + 1;
  const maker = new TableMaker(table.file, (offset) =>
    table.place(Math.floor(offset / width), offset % width),
  );
  const byRun = new Map<string, (Told & { readonly column: number })[]>();
  for (const column of runs) {
    const told = toldBy(table.columns[column] ?? '');
    if (told !== null) byRun.set(told.label, [...(byRun.get(told.label) ?? []), { ...told, column }]);
  }
  for (const [run, columns] of byRun)
    for (let row = 0; row < table.rowCount; row++) {
      const put = maker.addRow(row * width + (columns[0]?.column ?? 0));
      put('run', run);
      put('language', table.text(row, language), row * width + language);
      for (const { kind, column } of columns) put(kind, table.text(row, column), row * width + column);
    }
  return maker.table();
}
