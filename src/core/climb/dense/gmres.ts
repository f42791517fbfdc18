import { dot } from './vectors.ts';

/**
 * Solves A·x = b by generalised minimal residuals (Saad & Schultz 1986, "GMRES: a generalized minimal residual algorithm for solving
 * nonsymmetric linear systems"), from x = 0.
 *
 * @param apply writes A·v
 * @param reduction the factor by which the residual's norm is to fall
 * @param x receives the solution
 * @returns whether the residual fell that far within `most` products
 */
export function gmres(
  apply: (v: Float64Array, product: Float64Array) => void,
  b: Float64Array,
  reduction: number,
  most: number,
  x: Float64Array,
): boolean {
  const norm = Math.sqrt(dot(b, b));
  x.fill(0);
  if (norm === 0) return true;
  const basis = [b.map((value) => value / norm)];
  /** The triangle that rotations make of A over the basis, by columns. */
  const triangle: Float64Array[] = [];
  const rotations: (readonly [cos: number, sin: number])[] = [];
  const goal: number[] = [norm];
  while (triangle.length < most && !(Math.abs(goal.at(-1)!) <= reduction * norm)) {
    const k = triangle.length;
    const next = new Float64Array(b.length);
    apply(basis[k]!, next);
    const column = new Float64Array(k + 2);
    basis.forEach((known, i) => {
      const along = dot(known, next);
      column[i] = along;
      for (let j = 0; j < next.length; j++) next[j] = next[j]! - along * known[j]!;
    });
    const length = Math.sqrt(dot(next, next));
    column[k + 1] = length;
    rotations.forEach((rotation, i) => rotate(rotation, column, i));
    const hypotenuse = Math.hypot(column[k]!, length);
    if (!(hypotenuse > 0)) return false;
    const rotation = [column[k]! / hypotenuse, length / hypotenuse] as const;
    rotations.push(rotation);
    rotate(rotation, column, k);
    triangle.push(column);
    goal.push(-rotation[1] * goal[k]!);
    goal[k] = rotation[0] * goal[k]!;
    basis.push(next.map((value) => value / length));
  }
  const factor = new Float64Array(triangle.length);
  for (let k = factor.length - 1; k >= 0; k--) {
    let left = goal[k]!;
    for (let c = k + 1; c < factor.length; c++) left -= triangle[c]![k]! * factor[c]!;
    factor[k] = left / triangle[k]![k]!;
    for (let j = 0; j < x.length; j++) x[j] = x[j]! + factor[k]! * basis[k]![j]!;
  }
  return Math.abs(goal.at(-1)!) <= reduction * norm;
}

/** Turns entries i and i + 1 of a column. */
function rotate([cos, sin]: readonly [number, number], column: Float64Array, i: number): void {
  const [a, b] = [column[i]!, column[i + 1]!];
  column[i] = cos * a + sin * b;
  column[i + 1] = cos * b - sin * a;
}
