import { factorise, solveFactorised, solveLower, solveLowerRows, solveUpper } from '../dense/cholesky.ts';
import { addSquares } from '../dense/squares.ts';
import { addRows, dotRows, squaredNorms } from '../dense/rows.ts';
import { dot } from '../dense/vectors.ts';
import type { Curvature } from './curvature.ts';
import type { Objective } from '../model/evaluator.ts';

/** A matrix that stands for K, without its groups, and is cheap to solve with. */
export interface Preconditioner {
  /** Writes the solution z of K·z = v. */
  solve(v: Float64Array, z: Float64Array): void;
}

/** K's diagonal. */
export function byDiagonal(diagonal: Float64Array): Preconditioner {
  return {
    solve: (v, z) => {
      for (let j = 0; j < z.length; j++) z[j] = v[j]! / diagonal[j]!;
    },
  };
}

export interface Factor extends Preconditioner {
  /** Whether K had to be made positive: it was not, as a model by hand may have it. */
  readonly isShifted: boolean;
}

/** Terms `weight·x·xᵀ` of K, x being rows of slopes. */
export interface Squares {
  /** Of all rows, over shares. */
  readonly matrix: Float64Array;
  /** The rows that have a term, in the order of what follows. */
  readonly which: Int32Array;
  readonly weight: Float64Array;
  /** Weight of x in what moves the level. */
  readonly pull: Float64Array;
  /** Of K·v for v = 1 / diagonal: how much of all shares' diagonals together is due to the term. */
  readonly moved: Float64Array;
}

/** Terms that move less than this are not there. */
const nothing = 1e-14;

/**
 * The terms of K by rows: those with interference taken off, and where there is any those without.
 *
 * @param diagonal K's, without groups and level
 */
export function squaresOf(ev: Objective, curvature: Curvature, diagonal: Float64Array): Squares[] {
  const { slopes, interference } = ev;
  const { own, pooled, level } = curvature;
  const inverse = diagonal.map((d) => 1 / d);
  const squares = (matrix: Float64Array, weight: Float64Array, pull: Float64Array | null): Squares => {
    const norms = squaredNorms(matrix, weight.length, inverse);
    const moved = weight.map((w, t) => (w === 0 ? 0 : w * norms[t]!));
    return some(
      {
        matrix,
        which: Int32Array.from(weight.keys()),
        weight,
        pull: pull ?? new Float64Array(weight.length),
        moved,
      },
      nothing,
    );
  };
  const pull = level?.weight ?? null;
  return interference === null
    ? [
        squares(
          slopes,
          own.map((weight, t) => weight + pooled[t]!),
          pull,
        ),
      ]
    : [
        squares(
          slopes.map((slope, at) => slope - interference[at]!),
          own,
          pull,
        ),
        squares(slopes, pooled, null),
      ];
}

/** The terms that move more than that. */
function some({ matrix, which, weight, pull, moved }: Squares, least: number): Squares {
  const kept = Int32Array.from(which.keys()).filter((k) => !(Math.abs(moved[k]!) <= least));
  const of = (values: Float64Array): Float64Array => Float64Array.from(kept, (k) => values[k]!);
  return { matrix, which: kept.map((k) => which[k]!), weight: of(weight), pull: of(pull), moved: of(moved) };
}

/** A share is held by its own diagonal, so that it can be eliminated, where that is more than this part of what the rows do. */
const heldBy = 1e-3;
/** Relative: differences below it are rounding. */
const lost = 1e-14;

/**
 * What of K = D + Σ weight·x·xᵀ matters. Near an optimum many shares are held by their bounds, whose D is large, and most rows are slack. What
 * rows hardly move is left out, as are rows that move hardly anything; what is left is factorised over shares or, where D is large for most,
 * over rows.
 */
export class Part {
  /** How many multiplications the factor takes. */
  readonly operations: number;
  readonly #diagonal: Float64Array;
  readonly #stiffness: number | null;
  readonly #squares: readonly Squares[];
  /** Number of terms. */
  readonly #terms: number;
  /** D of all shares, with what the terms that are left out add to it. */
  readonly #rest: Float64Array;
  /** Shares that are eliminated by their D, and the others. */
  readonly #held: Int32Array;
  readonly #free: Int32Array;

