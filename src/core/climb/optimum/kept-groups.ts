import type { AllocationProblem, ShareGroup } from '../model/allocation.ts';
import { RowsOfLaw, type Evaluator } from '../model/evaluator.ts';
import { limitsOf } from './limits.ts';

/**
 * What varies as one: a language, or the languages of a kept group, whose shares stand in given proportions. With x the sum of their
 * shares, `r[s] = given[s] + proportion[s]·(x − Σ given)`, so mixtures are an affine image of the columns and all that is convex
 * in shares is convex in columns.
 */
export interface Column {
  /** Languages by their index. */
  readonly members: readonly number[];
  /** Sum to 1. */
  readonly proportion: readonly number[];
  /** What each has whatever the column's sum is. */
  readonly given: readonly number[];
}

/** A problem over columns in place of languages, or why there is none. */
export type Reduced =
  | {
      readonly columns: readonly Column[];
      readonly names: readonly string[];
      readonly problem: AllocationProblem;
    }
  | { readonly reason: string };

export const single = (s: number): Column => ({ members: [s], proportion: [1], given: [0] });

/** The problem in which every kept group is one column, named as the group is. */
export function reduceKept(problem: AllocationProblem, languages: readonly string[]): Reduced {
  const kept = problem.kept ?? [];
  if (kept.length === 0) return { columns: languages.map((_, s) => single(s)), names: languages, problem };
  const { lower, upper } = limitsOf(problem);
  const inGroup = new Set<number>();
  const columns: Column[] = [];
  const names: string[] = [];
  for (const group of kept) {
    const again = group.members.find((s) => inGroup.has(s));
    if (again !== undefined)
      return {
        reason: `${languages[again] ?? ''} is in two kept groups, and can keep its part of one only.`,
      };
    for (const s of group.members) inGroup.add(s);
    // A language without a part of the group has what it is given, and is fixed there.
    const at = group.members.flatMap((_, m) => ((group.proportion[m] ?? 0) > 0 ? [m] : []));
    if (at.length === 0) continue;
    columns.push({
      members: at.map((m) => group.members[m] ?? 0),
      proportion: at.map((m) => group.proportion[m] ?? 0),
      given: at.map((m) => group.given[m] ?? 0),
    });
    names.push(group.name);
  }
  const nothing = new Map<number, number>(
    kept.flatMap(({ members, proportion, given }) =>
      members.flatMap((s, m) => ((proportion[m] ?? 0) > 0 ? [] : [[s, given[m] ?? 0] as const])),
    ),
  );
  for (const [s, name] of languages.entries()) {
    if (inGroup.has(s) && !nothing.has(s)) continue;
    columns.push(single(s));
    names.push(name);
  }

  const min: number[] = [];
  const max: number[] = [];
  for (const column of columns) {
    const { members, proportion, given } = column;
    const [only] = members;
    if (only !== undefined && members.length === 1 && given[0] === 0) {
      const held = nothing.get(only);
      min.push(Math.max(problem.min[only] ?? 0, held ?? 0));
      max.push(Math.min(problem.max[only] ?? 1, held ?? 1));
      continue;
    }
    const base = given.reduce((sum, x) => sum + x, 0);
    // From each language's limits to the sum that takes it there.
    const reaching = (limits: Float64Array): number[] =>
      members.map((s, m) => base + ((limits[s] ?? 0) - (given[m] ?? 0)) / (proportion[m] ?? 1));
    min.push(Math.max(base, ...reaching(lower)));
    max.push(Math.min(1, ...reaching(upper)));
  }
  const columnOf = new Map(columns.flatMap(({ members }, c) => members.map((s) => [s, c] as const)));
  const groups: ShareGroup[] = [];
  for (const group of problem.groups) {
    const wanted = new Set(group.members);
    const whole: number[] = [];
    const part: number[] = [];
    const counts = new Map<number, number>();
    for (const s of wanted) {
      const c = columnOf.get(s);
      if (c !== undefined) counts.set(c, (counts.get(c) ?? 0) + 1);
    }
    for (const [c, count] of [...counts].sort(([a], [b]) => a - b))
      (count === columns[c]?.members.length ? whole : part).push(c);
    const [cut] = part;
    if (cut === undefined) {
      groups.push({ ...group, members: whole });
      continue;
    }
    // Of a column x that the group cuts, it holds `fixed + counts·x`.
    const cuts = part.map((c) => {
      const { members, proportion, given } = columns[c] ?? single(0);
      const sum = (values: readonly number[]): number =>
        members.reduce((total, s, m) => (wanted.has(s) ? total + (values[m] ?? 0) : total), 0);
      const counts = sum(proportion);
      return { counts, fixed: sum(given) - counts * given.reduce((total, x) => total + x, 0) };
    });
    const fixed = cuts.reduce((sum, one) => sum + one.fixed, 0);
    const [least, most] = [group.min - fixed, group.max - fixed];
    const [only] = cuts;
    if (only !== undefined && whole.length === 0 && part.length === 1) {
      min[cut] = Math.max(min[cut] ?? 0, least / only.counts);
      max[cut] = Math.min(max[cut] ?? 1, most / only.counts);
    } else
      groups.push({
        ...group,
        members: [...whole, ...part],
        weight: [...whole.map(() => 1), ...cuts.map(({ counts }) => counts)],
        min: least,
        max: most,
      });
  }
  const perColumn = <T>(of: readonly T[], none: T): T[] =>
    columns.map(({ members }) => (members.length === 1 ? (of[members[0] ?? 0] ?? none) : none));
  return {
    columns,
    names,
    problem: {
      ...problem,
      kept: [],
      available: problem.available === null ? null : perColumn<number | null>(problem.available, null),
      maxEpochs: perColumn<number | null>(problem.maxEpochs, null),
      importance: perColumn(problem.importance, 0),
      min,
      max,
      groups,
    },
  };
}

