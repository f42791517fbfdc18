/**
 * Cholesky factor of a symmetric positive definite matrix, in place in its lower triangle (rows contiguous), two rows and four columns at a
 * time so that what is read serves several sums.
 *
 * @param matrix n × n, row-major; only the lower triangle is read
 * @returns false when a pivot is not positive; the matrix is then spoilt
 */
export function factorise(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 2) {
    // Where one row is left, its sums are found twice.
    const next = Math.min(i + 1, n - 1);
    beginRows(matrix, n, i, next);
    if (!endRow(matrix, n, i) || (next > i && !endRow(matrix, n, next))) return false;
  }
  return true;
}

/** Columns of two rows, four by four, as far as there are four before the diagonal: as many in both, since i is even. */
function beginRows(matrix: Float64Array, n: number, i: number, next: number): void {
  const row = i * n;
  const below = next * n;
  for (let j = 0; j + 3 < i; j += 4) {
    const r0 = j * n;
    const r1 = r0 + n;
    const r2 = r1 + n;
    const r3 = r2 + n;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    for (let k = 0; k < j; k++) {
      const x = matrix[row + k]!;
      const y = matrix[below + k]!;
      const m0 = matrix[r0 + k]!;
      const m1 = matrix[r1 + k]!;
      const m2 = matrix[r2 + k]!;
      const m3 = matrix[r3 + k]!;
      a += x * m0;
      b += x * m1;
      c += x * m2;
      d += x * m3;
      e += y * m0;
      f += y * m1;
      g += y * m2;
      h += y * m3;
    }
    fourColumns(matrix, n, row, j, a, b, c, d);
    if (below > row) fourColumns(matrix, n, below, j, e, f, g, h);
  }
}

/** Four columns of a row from j on, of which the sums over all columns before j are known. */
function fourColumns(
  matrix: Float64Array,
  n: number,
  row: number,
  j: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  const r0 = j * n + j;
  const r1 = r0 + n;
  const r2 = r1 + n;
  const r3 = r2 + n;
  const at = row + j;
  const p = (matrix[at]! - a) / matrix[r0]!;
  const q = (matrix[at + 1]! - b - p * matrix[r1]!) / matrix[r1 + 1]!;
  const r = (matrix[at + 2]! - c - p * matrix[r2]! - q * matrix[r2 + 1]!) / matrix[r2 + 2]!;
  const s =
    (matrix[at + 3]! - d - p * matrix[r3]! - q * matrix[r3 + 1]! - r * matrix[r3 + 2]!) / matrix[r3 + 3]!;
  matrix[at] = p;
  matrix[at + 1] = q;
  matrix[at + 2] = r;
  matrix[at + 3] = s;
}

/** The columns of a row that `beginRows` leaves, with its diagonal; false when that is not positive. */
function endRow(matrix: Float64Array, n: number, i: number): boolean {
  const row = i * n;
  for (let j = i - (i % 4); j <= i; j++) {
    const other = j * n;
    let sum = matrix[row + j]!;
    for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[other + k]!;
    if (j < i) matrix[row + j] = sum / matrix[other + j]!;
    else if (sum > 0 && Number.isFinite(sum)) matrix[row + i] = Math.sqrt(sum);
    else return false;
  }
  return true;
}

/** Solves L·Lᵀ·x = b in place, with the factor that `factorise` left. */
export function solveFactorised(factor: Float64Array, n: number, b: Float64Array): void {
  solveLower(factor, n, b);
  solveUpper(factor, n, b);
}

/** Solves L·x = b in place. */
export function solveLower(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[row + k]! * b[k]!;
    b[i] = sum / factor[row + i]!;
  }
}

/** Solves Lᵀ·x = b in place. */
export function solveUpper(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const x = b[i]! / factor[row + i]!;
    b[i] = x;
    for (let k = 0; k < i; k++) b[k] = b[k]! - factor[row + k]! * x;
  }
}

/** Solves L·X = B in place, B being n × count, row-major. */
export function solveLowerRows(factor: Float64Array, n: number, b: Float64Array, count: number): void {
  for (let i = 0; i < n; i++) {
    const at = i * count;
    let k = 0;
    // Two rows at a time, so that what is read and written of row i serves both.
    for (; k + 1 < i; k += 2) {
      const f = factor[i * n + k]!;
      const g = factor[i * n + k + 1]!;
      const one = k * count;
      const two = one + count;
      for (let c = 0; c < count; c++) b[at + c] = b[at + c]! - f * b[one + c]! - g * b[two + c]!;
    }
    if (k < i) {
      const f = factor[i * n + k]!;
      for (let c = 0; c < count; c++) b[at + c] = b[at + c]! - f * b[k * count + c]!;
    }
    const scale = 1 / factor[i * n + i]!;
    for (let c = 0; c < count; c++) b[at + c] = b[at + c]! * scale;
  }
}
