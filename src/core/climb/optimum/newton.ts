import { factorise, solveFactorised } from '../dense/cholesky.ts';
import { eliminate } from '../dense/elimination.ts';
import { addSquares } from '../dense/squares.ts';
import { dot, dotRow, total } from '../dense/vectors.ts';
import type { Evaluator } from '../model/evaluator.ts';
import { conjugateGradient } from './krylov.ts';
import type { Polytope } from './polytope.ts';

/** n over the number of products of K with a vector that take as long as one factor. */
const productsPerFactor = 5;

/**
 * The matrix of a Newton step,
 *
 *     K = Σ own·J·Jᵀ + Σ pooled·a·aᵀ + diag(diagonal) + Σ groups·g·gᵀ − pull·pullᵀ/stiffness
 *
 * J being the rows of ∇z, a those without interference, g the polytope's groups; the last term is what a level that follows the
 * step takes away.
 */
export interface Curvature {
  readonly own: Float64Array;
  readonly pooled: Float64Array;
  readonly diagonal: Float64Array;
  readonly groups: readonly number[];
  readonly level: { readonly pull: Float64Array; readonly stiffness: number } | null;
}

/**
 * Solves K·step = b among the steps that keep the polytope's given sums: by conjugate gradients, O(n²) a product, and once these would
 * cost more than a Cholesky factor, O(n³), by that.
 */
export class NewtonSystem {
  readonly #ev: Evaluator;
  readonly #polytope: Polytope;
  /** Taken when a factor is first needed; from then on one is made every time, as K only becomes worse conditioned. */
  #matrix: Float64Array | null = null;

  constructor(ev: Evaluator, polytope: Polytope) {
    this.#ev = ev;
    this.#polytope = polytope;
  }

  /**
   * @param reduction how far conjugate gradients reduce the residual
   * @param b overwritten by the step
   * @returns false when K is not finite
   */
  solve(curvature: Curvature, reduction: number, b: Float64Array): boolean {
    if (this.#matrix === null && this.#iterate(curvature, reduction, b)) return true;
    this.#matrix ??= new Float64Array(b.length * b.length);
    if (!this.#factorise(curvature, this.#matrix)) return false;
    solveWithSums(
      this.#matrix,
      this.#polytope.equalities.map(({ members }) => members),
      b,
    );
    return true;
  }

  /** False when that would take too long: then b is as it was. */
  #iterate(curvature: Curvature, reduction: number, b: Float64Array): boolean {
    const { rows, columns: n, slopes, interference } = this.#ev;
    const { own, pooled, groups, level } = curvature;
    const diagonal = curvature.diagonal.slice();
    for (let t = 0; t < rows; t++) {
      const at = t * n;
      const pool = pooled[t]!;
      const j2 = own[t]!;
      if (interference === null)
        for (let j = 0; j < n; j++) {
          const slope = slopes[at + j]!;
          diagonal[j] = diagonal[j]! + (pool + j2) * slope * slope;
        }
      else
        for (let j = 0; j < n; j++) {
          const slope = slopes[at + j]!;
          const whole = slope - interference[at + j]!;
          diagonal[j] = diagonal[j]! + pool * slope * slope + j2 * whole * whole;
        }
    }
    const apply = (v: Float64Array, product: Float64Array): void => {
      for (let j = 0; j < n; j++) product[j] = curvature.diagonal[j]! * v[j]!;
      for (let t = 0; t < rows; t++) {
        const at = t * n;
        let along = dotRow(slopes, at, v);
        if (interference === null) {
          along *= own[t]! + pooled[t]!;
          for (let j = 0; j < n; j++) product[j] = product[j]! + along * slopes[at + j]!;
        } else {
          const whole = own[t]! * (along - dotRow(interference, at, v));
          const part = pooled[t]! * along + whole;
          for (let j = 0; j < n; j++)
            product[j] = product[j]! + part * slopes[at + j]! - whole * interference[at + j]!;
        }
      }
      this.#polytope.groups.forEach((group, k) => {
        const along = groups[k]! * total(v, group.members);
        for (const j of group.members) product[j] = product[j]! + along;
      });
      if (level === null) return;
      const eased = dot(level.pull, v) / level.stiffness;
      for (let j = 0; j < n; j++) product[j] = product[j]! - eased * level.pull[j]!;
    };
    const solution = new Float64Array(n);
    const sums = this.#polytope.equalities.map((equality) => equality.members);
    const stiff = this.#polytope.groups.map(({ members }, k) => ({ members, stiffness: groups[k]! }));
    const most = Math.max(20, n / productsPerFactor);
    if (!conjugateGradient(apply, diagonal, sums, stiff, b, reduction, most, solution)) return false;
    b.set(solution);
    return true;
  }

  /** K, factorised; shifted where a model by hand makes it indefinite. False when it is not finite. */
  #factorise({ own, pooled, diagonal, groups, level }: Curvature, matrix: Float64Array): boolean {
    const { columns: n, slopes, interference } = this.#ev;
    let shift = 0;
    for (;;) {
      matrix.fill(0);
      if (interference === null) {
        addSquares(
          matrix,
          n,
          slopes,
          own.map((weight, t) => weight + pooled[t]!),
        );
      } else {
        const whole = slopes.map((slope, at) => slope - interference[at]!);
        addSquares(matrix, n, whole, own);
        addSquares(matrix, n, slopes, pooled);
      }
      if (level !== null) addSquares(matrix, n, level.pull, Float64Array.of(-1 / level.stiffness));
      this.#polytope.groups.forEach((group, k) => {
        for (const i of group.members)
          for (const j of group.members) if (j <= i) matrix[i * n + j] = matrix[i * n + j]! + groups[k]!;
      });
      // Steps keep the given sums, so a stiffness along them changes nothing but how well the matrix is conditioned.
      let stiffness = 0;
      for (let j = 0; j < n; j++) stiffness = Math.max(stiffness, matrix[j * n + j]!);
      for (const { members } of this.#polytope.equalities)
        for (const i of members)
          for (const j of members) if (j <= i) matrix[i * n + j] = matrix[i * n + j]! + stiffness;
      let largest = 0;
      for (let j = 0; j < n; j++) {
        const entry = matrix[j * n + j]! + diagonal[j]!;
        largest = Math.max(largest, Math.abs(entry));
        matrix[j * n + j] = entry * (1 + 1e-14) + shift;
      }
      if (factorise(matrix, n)) return true;
      shift = shift === 0 ? 1e-8 * largest : 10 * shift;
      if (!Number.isFinite(shift)) return false;
    }
  }
}

/** Solves K·x = b among the x whose sums over the given sets of indices are zero, with K factorised; b is overwritten by x. */
function solveWithSums(factor: Float64Array, sums: readonly Int32Array[], b: Float64Array): void {
  const n = b.length;
  solveFactorised(factor, n, b);
  const solved = sums.map((members) => {
    const column = new Float64Array(n);
    for (const j of members) column[j] = 1;
    solveFactorised(factor, n, column);
    return column;
  });
  const shifts = eliminate(
    sums.map((members) => [...solved.map((x) => total(x, members)), total(b, members)]),
  );
  solved.forEach((x, k) => {
    for (let j = 0; j < n; j++) b[j] = b[j]! - shifts[k]! * x[j]!;
  });
}
