import { elementAt } from '../text/elements.ts';
import { accuracyWhole } from './accuracies.ts';
import type { LongForm } from './long-form.ts';
import { labelKey, type Measure } from './names.ts';
import {
  countIn,
  countOf,
  decimalsOf,
  isAbsent,
  isNotFinite,
  notationTold,
  numberOf,
  type Notation,
} from './numbers.ts';
import type { KindRoles, MeantColumn, Roles } from './roles.ts';
import type { MappedKind } from './run-map.ts';
import type { RunProblems } from './run-problems.ts';
import { stateOf, type RunState } from './run-states.ts';
import type { StepTokens } from './step-tokens.ts';
import type { Table } from './table.ts';
import type { Place, Point, Shares } from './training.ts';

/** The numbers of a row that are of no language. */
export type Scalars = Readonly<Record<'tokens' | 'parameters' | 'seed' | 'step', number | null>>;

/** What a row says. */
export interface RowValues {
  readonly scalars: Scalars;
  /** Null: it has none. */
  readonly shares: Shares | null;
  readonly losses: Map<number, number>;
  readonly diverged: Point['diverged'];
  /** What the run had of the row's language; null: it tells none, or those of the run. */
  readonly languageTokens: { readonly language: string; readonly tokens: number } | null;
  /** Null: it tells none. */
  readonly available: Map<number, number> | null;
  /** Null: it tells none. */
  readonly state: RunState | null;
}

/** Below this a share is zero: a softmax leaves such rests. */
const leastShare = 1e-15;
/** Below this no training came: a denormal number is a mistake of units or of export. */
const leastLoss = 1e-12;

/** A loss of as much can only be one whose decimals were taken for thousands. */
export const leastGrouped = 1000;

/** By column. */
type NotationOf = (column: number) => Notation;

/** Tells that a cell is wrong. */
type Fail = (what: string, column: number, message: string) => null;

/** Reads the cells of rows, and remembers what was done to their numbers. */
export class RowReader {
  readonly #roles: Roles;
  readonly #problems: RunProblems;
  /** What steps were multiplied with where no column counts tokens. */
  readonly computedTokens = new Set<StepTokens>();
  perplexities = false;
  /** What the accuracies of each kind of tables are parts of. */
  readonly accuracyWholes = new Map<MappedKind, 1 | 100>();
  /** Rows whose losses were measured before the first step. */
  untrained = 0;
  /** States that are not known, by the column that has them. */
  readonly unknownStates = new Map<string, Set<string>>();

  constructor(roles: Roles, problems: RunProblems) {
    this.#roles = roles;
    this.#problems = problems;
  }

  /** Null: the row cannot be used, which is a problem, or holds nothing of a training. */
  read(kind: MappedKind, roles: KindRoles, table: Table, row: number): RowValues | null {
    const notationOf: NotationOf = (column) => elementAt(kind.notations, column);
    const at = (column: number): Place => ({ table, row, column: Math.max(column, 0) });
    const fail: Fail = (what, column, message) => {
      this.#problems.add(what, table.file, table.place(row, Math.max(column, 0)), message);
      return null;
    };
    const counted = this.#scalars(kind, notationOf, roles, table, row, fail);
    if (counted === null) return null;
    // Evaluated before the first step: no budget of which a loss could be told.
    const isUntrained = counted.tokens === 0;
    const scalars = isUntrained ? { ...counted, tokens: null } : counted;
    const shares = this.#shares(roles, notationOf, table, row, at, fail);
    if (shares === undefined) return null;
    const losses = new Map<number, number>();
    let diverged: Point['diverged'] = null;
    for (const { language, column, measure } of this.#lossCells(roles, table, row)) {
      const text = table.text(row, column);
      if (isNotFinite(text)) diverged ??= { place: at(column), text };
      if (isAbsent(text) || isNotFinite(text)) continue;
      const name = this.#roles.languages[language] ?? '';
      const value = numberOf(text, notationOf(column));
      if (value === null) return fail('loss', column, `The loss of ${name} is not a number: ${shown(text)}.`);
      if (measure === 'loss' && value >= leastGrouped && notationTold(text) === 'either')
        return fail('loss doubt', column, doubtMessage(name, text));
      const whole = kind.map?.fewerIsBetter === false ? this.#accuracyWhole(kind, roles) : null;
      const loss =
        whole === null ? this.#lossOf(value, measure) : 1 - value / (text.endsWith('%') ? 1 : whole);
      if (!(loss > leastLoss)) return fail('loss sign', column, lossMessage(name, text, value));
      losses.set(language, loss);
    }
    if (isUntrained && (losses.size > 0 || diverged !== null)) {
      this.untrained++;
      losses.clear();
      diverged = null;
    }
    const available = this.#available(roles, notationOf, table, row);
    const state = this.#state(kind, roles, table, row);
    const languageTokens = this.#languageTokens(roles, notationOf, table, row);
    return { scalars, shares, losses, diverged, languageTokens, available, state };
  }

