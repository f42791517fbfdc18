/**
 * Cholesky factor of a symmetric positive definite matrix, in place in its lower triangle (rows contiguous), four columns at a time so
 * that what is read of row i serves four sums.
 *
 * @param matrix n × n, row-major; only the lower triangle is read
 * @returns false when a pivot is not positive; the matrix is then spoilt
 */
export function factorise(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let j = 0;
    for (; j + 3 < i; j += 4) {
      const r0 = j * n;
      const r1 = r0 + n;
      const r2 = r1 + n;
      const r3 = r2 + n;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let k = 0; k < j; k++) {
        const x = matrix[row + k]!;
        a += x * matrix[r0 + k]!;
        b += x * matrix[r1 + k]!;
        c += x * matrix[r2 + k]!;
        d += x * matrix[r3 + k]!;
      }
      a = (matrix[row + j]! - a) / matrix[r0 + j]!;
      b = (matrix[row + j + 1]! - b - a * matrix[r1 + j]!) / matrix[r1 + j + 1]!;
      c = (matrix[row + j + 2]! - c - a * matrix[r2 + j]! - b * matrix[r2 + j + 1]!) / matrix[r2 + j + 2]!;
      d =
        (matrix[row + j + 3]! - d - a * matrix[r3 + j]! - b * matrix[r3 + j + 1]! - c * matrix[r3 + j + 2]!) /
        matrix[r3 + j + 3]!;
      matrix[row + j] = a;
      matrix[row + j + 1] = b;
      matrix[row + j + 2] = c;
      matrix[row + j + 3] = d;
    }
    for (; j <= i; j++) {
      const other = j * n;
      let sum = matrix[row + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[other + k]!;
      if (j < i) matrix[row + j] = sum / matrix[other + j]!;
      else if (sum > 0 && Number.isFinite(sum)) matrix[row + i] = Math.sqrt(sum);
      else return false;
    }
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
