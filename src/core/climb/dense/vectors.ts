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

/** The sum of some entries. */
export function total(values: Float64Array, members: Int32Array | readonly number[]): number {
  let sum = 0;
  for (const j of members) sum += values[j]!;
  return sum;
}
