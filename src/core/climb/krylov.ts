import { eliminate } from './elimination.ts';

/**
 * Solves K·x = b among the x whose sums over the given sets of indices are zero, by conjugate gradients preconditioned with K's diagonal
 * and the sums (Gould, Hribar & Nocedal 2001, "On the solution of equality constrained quadratic programming problems").
 *
 * @param apply writes K·v; K symmetric positive definite
 * @param diagonal K's, positive
 * @param sums sets of indices; at least one
 * @param reduction the factor by which the residual's preconditioned norm is to fall
 * @param x receives the solution
 * @returns whether the residual fell that far within `most` products
 */
export function conjugateGradient(
  apply: (v: Float64Array, product: Float64Array) => void,
  diagonal: Float64Array,
  sums: readonly Int32Array[],
  b: Float64Array,
  reduction: number,
  most: number,
  x: Float64Array,
): boolean {
  const n = b.length;
  const project = projector(diagonal, sums);
  const residual = Float64Array.from(b);
  const z = new Float64Array(n);
  const product = new Float64Array(n);
  x.fill(0);
  project(residual, z);
  const p = Float64Array.from(z);
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

/** z = the diagonal's inverse on the residual, made to have zero sums; the residual loses its part along the sums (for rounding's sake). */
function projector(
  diagonal: Float64Array,
  sums: readonly Int32Array[],
): (residual: Float64Array, z: Float64Array) => void {
  const inverse = diagonal.map((d) => 1 / d);
  const whole = sums[0]!;
  if (sums.length === 1) {
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
  const member = sums.map((set) => {
    const flags = new Float64Array(diagonal.length);
    for (const j of set) flags[j] = 1;
    return flags;
  });
  return (residual, z) => {
    const rows = member.map((a) => [
      ...member.map((c) => {
        let sum = 0;
        for (let j = 0; j < z.length; j++) sum += a[j]! * c[j]! * inverse[j]!;
        return sum;
      }),
      dot(
        a,
        residual.map((value, j) => value * inverse[j]!),
      ),
    ]);
    const shifts = eliminate(rows);
    for (let j = 0; j < z.length; j++) {
      let shift = 0;
      for (let k = 0; k < member.length; k++) shift += shifts[k]! * member[k]![j]!;
      residual[j] = residual[j]! - shift;
      z[j] = residual[j]! * inverse[j]!;
    }
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