  #scalars(
    { map }: MappedKind,
    notationOf: NotationOf,
    roles: KindRoles,
    table: Table,
    row: number,
    fail: Fail,
  ): Scalars | null {
    const read = (column: number): number | null => {
      const text = column < 0 ? '' : table.text(row, column);
      return isAbsent(text) ? null : countOf(text, notationOf(column));
    };
    const counts: Record<'tokens' | 'parameters', number | null> = { tokens: null, parameters: null };
    for (const what of ['tokens', 'parameters'] as const) {
      const given = map?.[what];
      if (typeof given === 'number') {
        counts[what] = given;
        continue;
      }
      const column = roles[what];
      const text = column < 0 ? '' : table.text(row, column);
      if (isAbsent(text)) continue;
      const value = countIn(text, notationOf(column), roles.units[what]);
      const mayBeZero = what === 'tokens' && roles.step >= 0;
      if (value === null || value < 0 || (value === 0 && !mayBeZero))
        return fail(what, column, `The ${what} must be a number above zero: ${shown(text)}.`);
      counts[what] = value;
    }
    const step = read(roles.step);
    const { stepTokens } = roles;
    const times = stepTokens?.isPerStep === false ? 1 : step;
    if (counts.tokens === null && times !== null && stepTokens !== null) {
      const factors = [
        ...stepTokens.columns.map(read),
        ...stepTokens.times.map((column) => read(column) ?? 1),
      ];
      const tokens = factors.reduce<number>(
        (product, factor) => product * (factor ?? 0),
        times * stepTokens.unit,
      );
      if (tokens > 0) {
        counts.tokens = tokens;
        this.computedTokens.add(stepTokens);
      }
    }
    return { ...counts, seed: read(roles.seed), step };
  }

  /** The shares of a row; null: it has none; undefined: they cannot be used. */
  #shares(
    roles: KindRoles,
    notationOf: NotationOf,
    table: Table,
    row: number,
    at: (column: number) => Place,
    fail: Fail,
  ): Shares | null | undefined {
    const cells = this.#cells(roles.shares, roles.long, 'share', table, row);
    let place: Place | null = null;
    let decimals = 0;
    let percent = false;
    const values = new Map<number, number>();
    for (const { column, language, unit } of cells) {
      const text = table.text(row, column);
      if (isAbsent(text)) continue;
      const name = this.#roles.languages[language] ?? '';
      const value = countIn(text, notationOf(column), unit);
      if (value === null)
        return void fail('share', column, `The share of ${name} is not a number: ${shown(text)}.`);
      if (value < 0)
        return void fail('share sign', column, `The share of ${name} is negative: ${shown(text)}.`);
      place ??= at(column);
      percent ||= text.endsWith('%');
      decimals = Math.max(decimals, decimalsOf(text, notationOf(column)));
      values.set(language, value < leastShare ? 0 : value);
    }
    return place === null ? null : { values, place, decimals, percent };
  }

  /** Where a row has counts of languages, and what one of each stands for. */
  *#cells(
    columns: readonly MeantColumn[],
    long: LongForm | null,
    what: 'share' | 'available',
    table: Table,
    row: number,
  ): Generator<{ readonly column: number; readonly language: number; readonly unit: number }> {
    for (const { column, language, meaning } of columns) yield { column, language, unit: meaning.unit };
    const language = long === null || long[what] < 0 ? undefined : this.#languageOf(long, table, row);
    if (long !== null && language !== undefined) yield { column: long[what], language, unit: 1 };
  }

  /** The language that a row of a long table is about; undefined: it is none of the runs'. */
  #languageOf(long: LongForm, table: Table, row: number): number | undefined {
    return this.#roles.byLabel.get(labelKey(table.text(row, long.language)));
  }

  #languageTokens(
    { long, units }: KindRoles,
    notationOf: NotationOf,
    table: Table,
    row: number,
  ): RowValues['languageTokens'] {
    if (long === null || long.tokens < 0) return null;
    const tokens = countIn(table.text(row, long.tokens), notationOf(long.tokens), units.tokens);
    return tokens === null ? null : { language: table.text(row, long.language), tokens };
  }

  *#lossCells(
    roles: KindRoles,
    table: Table,
    row: number,
  ): Generator<{ language: number; column: number; measure: Measure }> {
    for (const { language, column, meaning } of roles.losses)
      yield { language, column, measure: meaning.measure };
    const { long } = roles;
    if (long === null || long.loss < 0) return;
    const language = this.#languageOf(long, table, row);
    if (language !== undefined) yield { language, column: long.loss, measure: long.measure };
  }

  #state({ columns }: MappedKind, { state }: KindRoles, table: Table, row: number): RunState | null {
    const text = state < 0 ? '' : table.text(row, state);
    if (isAbsent(text)) return null;
    const column = columns[state] ?? '';
    const known = stateOf(text, column);
    if (known === null)
      this.unknownStates.set(column, (this.unknownStates.get(column) ?? new Set<string>()).add(text));
    return known;
  }

  #accuracyWhole(kind: MappedKind, roles: KindRoles): 1 | 100 {
    const whole = this.accuracyWholes.get(kind) ?? accuracyWhole(kind, roles);
    this.accuracyWholes.set(kind, whole);
    return whole;
  }

  #lossOf(value: number, measure: Measure): number {
    if (measure === 'loss') return value;
    this.perplexities = true;
    return Math.log(value);
  }

  #available(
    roles: KindRoles,
    notationOf: NotationOf,
    table: Table,
    row: number,
  ): Map<number, number> | null {
    const found = new Map<number, number>();
    for (const { column, language, unit } of this.#cells(
      roles.available,
      roles.long,
      'available',
      table,
      row,
    )) {
      const value = countIn(table.text(row, column), notationOf(column), unit);
      if (value !== null && value > 0) found.set(language, value);
    }
    return found.size === 0 ? null : found;
  }
}

function lossMessage(name: string, text: string, value: number): string {
  return value > 0 && value <= leastLoss
    ? `The loss of ${name} is too small to be a loss: ${shown(text)}.`
    : `The loss of ${name} must be above zero: ${shown(text)}.`;
}

export function doubtMessage(name: string, text: string): string {
  const mark = text.includes(',') ? 'comma' : 'point';
  return `Nothing tells whether the ${mark} in the loss of ${name}, ${shown(text)}, begins its decimals or parts thousands. Write the decimals of all numbers alike.`;
}

export const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
