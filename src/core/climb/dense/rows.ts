/** Rows are taken four at a time, so that what is read and written of a vector serves them all. */
const atOnce = 4;

/**
 * out += Σ weight[k]·(row·v)·row over some rows of a matrix: the product of their weighted squares with v.
 *
 * @param matrix row-major, of as many columns as v
 * @param which rows
 */
export function addSquaresTimes(
  out: Float64Array,
  matrix: Float64Array,
  which: Int32Array,
  weight: Float64Array,
  v: Float64Array,
): void {
  const along = new Float64Array(atOnce);
  for (let k = 0; k < which.length; k += atOnce) {
    dotSome(matrix, which, k, v, along);
    for (let i = 0; i < atOnce && k + i < which.length; i++) along[i] = along[i]! * weight[k + i]!;
    addSome(matrix, which, k, along, out);
  }
}

/** Every one of some rows times v. */
export function dotRows(matrix: Float64Array, which: Int32Array, v: Float64Array, out: Float64Array): void {
  const along = new Float64Array(atOnce);
  for (let k = 0; k < which.length; k += atOnce) {
    dotSome(matrix, which, k, v, along);
    for (let i = 0; i < atOnce && k + i < which.length; i++) out[k + i] = along[i]!;
  }
}

/** out += Σ factor[k]·row over some rows. */
export function addRows(
  out: Float64Array,
  matrix: Float64Array,
  which: Int32Array,
  factor: Float64Array,
): void {
  const some = new Float64Array(atOnce);
  for (let k = 0; k < which.length; k += atOnce) {
    for (let i = 0; i < atOnce; i++) some[i] = k + i < which.length ? factor[k + i]! : 0;
    addSome(matrix, which, k, some, out);
  }
}

/** Σ weight[j]·row[j]² of every one of the first `count` rows. */
export function squaredNorms(matrix: Float64Array, count: number, weight: Float64Array): Float64Array {
  const n = weight.length;
  const norms = new Float64Array(count);
  const which = Int32Array.from(norms.keys());
  for (let k = 0; k < count; k += atOnce) {
    const [p, q, r, s] = four(which, k, n);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < n; j++) {
      const w = weight[j]!;
      a += matrix[p + j]! * matrix[p + j]! * w;
      b += matrix[q + j]! * matrix[q + j]! * w;
      c += matrix[r + j]! * matrix[r + j]! * w;
      d += matrix[s + j]! * matrix[s + j]! * w;
    }
    norms.set([a, b, c, d].slice(0, count - k), k);
  }
  return norms;
}

/** Where four rows from the k-th on begin; where there are fewer, the last again. */
function four(which: Int32Array, k: number, n: number): readonly [number, number, number, number] {
  const last = which.length - 1;
  return [
    which[k]! * n,
    which[Math.min(k + 1, last)]! * n,
    which[Math.min(k + 2, last)]! * n,
    which[Math.min(k + 3, last)]! * n,
  ];
}

/** Four rows from the k-th on times v. */
function dotSome(
  matrix: Float64Array,
  which: Int32Array,
  k: number,
  v: Float64Array,
  along: Float64Array,
): void {
  const n = v.length;
  const [p, q, r, s] = four(which, k, n);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let j = 0; j < n; j++) {
    const x = v[j]!;
    a += matrix[p + j]! * x;
    b += matrix[q + j]! * x;
    c += matrix[r + j]! * x;
    d += matrix[s + j]! * x;
  }
  along[0] = a;
  along[1] = b;
  along[2] = c;
  along[3] = d;
}

/** out += Σ factor·row over four rows from the k-th on. */
function addSome(
  matrix: Float64Array,
  which: Int32Array,
  k: number,
  factor: Float64Array,
  out: Float64Array,
): void {
  const n = out.length;
  const count = Math.min(atOnce, which.length - k);
  const [p, q, r, s] = four(which, k, n);
  const a = factor[0]!;
  const b = count > 1 ? factor[1]! : 0;
  const c = count > 2 ? factor[2]! : 0;
  const d = count > 3 ? factor[3]! : 0;
  for (let j = 0; j < n; j++)
    out[j] = out[j]! + (a * matrix[p + j]! + b * matrix[q + j]!) + (c * matrix[r + j]! + d * matrix[s + j]!);
}
