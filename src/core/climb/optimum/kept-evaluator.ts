import { RowsOfLaw, type Evaluator, type Objective } from '../model/evaluator.ts';
import type { Column } from './kept-columns.ts';

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
