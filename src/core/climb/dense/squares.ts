/** Rows are taken this many at a time, so that the columns of one tile stay in the nearest caches. */
const depth = 200;
/** Columns are taken this many at a time: whole tiles. */
const breadth = 96;

/**
 * matrix += Σ weight[t]·row[t]·row[t]ᵀ, lower triangle (the tiles on the diagonal reach beyond it).
 *
 * In tiles of 4 × 3 entries, whose sums fill the registers: adding row by row would move the matrix through memory for every row.
 *
 * @param matrix n × n; `rows` m × n, m being the length of `weight`; both row-major
 */
export const addSquares = /* @__PURE__ */ tiler();

/** Both factors of a tile are copied into arrays that never change place: engines read such constants in half the time. */
function tiler() {
  /** Four columns, weighted, row by row. */
  const left = new Float64Array(4 * depth);
  /** Three columns row by row, then the next three. */
  const right = new Float64Array(breadth * depth);

  /** The columns `from` to `to`, three by three; where there are fewer, the last again, which is added nowhere. */
  const copyRight = (
    rows: Float64Array,
    n: number,
    first: number,
    count: number,
    from: number,
    to: number,
  ): void => {
    for (let j = from; j < to; j += 3) {
      const y = Math.min(j + 1, n - 1);
      const z = Math.min(j + 2, n - 1);
      let q = (j - from) * depth;
      for (let t = first; t < first + count; t++) {
        right[q] = rows[t * n + j]!;
        right[q + 1] = rows[t * n + y]!;
        right[q + 2] = rows[t * n + z]!;
        q += 3;
      }
    }
  };

  /** Four columns from i, or the last again. */
  const copyLeft = (
    rows: Float64Array,
    n: number,
    first: number,
    count: number,
    i: number,
    weight: Float64Array,
  ): void => {
    const b = Math.min(i + 1, n - 1);
    const c = Math.min(i + 2, n - 1);
    const d = Math.min(i + 3, n - 1);
    for (let p = 0; p < 4 * count; p += 4) {
      const t = first + p / 4;
      const w = weight[t]!;
      left[p] = w * rows[t * n + i]!;
      left[p + 1] = w * rows[t * n + b]!;
      left[p + 2] = w * rows[t * n + c]!;
      left[p + 3] = w * rows[t * n + d]!;
    }
  };

  /** Four rows from i by three columns from j, which begin at `q` of `right`. */
  const addTile = (matrix: Float64Array, n: number, i: number, j: number, q: number, count: number): void => {
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
    for (let p = 0; p < 4 * count; p += 4) {
      const x = right[q]!;
      const y = right[q + 1]!;
      const z = right[q + 2]!;
      q += 3;
      const a = left[p]!;
      a0 += a * x;
      a1 += a * y;
      a2 += a * z;
      const b = left[p + 1]!;
      b0 += b * x;
      b1 += b * y;
      b2 += b * z;
      const c = left[p + 2]!;
      c0 += c * x;
      c1 += c * y;
      c2 += c * z;
      const d = left[p + 3]!;
      d0 += d * x;
      d1 += d * y;
      d2 += d * z;
    }
    add(matrix, n, i, j, a0, a1, a2);
    add(matrix, n, i + 1, j, b0, b1, b2);
    add(matrix, n, i + 2, j, c0, c1, c2);
    add(matrix, n, i + 3, j, d0, d1, d2);
  };

  return (matrix: Float64Array, n: number, rows: Float64Array, weight: Float64Array): void => {
    const m = weight.length;
    for (let first = 0; first < m; first += depth) {
      const count = Math.min(depth, m - first);
      for (let from = 0; from < n; from += breadth) {
        const to = Math.min(from + breadth, n);
        copyRight(rows, n, first, count, from, to);
        for (let i = from; i < n; i += 4) {
          copyLeft(rows, n, first, count, i, weight);
          for (let j = from; j < Math.min(i + 4, to); j += 3)
            addTile(matrix, n, i, j, (j - from) * depth, count);
        }
      }
    }
  };
}

/** Three entries of a row from column j, of those that the matrix has. */
function add(
  matrix: Float64Array,
  n: number,
  i: number,
  j: number,
  first: number,
  second: number,
  third: number,
) {
  if (i >= n) return;
  const at = i * n + j;
  matrix[at] = matrix[at]! + first;
  if (j + 1 < n) matrix[at + 1] = matrix[at + 1]! + second;
  if (j + 2 < n) matrix[at + 2] = matrix[at + 2]! + third;
}

/** sum += Σ weight[t]·row[t]; four rows at a time, so that the sum is read and written a quarter as often. */
export function addWeighted(sum: Float64Array, n: number, rows: Float64Array, weight: Float64Array): void {
  const m = weight.length;
  let t = 0;
  for (; t + 3 < m; t += 4) {
    const a = weight[t]!;
    const b = weight[t + 1]!;
    const c = weight[t + 2]!;
    const d = weight[t + 3]!;
    const at = t * n;
    for (let j = 0; j < n; j++) {
      const p = at + j;
      sum[j] = sum[j]! + a * rows[p]! + b * rows[p + n]! + c * rows[p + 2 * n]! + d * rows[p + 3 * n]!;
    }
  }
  for (; t < m; t++) for (let j = 0; j < n; j++) sum[j] = sum[j]! + weight[t]! * rows[t * n + j]!;
}
