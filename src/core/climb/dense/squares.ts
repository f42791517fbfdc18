/** Rows are taken this many at a time, so that the columns of one tile stay in the nearest caches. */
const depth = 200;

/**
 * matrix += Σ weight[t]·row[t]·row[t]ᵀ, lower triangle (the tiles on the diagonal reach one entry beyond it).
 *
 * In tiles of 4 × 2 entries, whose sums stay in registers: adding row by row would move the matrix through memory for every row.
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
      for (let j = 0; j < i + height; j += 2) {
        const next = j + 1 < n ? 1 : 0;
        let a0 = 0;
        let a1 = 0;
        let b0 = 0;
        let b1 = 0;
        let c0 = 0;
        let c1 = 0;
        let d0 = 0;
        let d1 = 0;
        let at = first * n + j;
        for (let p = 0; p < 4 * count; p += 4) {
          const x = rows[at]!;
          const y = rows[at + next]!;
          at += n;
          const a = weighted[p]!;
          const b = weighted[p + 1]!;
          const c = weighted[p + 2]!;
          const d = weighted[p + 3]!;
          a0 += a * x;
          a1 += a * y;
          b0 += b * x;
          b1 += b * y;
          c0 += c * x;
          c1 += c * y;
          d0 += d * x;
          d1 += d * y;
        }
        add(matrix, i * n + j, a0, a1, next);
        if (height > 1) add(matrix, (i + 1) * n + j, b0, b1, next);
        if (height > 2) add(matrix, (i + 2) * n + j, c0, c1, next);
        if (height > 3) add(matrix, (i + 3) * n + j, d0, d1, next);
      }
    }
  }
}

function add(matrix: Float64Array, at: number, first: number, second: number, next: number): void {
  matrix[at] = matrix[at]! + first;
  if (next === 1) matrix[at + 1] = matrix[at + 1]! + second;
}
