import type { ProxyRun, RunProblem, RunSet } from './runs.ts';
import type { Cell, Table, TableRow } from './table.ts';
import { meaningOfColumns, type ColumnMeaning } from './columns.ts';
import { readJson } from './json-table.ts';
import { readDelimited } from './delimited.ts';

/** A table of proxy runs as the host read it; `path` is as shown in messages. */
export interface RunFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads tables of proxy runs (docs/model.md, "Tables of runs"): CSV or TSV with a header, JSON or JSONL, in all spellings of
 * columns; a file with shares alone and one with losses alone are joined by run id. Never throws: a row that cannot be used
 * is a problem at its place, and the others are read.
 */
export function readRuns(files: readonly RunFile[]): RunSet {
  const problems: RunProblem[] = [];
  const tables: MeaningfulTable[] = [];
  for (const { path, text } of files) {
    const table = readTable(path, text, problems);
    if (table !== null) tables.push(understand(table, problems));
  }
  const languages = new Map<string, number>();
  for (const { meanings } of tables) {
    for (const meaning of meanings) {
      if ('language' in meaning && !languages.has(meaning.language)) {
        languages.set(meaning.language, languages.size);
      }
    }
  }
  const records = tables.flatMap((table) => table.rows.map((row) => ({ table, row })));
  const runs = assemble(records, languages, problems);
  return { languages: [...languages.keys()], runs, problems };
}

interface MeaningfulTable extends Table {
  readonly meanings: readonly ColumnMeaning[];
  readonly idColumn: number;
  readonly hasShares: boolean;
  readonly hasLosses: boolean;
}

function readTable(path: string, source: string, problems: RunProblem[]): Table | null {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const fail = (message: string): null => {
    problems.push({ file: path, line: 0, column: 0, severity: 'error', message });
    return null;
  };
  if (text.includes('\0'))
    return fail('This is not a text table: it holds zero bytes. Export the runs as CSV or JSONL.');
  if (text.trim() === '') return fail('The file is empty: it has neither a header nor runs.');
  const read = /\.(?:json|jsonl|ndjson)$/i.test(path) ? readJson(path, text) : readDelimited(path, text);
  problems.push(...read.problems);
  return read.table;
}

function understand(table: Table, problems: RunProblem[]): MeaningfulTable {
  const names = table.columns.map((column) => column.text);
  const meanings: ColumnMeaning[] = [];
  const seen = new Set<string>();
  for (const [index, meaning] of meaningOfColumns(names).entries()) {
    const key = 'language' in meaning ? `${meaning.kind} ${meaning.language}` : meaning.kind;
    if (meaning.kind !== 'other' && seen.has(key)) {
      const { line, column } = table.columns[index]!;
      const what =
        'language' in meaning ? `the ${meaning.kind} of ${meaning.language}` : `the ${meaning.kind}`;
      problems.push({
        file: table.file,
        line,
        column,
        severity: 'error',
        message: `A second column for ${what}; only the first is read.`,
      });
      meanings.push({ kind: 'other' });
    } else meanings.push(meaning);
    seen.add(key);
  }
  const has = (kind: ColumnMeaning['kind']): boolean => meanings.some((meaning) => meaning.kind === kind);
  const result: MeaningfulTable = {
    ...table,
    meanings,
    idColumn: meanings.findIndex((meaning) => meaning.kind === 'id'),
    hasShares: has('share'),
    hasLosses: has('loss'),
  };
  if (!result.hasShares && !result.hasLosses) {
    problems.push({
      file: table.file,
      line: table.columns[0]?.line ?? 0,
      column: 0,
      severity: 'error',
      message:
        'No column gives a share or a loss. Name them ratio_<language> and loss_<language>, for example ratio_en and loss_en.',
    });
  }
  return result;
}

interface Record_ {
  readonly table: MeaningfulTable;
  readonly row: TableRow;
}

/** Joins, checks and converts the rows; bad ones become problems. */
function assemble(
  records: readonly Record_[],
  languages: ReadonlyMap<string, number>,
  problems: RunProblem[],
): ProxyRun[] {
  const lossesById = new Map<string, Record_>();
  const seen = new Map<string, Record_>();
  const taken = new Set<Record_>();
  const report = (at: { line: number; column: number }, file: string, message: string): void => {
    problems.push({ file, line: at.line, column: at.column, severity: 'error', message });
  };
  const lossesAlone = records.filter(({ table }) => table.hasLosses && !table.hasShares);
  for (const record of lossesAlone) {
    const id = idCell(record);
    if (id === null) {
      report(
        startOf(record),
        record.table.file,
        'This row has losses but neither shares nor a run id to join it by.',
      );
    } else if (lossesById.has(id.text)) {
      report(id, record.table.file, duplicateMessage(id.text, lossesById.get(id.text)!));
    } else lossesById.set(id.text, record);
  }
  const runs: ProxyRun[] = [];
  for (const record of records) {
    if (!record.table.hasShares) continue;
    const { table, row } = record;
    const id = idCell(record);
    if (id !== null) {
      const earlier = seen.get(id.text);
      if (earlier !== undefined) {
        report(id, table.file, duplicateMessage(id.text, earlier));
        continue;
      }
      seen.set(id.text, record);
    }
    const partner = id === null ? undefined : lossesById.get(id.text);
    if (partner !== undefined) taken.add(partner);
    const run = convert(record, partner, languages, problems);
    if (run !== null) runs.push({ ...run, id: id?.text ?? `${table.file}:${row.line + 1}` });
  }
  for (const [id, record] of lossesById) {
    if (!taken.has(record)) {
      report(
        idCell(record)!,
        record.table.file,
        `No file gives the shares of run ${id}; its losses are left out.`,
      );
    }
  }
  return runs;
}

