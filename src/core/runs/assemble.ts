import { elementAt } from '../text/elements.ts';
import { measuredRuns, type Measured } from './measured.ts';
import { isStatistic } from './names.ts';
import { isAbsent, numberOf, type Notation } from './numbers.ts';
import type { KindRoles, Roles } from './roles.ts';
import type { MappedKind } from './run-map.ts';
import { RowReader } from './row-reader.ts';
import { tokensAreTotals } from './total-tokens.ts';
import { anonymousRows, idColumns } from './run-ids.ts';
import type { RunProblems } from './run-problems.ts';
import type { StepTokens } from './step-tokens.ts';
import type { Table } from './table.ts';
import { maxMeasurements } from './training.ts';
import { Trainings } from './trainings.ts';

/** What was done to the numbers on the way, for the sentences about it. */
export interface Assembly extends Measured {
  /** For each kind of tables the column that names its runs; -1: none does. */
  readonly ids: readonly number[];
  readonly rows: number;
  /** Rows that `where` did not take. */
  readonly unwanted: number;
  readonly duplicates: number;
  /** Of each column that says on which part of the data losses are, the parts that are read, and those that are not. */
  readonly splits: ReadonlyMap<
    string,
    { readonly read: ReadonlySet<string>; readonly aside: ReadonlySet<string> }
  >;
  /** Names of rows that summarise other rows. */
  readonly summaries: readonly string[];
  readonly perplexities: boolean;
  /** What accuracies are parts of; none: the losses are none. */
  readonly accuracyWholes: ReadonlySet<1 | 100>;
  /** What steps were multiplied with where no column counts tokens. */
  readonly computedTokens: ReadonlySet<StepTokens>;
  /** Runs of which only the last step was taken, since no table tells the tokens at a step. */
  readonly lastStepOnly: number;
  readonly withoutLoss: number;
  /** Runs whose tokens are those of their last step. */
  readonly totals: number;
  /** Rows whose losses were measured before the first step. */
  readonly untrained: number;
  /** States of runs that are not known, by the column that has them. */
  readonly unknownStates: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Turns rows into runs: joins, merges, checks. A row that cannot be used becomes a problem, and stops no other. Null, with one
 * problem: there are more than are fitted.
 */
export function assemble(kinds: readonly MappedKind[], roles: Roles, problems: RunProblems): Assembly | null {
  const assembler = new Assembler(roles, problems);
  const ids = idColumns(kinds, roles.kinds);
  const told = kinds.map((kind, k) => ({ kind, own: roles.kinds[k], id: ids[k] ?? -1 }));
  const refuse = ({ table, row }: RowOf): null => {
    problems.add(
      'too many',
      table.file,
      table.place(row, 0),
      `There are more than ${maxMeasurements.toLocaleString('en')} separate measurements, too many to fit. Keep fewer checkpoints of each run.`,
      { rows: kinds.reduce((sum, { tables }) => sum + rowsIn(tables), 0) },
    );
    return null;
  };
  for (const { kind, own, id } of told) {
    const excess = own === undefined ? null : firstTooMany(kind, own, id);
    if (excess !== null) return refuse(excess);
  }
  for (const { kind, own, id } of told) {
    if (own !== undefined && id < 0 && kinds.length > 1) tellNameless(kind, own, problems);
    const excess = own === undefined ? null : assembler.addKind(kind, own, id);
    if (excess !== null) return refuse(excess);
  }
  return { ...assembler.finish(), ids };
}

/** Settings of runs in a table of their own, of which nothing says of which runs they are. */
function tellNameless(
  { tables }: MappedKind,
  { shares, losses, long, state, tokens, parameters }: KindRoles,
  problems: RunProblems,
): void {
  if (shares.length > 0 || losses.length > 0 || long !== null) return;
  const column = [state, tokens, parameters].find((of) => of >= 0);
  if (column === undefined) return;
  for (const table of tables)
    problems.add(
      'unjoined',
      table.file,
      table.place(-1, column),
      'No column here names runs as another table does: what this one says of its runs is not used.',
      { rows: 0 },
    );
}

interface RowOf {
  readonly table: Table;
  readonly row: number;
}

const rowsIn = (tables: readonly Table[]): number => tables.reduce((sum, { rowCount }) => sum + rowCount, 0);

/** The row with which a kind of tables is too large, where counting the names of its rows tells that before any is read. */
function firstTooMany(
  { tables, map }: MappedKind,
  { step, long, shares, losses, tokens }: KindRoles,
  id: number,
): RowOf | null {
  if (rowsIn(tables) <= maxMeasurements) return null;
  // Rows of steps, of single languages, that are not wanted or are nobody's may be many more than their measurements.
  if (step >= 0 || long !== null || map?.where !== undefined || (id < 0 && shares.length === 0)) return null;
  let count = 0;
  const names = new Set<string>();
  for (const table of tables) {
    for (let row = 0; row < table.rowCount; row++) {
      if (losses.every(({ column }) => isAbsent(table.text(row, column)))) continue;
      const name = id < 0 ? '' : table.text(row, id);
      if (isAbsent(name)) count++;
      else names.add(tokens < 0 ? name : `${name}\0${table.text(row, tokens)}`);
      if (count + names.size > maxMeasurements) return { table, row };
    }
  }
  return null;
}

class Assembler {
  readonly #roles: Roles;
  readonly #problems: RunProblems;
  readonly #reader: RowReader;
  readonly #trainings: Trainings;
  readonly #summaries = new Set<string>();
  readonly #splits = new Map<string, { readonly read: Set<string>; readonly aside: Set<string> }>();
  #rows = 0;
  #unwanted = 0;