/** What the optimisers ask of a model at a mixture: the evaluator's, over its own columns or over others. */
export type Objective = Omit<Evaluator, 'compiled'>;

/** Shares of all languages from those that are fixed and the columns. */
export function spreadColumns(
  columns: readonly Column[],
  ratio: Float64Array,
  x: ArrayLike<number>,
): Float64Array {
  const all = Float64Array.from(ratio);
  for (const [j, { members, proportion, given }] of columns.entries()) {
    const base = given.reduce((sum, share) => sum + share, 0);
    for (const [m, s] of members.entries())
      all[s] = (given[m] ?? 0) + (proportion[m] ?? 0) * ((x[j] ?? 0) - base);
  }
  return all;
}

/** What the variables of an evaluator are in terms of columns; no language is in two. */
class Spreading {
  /** For each variable its column, proportion and what it is given before the column's sum counts. */
  readonly #column: Int32Array;
  readonly #proportion: Float64Array;
  readonly #base: Float64Array;
  readonly #columns: number;

  constructor(variables: readonly number[], columns: readonly Column[]) {
    const n = variables.length;
    this.#column = new Int32Array(n);
    this.#proportion = new Float64Array(n);
    this.#base = new Float64Array(n);
    this.#columns = columns.length;
    const place = new Map(variables.map((s, i) => [s, i]));
    for (const [j, { members, proportion, given }] of columns.entries()) {
      const base = given.reduce((sum, share) => sum + share, 0);
      for (const [m, s] of members.entries()) {
        const i = place.get(s);
        if (i === undefined) continue;
        this.#column[i] = j;
        this.#proportion[i] = proportion[m] ?? 0;
        this.#base[i] = (given[m] ?? 0) - (proportion[m] ?? 0) * base;
      }
    }
  }

  /** Shares of the variables, from the columns' sums. */
  shares(x: Float64Array, share: Float64Array): Float64Array {
    for (let i = 0; i < share.length; i++)
      share[i] = (this.#base[i] ?? 0) + (this.#proportion[i] ?? 0) * (x[this.#column[i] ?? 0] ?? 0);
    return share;
  }

  /** Rows over variables as rows over columns. */
  rows(values: Float64Array, rows: number): Float64Array {
    const gathered = new Float64Array(rows * this.#columns);
    const n = this.#column.length;
    for (let t = 0; t < rows; t++) this.gather(values, t * n, gathered, t * this.#columns, 1);
    return gathered;
  }

  /** Σ proportion^power·value over each column. */
  gather(from: Float64Array, start: number, to: Float64Array, at: number, power: 1 | 2): void {
    to.fill(0, at, at + this.#columns);
    for (let i = 0; i < this.#column.length; i++) {
      const p = this.#proportion[i] ?? 0;
      const j = at + (this.#column[i] ?? 0);
      to[j] = (to[j] ?? 0) + (power === 1 ? p : p * p) * (from[start + i] ?? 0);
    }
  }
}

/**
 * A model's evaluator over columns. `z(x)` has the gradient `Mᵀ∇z` and the curvature `Mᵀ∇²z·M`; no language is in two columns, so what is a
 * diagonal over languages is one over columns.
 */
export class KeptEvaluator extends RowsOfLaw implements Objective {
  slopes: Float64Array = new Float64Array(0);
  readonly #inner: Evaluator;
  readonly #spreading: Spreading;
  readonly #share: Float64Array;
  readonly #gradient: Float64Array;

  /**
   * @param variables of the inner evaluator, by language
   * @param columns hold them, each once
   */
  constructor(inner: Evaluator, variables: readonly number[], columns: readonly Column[]) {
    const spreading = new Spreading(variables, columns);
    const { rows, exponent, pooling, gain, offset } = inner;
    const interference = inner.interference && spreading.rows(inner.interference, rows);
    super({ rows, columns: columns.length, exponent, pooling, gain, offset, interference });
    this.#inner = inner;
    this.#spreading = spreading;
    this.#share = new Float64Array(inner.columns);
    this.#gradient = new Float64Array(inner.columns);
  }

  get logEffective(): Float64Array {
    return this.#inner.logEffective;
  }

  get reducible(): Float64Array {
    return this.#inner.reducible;
  }

  value(x: Float64Array): number {
    return this.#inner.value(this.#shares(x));
  }

  valueAndGradient(x: Float64Array, gradient: Float64Array): number {
    const value = this.#inner.valueAndGradient(this.#shares(x), this.#gradient);
    this.#spreading.gather(this.#gradient, 0, gradient, 0, 1);
    return value;
  }

  linearise(x: Float64Array): number {
    const value = this.#inner.linearise(this.#shares(x));
    this.slopes = this.#spreading.rows(this.#inner.slopes, this.rows);
    return value;
  }

  combine(weight: Float64Array): Float64Array {
    const sum = new Float64Array(this.columns);
    this.#spreading.gather(this.#inner.combine(weight), 0, sum, 0, 1);
    return sum;
  }

  bendDiagonal(weight: Float64Array, diagonal: Float64Array): void {
    this.#inner.bendDiagonal(weight, this.#gradient);
    this.#spreading.gather(this.#gradient, 0, diagonal, 0, 2);
  }

  #shares(x: Float64Array): Float64Array {
    return this.#spreading.shares(x, this.#share);
  }
}
