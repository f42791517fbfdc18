import { ofLanguage } from '../climb/model/model.ts';
import { readDelimited } from '../runs/delimited.ts';
import { RunProblems } from '../runs/run-problems.ts';
import type { Losses, PlannedRun } from './run.ts';

/** A finished run. A diverged one has null losses and is kept: readers set it aside and count it. */
export interface FinishedRun {
  readonly run: PlannedRun;
  readonly losses: Losses;
}

type Row = readonly string[];

/** The table of runs that `climb fit` reads (docs/model.md, "Tables of runs"). */
export function runTable(languages: readonly string[], finished: readonly FinishedRun[]): string {
  const { header, rows } = rowsOf(languages, finished);
  return written([header, ...rows]);
}

/** The header and a row for each run. */
function rowsOf(
  languages: readonly string[],
  finished: readonly FinishedRun[],
): { readonly header: Row; readonly rows: readonly Row[] } {
  const names = [
    'run_id',
    'tokens',
    'parameters',
    'seed',
    ...languages.map((language) => `ratio_${language}`),
    ...languages.map((language) => `loss_${language}`),
  ];
  const rows = finished.map(({ run, losses }) => [
    run.id,
    String(run.tokens),
    String(run.parameters ?? ''),
    String(run.seed),
    ...languages.map((language) => String(ofLanguage(run.ratio, language) ?? 0)),
    ...languages.map((language) =>
      Object.hasOwn(losses, language) ? String(losses[language] ?? 'NaN') : '',
    ),
  ]);
  // A table without model sizes has no such column: an empty one would be a number that is missing.
  const sized = finished.some(({ run }) => run.parameters !== null);
  const shown = (row: Row): Row => row.filter((_, index) => sized || index !== 2);
  return { header: shown(names), rows: rows.map(shown) };
}

function written(rows: readonly Row[], separator = ','): string {
  const quoted = (cell: string): string =>
    /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => `${row.map(quoted).join(separator)}\n`).join('');
}

/** Shares and budgets that are written with fewer digits are the same. */
const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b));

/**
 * The table with the finished runs in it and every row that is of none of them: by hand, of runs whose records are gone, or
 * measured before a retry. Where the two cannot stand in one table, the reason why.
 */
export function mergedTable(
  existing: string | null,
  finished: readonly FinishedRun[],
): { readonly text: string; readonly kept: number } | { readonly error: string } {
  const languages = [
    ...new Set(finished.flatMap(({ run, losses }) => [...Object.keys(run.ratio), ...Object.keys(losses)])),
  ];
  const { header, rows: ours } = rowsOf(languages, finished);
  if (existing === null || existing.trim() === '') return { text: written([header, ...ours]), kept: 0 };
  const problems = new RunProblems();
  const table = readDelimited('', existing.replace(/^\uFEFF/, ''), problems);
  const [wrong] = problems.list();
  if (table === null || wrong !== undefined) {
    return { error: wrong === undefined ? 'it is not a table' : `line ${wrong.line + 1}: ${wrong.message}` };
  }
  const { columns } = table;
  const idColumn = columns.indexOf('run_id');
  if (idColumn < 0) return { error: 'it has no column `run_id`, so that its rows cannot be told from these' };
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    columns.map((__, column) => table.text(row, column)),
  );
  const idOf = (row: Row): string => row[idColumn] ?? '';
  const byId = new Map(ours.map((row) => [row[0] ?? '', row]));
  const foreign = rows.filter((row) => !byId.has(idOf(row)));
  const other = rows.find((row) => {
    const own = byId.get(idOf(row));
    return own !== undefined && !agree(columns, row, header, own);
  });
  if (other !== undefined) {
    return { error: `its row ${idOf(other)} is another run than the one of that name here` };
  }
  if (foreign.length === 0) return { text: written([header, ...ours]), kept: 0 };
  const lacking = header.filter((name) => !columns.includes(name) && !/^loss_|^seed$/.test(name));
  if (lacking.length > 0) {
    return { error: `it holds other runs and no column \`${lacking.join('`, `')}\`` };
  }
  const all = [...columns, ...header.filter((name) => !columns.includes(name))];
  const filled = (row: Row, names: Row, base: Row = []): string[] =>
    all.map((name, index) => (names.includes(name) ? row[names.indexOf(name)] : base[index]) ?? '');
  const ids = new Set(rows.map(idOf));
  const merged = [
    ...rows.map((row) => {
      const own = byId.get(idOf(row));
      return own === undefined ? filled(row, columns) : filled(own, header, row);
    }),
    ...ours.filter((row) => !ids.has(row[0] ?? '')).map((row) => filled(row, header)),
  ];
  const [headLine = ''] = existing.split(/\r|\n/, 1);
  const separator = [',', '\t', ';'].find((mark) => headLine.includes(mark)) ?? ',';
  return { text: written([all, ...merged], separator), kept: foreign.length };
}

/** Whether two rows are of one run: their budgets and shares are the same, as far as both have them. */
function agree(columns: Row, row: Row, header: Row, own: Row): boolean {
  return header.every((name, index) => {
    if (name !== 'tokens' && !name.startsWith('ratio_')) return true;
    const cell = row[columns.indexOf(name)];
    return cell === undefined || cell.trim() === '' || isSame(Number(cell), Number(own[index]));
  });
}
