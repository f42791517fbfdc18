import { eliminate } from '../dense/elimination.ts';
import { dot } from '../dense/vectors.ts';

/** A set of indices whose sum is held by a spring. */
export interface StiffSum {
  readonly members: Int32Array;
  readonly stiffness: number;
}

/**
 * Solves K·x = b among the x whose sums over the given sets of indices are zero, by conjugate gradients preconditioned with K's diagonal
 * and the sums (Gould, Hribar & Nocedal 2001, "On the solution of equality constrained quadratic programming problems").
 *
 * @param apply writes K·v; K symmetric positive definite
 * @param diagonal K's without the stiff sums, positive
 * @param sums sets of indices; at least one
 * @param stiff parts `stiffness·g·gᵀ` of K that may be too stiff for a diagonal to stand for
 * @param reduction the factor by which the residual's preconditioned norm is to fall
 * @param x receives the solution
 * @returns whether the residual fell that far within `most` products
 */
export function conjugateGradient(
  apply: (v: Float64Array, product: Float64Array) => void,
  diagonal: Float64Array,
  sums: readonly Int32Array[],
  stiff: readonly StiffSum[],
  b: Float64Array,
  reduction: number,
  most: number,
  x: Float64Array,
): boolean {
  const n = b.length;
  const project = projector(diagonal, sums, stiff);
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
 * z = the inverse of `diagonal + Σ stiffness·g·gᵀ` on the residual, made to have zero sums; the residual loses its part along the sums
 * (for rounding's sake).
 */
function projector(
  diagonal: Float64Array,
  sums: readonly Int32Array[],
  stiff: readonly StiffSum[],
): (residual: Float64Array, z: Float64Array) => void {
  const inverse = diagonal.map((d) => 1 / d);
  const whole = sums[0]!;
  if (sums.length === 1 && stiff.length === 0) {
    let weight = 0;
    for (const j of whole) weight += inverse[j]!;
    return (residual, z) => {
      let sum = 0;
      for (let j = 0; j < z.length; j++) sum += residual[j]! * inverse[j]!;
      const shift = sum / weight;
      for (let j = 0; j < z.length; j++) {
        residual[j] = residual[j]! - shift;
        z[j] = residual[j]! * inverse[j]!;
      }
    };
  }
  const sets = [...sums, ...stiff.map(({ members }) => members)];
  const compliance = [...sums.map(() => 0), ...stiff.map(({ stiffness }) => 1 / stiffness)];
  const overlap = sets.map((set, i) => {
    const flags = new Float64Array(diagonal.length);
    for (const j of set) flags[j] = inverse[j]!;
    return sets.map((other, k) => {
      let sum = i === k ? compliance[i]! : 0;
      for (const j of other) sum += flags[j]!;
      return sum;
    });
  });
  return (residual, z) => {
    const shifts = eliminate(
      sets.map((set, i) => {
        let sum = 0;
        for (const j of set) sum += residual[j]! * inverse[j]!;
        return [...overlap[i]!, sum];
      }),
    );
    sums.forEach((set, k) => {
      for (const j of set) residual[j] = residual[j]! - shifts[k]!;
    });
    z.set(residual);
    stiff.forEach(({ members }, k) => {
      for (const j of members) z[j] = z[j]! - shifts[sums.length + k]!;
    });
    for (let j = 0; j < z.length; j++) z[j] = z[j]! * inverse[j]!;
  };
}
