/** Σ a·b. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** The row of a matrix that begins at `at`, times v; in four sums, which do not wait for one another. */
export function dotRow(matrix: Float64Array, at: number, v: Float64Array): number {
  const n = v.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 3 < n; j += 4) {
    a += matrix[at + j]! * v[j]!;
    b += matrix[at + j + 1]! * v[j + 1]!;
    c += matrix[at + j + 2]! * v[j + 2]!;
    d += matrix[at + j + 3]! * v[j + 3]!;
  }
  for (; j < n; j++) a += matrix[at + j]! * v[j]!;
  return a + b + (c + d);
}

/** Σ a, from the first to the last. */
export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The sum of some entries. */
export function total(values: Float64Array, members: Int32Array | readonly number[]): number {
  let sum = 0;
  for (const j of members) sum += values[j]!;
  return sum;
}

/** A sum over some indices in which each may count in part; without weights each counts whole. */
export interface WeightedSum {
  readonly members: Int32Array | readonly number[];
  /** In the order of the members, above 0. */
  readonly weight?: Float64Array | readonly number[] | undefined;
}

/** Σ weight·value. */
export function weightedTotal(values: Float64Array, { members, weight }: WeightedSum): number {
  if (weight === undefined) return total(values, members);
  let sum = 0;
  for (let i = 0; i < members.length; i++) sum += weight[i]! * values[members[i]!]!;
  return sum;
}

/** Adds `factor·weight` to the value of each member. */
export function addAlong(values: Float64Array, { members, weight }: WeightedSum, factor: number): void {
  for (let i = 0; i < members.length; i++) {
    const j = members[i]!;
    values[j] = values[j]! + factor * (weight?.[i] ?? 1);
  }
}

/** Half the sum of absolute differences: of two mixtures the part of the tokens that would have to move (total variation). */
export function totalVariation(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, share, i) => sum + Math.abs(share - (b[i] ?? 0)), 0) / 2;
}