  constructor(roles: Roles, problems: RunProblems) {
    this.#roles = roles;
    this.#problems = problems;
    this.#reader = new RowReader(roles, problems);
    this.#trainings = new Trainings(problems);
  }

  /**
   * The row with which there are too many; null: all were taken.
   * @param id the column that names the runs; -1: none does
   */
  addKind(kind: MappedKind, roles: KindRoles, id: number): RowOf | null {
    const { columns, map, notations } = kind;
    const { long } = roles;
    const where = [...(map?.where ?? [])].map(([name, value]) => ({
      column: columns.indexOf(name),
      // `a|b` is either.
      values: [value, ...(value.includes('|') ? value.split('|').map((one) => one.trim()) : [])],
    }));
    const isName = id >= 0 && /name|mix/i.test(columns[id] ?? '');
    for (const table of kind.tables) {
      const anonymous = anonymousRows(table, roles);
      const hasTotal = tokensAreTotals(table, map, roles, id);
      for (let row = 0; row < table.rowCount; row++) {
        if (this.#trainings.measurements > maxMeasurements) return { table, row };
        this.#rows++;
        const isWanted = where.every(
          ({ column, values }) =>
            column >= 0 &&
            values.some((value) => sameValue(table.text(row, column), value, elementAt(notations, column))),
        );
        if (!isWanted) {
          this.#unwanted++;
          continue;
        }
        const written = id < 0 ? '' : table.text(row, id);
        const name = isAbsent(written) ? null : written;
        const label = long === null ? '' : table.text(row, long.language);
        const summary = name !== null && isStatistic(name) ? name : long?.isSummary(label) ? label : null;
        if (summary !== null) {
          this.#summaries.add(summary);
          continue;
        }
        const values = this.#reader.read(kind, roles, table, row);
        if (values === null) continue;
        const isAside = !this.#isOnReadPart(kind, roles, table, row);
        if (isAside) {
          if (name === null) continue;
          values.losses.clear();
        }
        if (name === null && anonymous === 'rows' && values.shares === null) {
          const hasLosses = values.losses.size > 0 || values.diverged !== null;
          if (hasLosses) this.#isOfNoRun(table, row, roles.losses[0]?.column ?? 0);
          continue;
        }
        this.#trainings.add(isAside ? { ...values, diverged: null } : values, {
          place: { table, row, column: Math.max(id, 0) },
          number: this.#rows,
          name,
          isName,
          anonymous,
          isLong: long !== null,
          isAside,
          hasTotal,
        });
      }
    }
    return null;
  }

  /** Whether the losses of a row are on the part of the data that is read. */
  #isOnReadPart({ columns }: MappedKind, { split }: KindRoles, table: Table, row: number): boolean {
    if (split === null) return true;
    const name = columns[split.column] ?? '';
    const text = table.text(row, split.column);
    const parts = this.#splits.get(name) ?? { read: new Set<string>(), aside: new Set<string>() };
    this.#splits.set(name, parts);
    const isRead = split.isRead(text);
    if (!isAbsent(text)) parts[isRead ? 'read' : 'aside'].add(text);
    return isRead;
  }

  #isOfNoRun(table: Table, row: number, column: number): void {
    this.#problems.add(
      'no id',
      table.file,
      table.place(row, column),
      'This row has losses but neither shares nor a run id to join it by.',
    );
  }

  finish(): Omit<Assembly, 'ids'> {
    const { points, declaredOf } = this.#trainings.points();
    const { perplexities, accuracyWholes, computedTokens, unknownStates } = this.#reader;
    const { duplicates, lastStepOnly, withoutLoss, totals } = this.#trainings;
    const measured = measuredRuns(points, declaredOf, this.#roles.languages, this.#problems);
    return {
      ...measured,
      summedTokens: measured.summedTokens || this.#trainings.summedTokens,
      rows: this.#rows,
      unwanted: this.#unwanted,
      duplicates,
      splits: this.#splits,
      summaries: [...this.#summaries],
      perplexities,
      accuracyWholes: new Set(accuracyWholes.values()),
      computedTokens,
      lastStepOnly,
      withoutLoss,
      totals,
      untrained: this.#reader.untrained + this.#trainings.untrained,
      unknownStates,
    };
  }
}

function sameValue(text: string, wanted: string, notation: Notation): boolean {
  if (text.toLowerCase() === wanted.toLowerCase()) return true;
  const [a, b] = [numberOf(text, notation), numberOf(wanted, { decimalComma: false })];
  return a !== null && a === b;
}
