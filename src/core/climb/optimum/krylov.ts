import { eliminate } from '../dense/elimination.ts';
import { addAlong, dot, weightedTotal, type WeightedSum } from '../dense/vectors.ts';
import type { Preconditioner } from './preconditioner.ts';

/** A sum that is held by a spring. */
export interface StiffSum extends WeightedSum {
  readonly stiffness: number;
}

/** Writes what stands for the solution z at a residual, which loses its part along the sums (for rounding's sake). */
export type Projector = (residual: Float64Array, z: Float64Array) => void;

/**
 * Solves K·x = b among the x whose sums over some sets of indices are zero, by preconditioned conjugate gradients (Gould, Hribar &
 * Nocedal 2001, "On the solution of equality constrained quadratic programming problems").
 *
 * @param apply writes K·v; K symmetric positive definite
 * @param project of a preconditioner and the sums
 * @param reduction the factor by which the residual's preconditioned norm is to fall
 * @param x receives the solution
 * @returns whether the residual fell that far within `most` products
 */
export function conjugateGradient(
  apply: (v: Float64Array, product: Float64Array) => void,
  project: Projector,
  b: Float64Array,
  reduction: number,
  most: number,
  x: Float64Array,
): boolean {
  const n = b.length;
  const residual = b.slice();
  const z = new Float64Array(n);
  const product = new Float64Array(n);
  x.fill(0);
  project(residual, z);
  const p = z.slice();
  let rho = dot(residual, z);
  const goal = rho * reduction * reduction;
  for (let k = 0; k < most; k++) {
    if (!(rho > goal)) return true;
    apply(p, product);
    const curvature = dot(p, product);
    if (!(curvature > 0)) return k > 0;
    const alpha = rho / curvature;
    for (let j = 0; j < n; j++) {
      x[j] = x[j]! + alpha * p[j]!;
      residual[j] = residual[j]! - alpha * product[j]!;
    }
    project(residual, z);
    const next = dot(residual, z);
    const beta = next / rho;
    rho = next;
    for (let j = 0; j < n; j++) p[j] = z[j]! + beta * p[j]!;
  }
  return rho <= goal;
}

/**
 * z = the inverse of the preconditioner and `Σ stiffness·g·gᵀ` on the residual, made to have zero sums.
 *
 * @param n number of shares
 * @param sums sets of indices; at least one
 * @param stiff parts `stiffness·g·gᵀ` of K, which the preconditioner does not have
 */
export function projector(
  preconditioner: Preconditioner,
  n: number,
  sums: readonly Int32Array[],
  stiff: readonly StiffSum[],
): Projector {
  const sets: readonly WeightedSum[] = [...sums.map((members) => ({ members })), ...stiff];
  const compliance = [...sums.map(() => 0), ...stiff.map(({ stiffness }) => 1 / stiffness)];
  const solved = sets.map((set) => {
    const flags = new Float64Array(n);
    addAlong(flags, set, 1);
    const z = new Float64Array(n);
    preconditioner.solve(flags, z);
    return z;
  });
  const overlap = sets.map((set, i) =>
    solved.map((z, k) => weightedTotal(z, set) + (i === k ? compliance[i]! : 0)),
  );
  return (residual, z) => {
    preconditioner.solve(residual, z);
    const shifts = eliminate(sets.map((set, i) => [...overlap[i]!, weightedTotal(z, set)]));
    sums.forEach((set, k) => {
      for (const j of set) residual[j] = residual[j]! - shifts[k]!;
    });
    solved.forEach((column, k) => {
      for (let j = 0; j < n; j++) z[j] = z[j]! - shifts[k]! * column[j]!;
    });
  };
}
