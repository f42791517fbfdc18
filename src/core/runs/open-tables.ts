import { withCheckpoints } from './checkpoints.ts';
import { readDelimited } from './delimited.ts';
import { isDelimitedName, isJsonName } from './endings.ts';
import { withWholeHeader } from './headers.ts';
import { readJson } from './json-table.ts';
import { withModelSizes } from './model-sizes.ts';
import { readPrinted } from './printed.ts';
import { reshape, withParts } from './reshape.ts';
import type { RunMap } from './run-map.ts';
import type { RunProblems } from './run-problems.ts';
import { maxColumns, type Table } from './table.ts';
import { turned } from './turned.ts';

/** A table of proxy runs as the host read it; `path` is as shown in messages. */
export interface RunFile {
  readonly path: string;
  /** Of a binary file: empty. */
  readonly text: string;
  /** What a binary file holds (decode.ts). */
  readonly table?: Table;
  /** Why a file cannot be read, in one sentence. */
  readonly fault?: string;
}

/** What no table is written in, told by how a text begins, and what to do about it. */
const others: readonly (readonly [RegExp, string])[] = [
  [/^PK(?=\W{2})/, 'This is a workbook or an archive, not a text table. Save the sheet as CSV.'],
  [/^\s*<(?:!doctype|html|table|\?xml)\b/i, 'This is a web page, not a text table. Save its table as CSV.'],
  [
    /^[^]{0,2000}\\begin\{(?:tabular|table|document)/,
    'This is LaTeX, not a text table. Save its table as CSV.',
  ],
];

/**
 * The tables in a file, a row a run or a row a run and language whatever their layout. What cannot be read is a problem.
 * @param notes gets what was done to a layout, in a sentence
 */
export function openTables(
  file: RunFile,
  map: RunMap | null,
  problems: RunProblems,
  notes: string[],
): readonly Table[] {
  return tablesIn(file, map, problems).flatMap((table) => {
    if (table.columns.length > maxColumns) {
      refuse(problems, file.path, `It has more than ${maxColumns} columns: this is not a table of runs.`);
      return [];
    }
    const swapped = map?.share === undefined && map?.loss === undefined ? turned(table) : null;
    if (swapped !== null)
      notes.push(`${file.path} has a column for each run: its rows and columns are swapped.`);
    const reshaped = reshape(swapped ?? table);
    const parted = map?.parts === undefined ? reshaped : withParts(reshaped, map.parts);
    const stepped = withCheckpoints(parted, notes);
    return [map?.parameters === undefined ? withModelSizes(stepped, notes) : stepped];
  });
}

/** The tables in a file as they are laid out. What cannot be read is a problem. */
export function tablesIn(
  { path, text: source, table, fault }: RunFile,
  map: RunMap | null,
  problems: RunProblems,
): readonly Table[] {
  const fail = (message: string): readonly Table[] => {
    refuse(problems, path, message);
    return [];
  };
  if (fault !== undefined) return fail(fault);
  if (table !== undefined) return [table];
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const other = others.find(([beginning]) => beginning.test(text));
  if (other !== undefined) return fail(other[1]);
  if (text.includes('\0'))
    return fail('This is not a text table: it contains NUL bytes. Export the runs as CSV, JSONL or Parquet.');
  if (text.trim() === '') return fail('The file is empty: it has neither a header nor runs.');
  if (/\.ya?ml$/i.test(path))
    return fail('This is YAML, not a table. Save the runs as CSV, JSON or JSON lines.');
  const isJson = isJsonName(path) || (!isDelimitedName(path) && /^\s*[[{]/.test(text));
  if (isJson) return [readJson(path, text, problems) ?? []].flat();
  const names = map?.columns ?? [];
  const printed = names.length > 0 ? null : readPrinted(path, text, problems);
  const tables = printed ?? [readDelimited(path, text, problems, names) ?? []].flat();
  return names.length > 0 ? tables : tables.map(withWholeHeader);
}

const refuse = (problems: RunProblems, path: string, message: string): void => {
  problems.add('file', path, { line: 0, column: 0 }, message, { rows: 0 });
};