function duplicateMessage(id: string, earlier: Record_): string {
  return `Run id ${id} is already used in ${earlier.table.file}, line ${earlier.row.line + 1}; this row is left out.`;
}

function idCell({ table, row }: Record_): Cell | null {
  const cell = table.idColumn < 0 ? null : row.cells[table.idColumn]!;
  return cell === null || cell.text === '' ? null : cell;
}

function startOf({ row }: Record_): { line: number; column: number } {
  return row.cells.find((cell) => cell !== null) ?? { line: row.line, column: 0 };
}

/** One run from its row and, if the losses stand in another file, from theirs. Null where the row cannot be used. */
function convert(
  record: Record_,
  partner: Record_ | undefined,
  languages: ReadonlyMap<string, number>,
  problems: RunProblem[],
): Omit<ProxyRun, 'id'> | null {
  const ratio = new Array<number>(languages.size).fill(0);
  const loss = new Array<number | null>(languages.size).fill(null);
  const scalars: Record<'tokens' | 'parameters' | 'seed', number | null> = {
    tokens: null,
    parameters: null,
    seed: null,
  };
  const wrong: RunProblem[] = [];
  const diverged: RunProblem[] = [];
  const shares: Cell[] = [];
  for (const { table, row } of partner === undefined ? [record] : [record, partner]) {
    const problem = (
      cell: Cell,
      message: string,
      severity: RunProblem['severity'] = 'error',
    ): RunProblem => ({
      file: table.file,
      line: cell.line,
      column: cell.column,
      message,
      severity,
    });
    for (const [index, meaning] of table.meanings.entries()) {
      const cell = row.cells[index];
      if (cell === null || cell === undefined || cell.text === '') continue;
      if (meaning.kind === 'other' || meaning.kind === 'id') continue;
      const value = numberOf(cell.text);
      const text = shown(cell.text);
      switch (meaning.kind) {
        case 'share':
          shares.push(cell);
          if (value === null || !Number.isFinite(value)) {
            wrong.push(problem(cell, `The share of ${meaning.language} is not a number: ${text}.`));
          } else if (value < 0) {
            wrong.push(problem(cell, `The share of ${meaning.language} is negative: ${text}.`));
          } else ratio[languages.get(meaning.language)!] = value;
          break;
        case 'loss':
          if (value === null) {
            wrong.push(problem(cell, `The loss of ${meaning.language} is not a number: ${text}.`));
          } else if (!Number.isFinite(value)) {
            diverged.push(problem(cell, `This run diverged (loss ${text}) and is set aside.`, 'set-aside'));
          } else if (value <= 0) {
            wrong.push(problem(cell, `The loss of ${meaning.language} must be above zero: ${text}.`));
          } else loss[languages.get(meaning.language)!] = value;
          break;
        case 'tokens':
        case 'parameters':
          if (value === null || !Number.isFinite(value) || value <= 0) {
            wrong.push(problem(cell, `The ${meaning.kind} must be a number above zero: ${text}.`));
          } else scalars[meaning.kind] ??= value;
          break;
        case 'seed':
          if (value !== null && Number.isFinite(value)) scalars.seed ??= value;
      }
    }
  }
  const sum = ratio.reduce((total, share) => total + share, 0);
  if (wrong.length === 0 && Math.abs(sum - 1) > sumTolerance(shares)) {
    wrong.push({
      file: record.table.file,
      ...positionOf(shares[0] ?? startOf(record)),
      severity: 'error',
      message: `The shares of this run sum to ${shownNumber(sum)}, not to 1; the row is left out.`,
    });
  }
  if (wrong.length > 0 || diverged.length > 0) {
    problems.push(...(wrong.length > 0 ? wrong : diverged.slice(0, 1)));
    return null;
  }
  return {
    ratio: ratio.map((share) => share / sum),
    loss,
    ...scalars,
    file: record.table.file,
    line: record.row.line,
  };
}

/**
 * How far shares may miss 1 before the row counts as wrong: 1e-3, or what rounding can do to many shares written with at
 * least three decimals (RegMix: 17 shares of three decimals miss by up to 4e-3), at most 5e-3. They are then scaled to 1.
 */
function sumTolerance(shares: readonly Cell[]): number {
  const slack = 1e-9;
  const decimals = Math.max(0, ...shares.map(({ text }) => /\.(\d*)/.exec(text)?.[1]!.length ?? 0));
  const rounding = decimals < 3 ? 0 : shares.length * 0.5 * 10 ** -decimals;
  return Math.max(1e-3, Math.min(rounding, 5e-3)) + slack;
}

function positionOf({ line, column }: { line: number; column: number }): { line: number; column: number } {
  return { line, column };
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const notFinite = /^[+-]?(?:nan|inf|infinity)$/i;

/** A plain number; NaN or infinity as trackers write them; null where the text is neither. */
function numberOf(text: string): number | null {
  if (decimal.test(text)) return Number(text);
  return notFinite.test(text) ? NaN : null;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function shownNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
