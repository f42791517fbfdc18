/** Rows are taken this many at a time, so that the columns of one tile stay in the nearest caches. */
const depth = 200;

/**
 * matrix += Σ weight[t]·row[t]·row[t]ᵀ, lower triangle (the tiles on the diagonal reach beyond it).
 *
 * In tiles of 4 × 3 entries, whose sums fill the registers: adding row by row would move the matrix through memory for every row.
 *
 * @param matrix n × n; `rows` m × n, m being the length of `weight`; both row-major
 */
export function addSquares(matrix: Float64Array, n: number, rows: Float64Array, weight: Float64Array): void {
  const m = weight.length;
  const weighted = new Float64Array(4 * Math.min(m, depth));
  for (let first = 0; first < m; first += depth) {
    const count = Math.min(depth, m - first);
    for (let i = 0; i < n; i += 4) {
      const height = Math.min(4, n - i);
      if (height < 4) weighted.fill(0);
      for (let t = 0; t < count; t++) {
        const at = (first + t) * n + i;
        for (let k = 0; k < height; k++) weighted[4 * t + k] = weight[first + t]! * rows[at + k]!;
      }
      const end = i + height;
      let j = 0;
      for (; j + 2 < end; j += 3) addThree(matrix, n, i, j, rows, first, weighted, count);
      for (; j < end; j++) addOne(matrix, n, i, j, rows, first, weighted, count);
    }
  }
}

/** Four rows from i, of as many as there are, by three columns from j. */
function addThree(
  matrix: Float64Array,
  n: number,
  i: number,
  j: number,
  rows: Float64Array,
  first: number,
  weighted: Float64Array,
  count: number,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let d0 = 0;
  let d1 = 0;
  let d2 = 0;
  let at = first * n + j;
  for (let p = 0; p < 4 * count; p += 4) {
    const x = rows[at]!;
    const y = rows[at + 1]!;
    const z = rows[at + 2]!;
    at += n;
    const a = weighted[p]!;
    a0 += a * x;
    a1 += a * y;
    a2 += a * z;
    const b = weighted[p + 1]!;
    b0 += b * x;
    b1 += b * y;
    b2 += b * z;
    const c = weighted[p + 2]!;
    c0 += c * x;
    c1 += c * y;
    c2 += c * z;
    const d = weighted[p + 3]!;
    d0 += d * x;
    d1 += d * y;
    d2 += d * z;
  }
  const to = i * n + j;
  add(matrix, to, a0, a1, a2);
  if (i + 1 < n) add(matrix, to + n, b0, b1, b2);
  if (i + 2 < n) add(matrix, to + 2 * n, c0, c1, c2);
  if (i + 3 < n) add(matrix, to + 3 * n, d0, d1, d2);
}

function add(matrix: Float64Array, at: number, first: number, second: number, third: number): void {
  matrix[at] = matrix[at]! + first;
  matrix[at + 1] = matrix[at + 1]! + second;
  matrix[at + 2] = matrix[at + 2]! + third;
}

/** The same by one column. */
function addOne(
  matrix: Float64Array,
  n: number,
  i: number,
  j: number,
  rows: Float64Array,
  first: number,
  weighted: Float64Array,
  count: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = first * n + j;
  for (let p = 0; p < 4 * count; p += 4) {
    const x = rows[at]!;
    at += n;
    a += weighted[p]! * x;
    b += weighted[p + 1]! * x;
    c += weighted[p + 2]! * x;
    d += weighted[p + 3]! * x;
  }
  const to = i * n + j;
  matrix[to] = matrix[to]! + a;
  if (i + 1 < n) matrix[to + n] = matrix[to + n]! + b;
  if (i + 2 < n) matrix[to + 2 * n] = matrix[to + 2 * n]! + c;
  if (i + 3 < n) matrix[to + 3 * n] = matrix[to + 3 * n]! + d;
}
