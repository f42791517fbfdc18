import { addSquaresTimes } from '../dense/rows.ts';
import { addAlong, dot, weightedTotal } from '../dense/vectors.ts';
import type { Curvature } from './curvature.ts';
import type { Objective } from '../model/evaluator.ts';
import { conjugateGradient, projector } from './krylov.ts';
import type { Polytope } from './polytope.ts';
import { byDiagonal, Part, squaresOf, type Preconditioner, type Squares } from './preconditioner.ts';

/** Products of K with a vector that are made before a factor is thought of. */
const fewestProducts = 20;
/** Products of a truncated step. */
const fewProducts = 12;
/** Products with the factor of a part of K, after which the part was too small. */
const mostWithFactor = 40;
/** How much longer a multiplication of a product takes than one of a factor, whose numbers are near. */
const productCost = 4;
/** What is left out of K's factor (see `Part`), and what where that was too much. */
const dropped = [0.03, 1e-3, 0] as const;

/**
 * Solves K·step = b among the steps that keep the polytope's given sums: by conjugate gradients, O(n²) a product, with K's diagonal for a
 * preconditioner and, once these would take longer than a Cholesky factor of the part of K that matters, with that.
 */
export class NewtonSystem {
  readonly #ev: Objective;
  readonly #polytope: Polytope;
  /** Place in `dropped`; null until a factor is first needed. From then on one is made every time, as K only becomes worse conditioned. */
  #part: number | null = null;

  constructor(ev: Objective, polytope: Polytope) {
    this.#ev = ev;
    this.#polytope = polytope;
  }

  /**
   * @param reduction how far conjugate gradients reduce the residual
   * @param b overwritten by the step
   * @param truncate take what a few conjugate gradients give, which points downwards, rather than a factor
   * @returns false when K is not finite
   */
  solve(curvature: Curvature, reduction: number, b: Float64Array, truncate = false): boolean {
    const { rows, columns: n } = this.#ev;
    const diagonal = diagonalOf(curvature, this.#ev);
    const squares = squaresOf(this.#ev, curvature, diagonal);
    const sums = this.#polytope.equalities.map(({ members }) => members);
    const stiff = this.#polytope.groups.map((group, k) => ({ ...group, stiffness: curvature.groups[k]! }));
    const step = new Float64Array(n);
    const iterate = (preconditioner: Preconditioner, most: number): boolean =>
      conjugateGradient(
        this.#product(curvature, squares),
        projector(preconditioner, n, sums, stiff),
        b,
        reduction,
        most,
        step,
      );
    const finish = (): true => {
      b.set(step);
      return true;
    };
    if (truncate) {
      iterate(byDiagonal(diagonal), fewProducts);
      return finish();
    }
    for (;;) {
      const part = new Part(squares, curvature, diagonal, dropped[this.#part ?? 0]!);
      if (this.#part === null) {
        const most = Math.max(fewestProducts, part.operations / (productCost * rows * n));
        if (iterate(byDiagonal(diagonal), most)) return finish();
        this.#part = 0;
      }
      const factor = part.factorise(sums);
      if (factor === null) return false;
      if (factor.isShifted) {
        projector(factor, n, sums, stiff)(b, step);
        return finish();
      }
      if (iterate(factor, mostWithFactor) || this.#part === dropped.length - 1) return finish();
      this.#part++;
    }
  }

  /** Writes K·v. */
  #product(
    { diagonal, groups, level }: Curvature,
    squares: readonly Squares[],
  ): (v: Float64Array, product: Float64Array) => void {
    return (v, product) => {
      for (let j = 0; j < v.length; j++) product[j] = diagonal[j]! * v[j]!;
      for (const { matrix, which, weight } of squares) addSquaresTimes(product, matrix, which, weight, v);
      this.#polytope.groups.forEach((group, k) => {
        addAlong(product, group, groups[k]! * weightedTotal(v, group));
      });
      if (level === null) return;
      const eased = dot(level.pull, v) / level.stiffness;
      for (let j = 0; j < v.length; j++) product[j] = product[j]! - eased * level.pull[j]!;
    };
  }
}

/** The diagonal of K without groups and level. */
export function diagonalOf(
  curvature: Curvature,
  { rows, columns: n, slopes, interference }: Objective,
): Float64Array {
  const { own, pooled } = curvature;
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
  return diagonal;
}