  /**
   * @param squares all terms of K
   * @param diagonal K's, without groups and level
   * @param dropped a share is left out where the rows make less than this part of its diagonal, and a term that moves no more
   */
  constructor(squares: readonly Squares[], curvature: Curvature, diagonal: Float64Array, dropped: number) {
    this.#diagonal = diagonal;
    this.#stiffness = curvature.level?.stiffness ?? null;
    this.#squares = squares.map((terms) => some(terms, dropped));
    const all = Int32Array.from(diagonal.keys()).filter(
      (j) => dropped === 0 || diagonal[j]! - curvature.diagonal[j]! > dropped * diagonal[j]!,
    );
    const n = diagonal.length;
    const rest = diagonal.slice();
    for (const { matrix, which, weight } of this.#squares)
      which.forEach((t, k) => {
        const at = t * n;
        for (let j = 0; j < n; j++) rest[j] = rest[j]! - weight[k]! * matrix[at + j]! * matrix[at + j]!;
      });
    // What was taken away was most of it: its own D is known better than the difference.
    this.#rest = rest.map((left, j) => Math.max(left, curvature.diagonal[j]!));
    const isHeld = (j: number): boolean => this.#rest[j]! > heldBy * diagonal[j]!;
    const held = all.filter(isHeld);
    const m = this.#squares.reduce((sum, { which }) => sum + which.length, 0);
    this.#terms = m;
    const [a, f] = [all.length, all.length - held.length];
    const byShares = (m * a ** 2) / 2 + a ** 3 / 6;
    const byRows = (m * m * a) / 2 + m ** 3 / 6 + (m * f * f) / 2 + f ** 3 / 6;
    const overRows = byRows < byShares;
    this.#held = overRows ? held : new Int32Array(0);
    this.#free = overRows ? all.filter((j) => !isHeld(j)) : all;
    this.operations = Math.min(byShares, byRows);
  }

  /**
   * @param sums that steps keep: a stiffness along them changes nothing but how well the matrix is conditioned
   * @returns null when K is not finite
   */
  factorise(sums: readonly Int32Array[]): Factor | null {
    const free = this.#free;
    const size = free.length;
    const matrix = new Float64Array(size * size);
    const rows = this.#gather(free);
    const elimination = this.#held.length === 0 ? null : this.#eliminate(rows);
    if (elimination !== null) addSquares(matrix, size, rows, new Float64Array(this.#terms).fill(1));
    else {
      addSquares(matrix, size, rows, this.#weight());
      if (this.#stiffness !== null) {
        const pull = new Float64Array(size);
        addRows(pull, rows, indices(this.#terms), this.#pull());
        addSquares(matrix, size, pull, Float64Array.of(-1 / this.#stiffness));
      }
    }
    let largest = 0;
    for (let c = 0; c < size; c++) {
      const entry = matrix[c * size + c]! + this.#rest[free[c]!]!;
      largest = Math.max(largest, Math.abs(entry));
      matrix[c * size + c] = entry * (1 + 1e-14);
    }
    const place = new Int32Array(this.#diagonal.length).fill(-1);
    free.forEach((j, c) => (place[j] = c));
    for (const sum of sums) {
      const members = sum.map((j) => place[j]!).filter((c) => c >= 0);
      for (const i of members)
        for (const j of members) if (j <= i) matrix[i * size + j] = matrix[i * size + j]! + largest;
    }
    const factor = matrix.slice();
    let shift = 0;
    while (!factorise(factor, size)) {
      shift = shift === 0 ? 1e-8 * largest : 10 * shift;
      if (!Number.isFinite(shift)) return null;
      factor.set(matrix);
      for (let c = 0; c < size; c++) factor[c * size + c]! += shift;
    }
    const b = new Float64Array(size);
    return {
      isShifted: shift > 0,
      solve: (v, z) => {
        for (let j = 0; j < z.length; j++) z[j] = v[j]! / this.#diagonal[j]!;
        free.forEach((j, c) => (b[c] = v[j]!));
        elimination?.before(v, b);
        solveFactorised(factor, size, b);
        free.forEach((j, c) => (z[j] = b[c]!));
        elimination?.after(v, b, z);
      },
    };
  }

  /**
   * The held shares eliminated: with M = (the squares' own matrix)⁻¹ + X·D⁻¹·Xᵀ = L·Lᵀ over them, `rows` becomes L⁻¹·rows, whose squares and
   * D are what is left of K.
   */
  #eliminate(rows: Float64Array): {
    before: (v: Float64Array, b: Float64Array) => void;
    after: (v: Float64Array, b: Float64Array, z: Float64Array) => void;
  } | null {
    const held = this.#held;
    const m = this.#terms;
    const weight = this.#weight();
    const pull = this.#pull();
    const size = this.#free.length;
    const others = this.#gather(held);
    const turned = new Float64Array(others.length);
    for (let i = 0; i < m; i++)
      for (let c = 0; c < held.length; c++) turned[c * m + i] = others[i * held.length + c]!;
    const factor = new Float64Array(m * m);
    const inverse = Float64Array.from(held, (j) => 1 / this.#rest[j]!);
    addSquares(factor, m, turned, inverse);
    for (let i = 0; i < m; i++) factor[i * m + i] = factor[i * m + i]! + 1 / weight[i]!;
    if (this.#stiffness !== null) {
      const eased = pull.map((p, i) => p / weight[i]!);
      const left = this.#stiffness - dot(pull, eased);
      addSquares(factor, m, eased, Float64Array.of(1 / Math.max(left, lost * this.#stiffness)));
    }
    if (!factorise(factor, m)) return null;
    solveLowerRows(factor, m, rows, size);
    const all = indices(m);
    const q = new Float64Array(m);
    const w = new Float64Array(held.length);
    const lambda = new Float64Array(m);
    return {
      before: (v, b) => {
        held.forEach((j, c) => (w[c] = v[j]! * inverse[c]!));
        dotRows(others, all, w, q);
        solveLower(factor, m, q);
        addRows(
          b,
          rows,
          all,
          q.map((x) => -x),
        );
      },
      after: (v, b, z) => {
        dotRows(rows, all, b, lambda);
        for (let i = 0; i < m; i++) lambda[i] = -q[i]! - lambda[i]!;
        solveUpper(factor, m, lambda);
        held.forEach((j, c) => (w[c] = v[j]!));
        addRows(w, others, all, lambda);
        held.forEach((j, c) => (z[j] = w[c]! * inverse[c]!));
      },
    };
  }

  #weight(): Float64Array {
    return Float64Array.from(this.#squares.flatMap(({ weight }) => Array.from(weight)));
  }

  #pull(): Float64Array {
    return Float64Array.from(this.#squares.flatMap(({ pull }) => Array.from(pull)));
  }

  /** The terms' rows over some shares. */
  #gather(columns: Int32Array): Float64Array {
    const rows = new Float64Array(this.#terms * columns.length);
    let to = 0;
    for (const { matrix, which } of this.#squares)
      for (const t of which) {
        const at = t * this.#diagonal.length;
        for (const j of columns) rows[to++] = matrix[at + j]!;
      }
    return rows;
  }
}

function indices(count: number): Int32Array {
  return Int32Array.from(Array(count).keys());
}
