/**
 * Cholesky factor of a symmetric positive definite matrix, in place in its lower triangle (rows contiguous).
 *
 * @param matrix n × n, row-major; only the lower triangle is read
 * @returns false when a pivot is not positive; the matrix is then spoilt
 */
export function factorise(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j < i; j++) {
      const rowJ = j * n;
      let a = 0;
      let b = 0;
      let k = 0;
      for (; k + 1 < j; k += 2) {
        a += matrix[rowI + k]! * matrix[rowJ + k]!;
        b += matrix[rowI + k + 1]! * matrix[rowJ + k + 1]!;
      }
      if (k < j) a += matrix[rowI + k]! * matrix[rowJ + k]!;
      matrix[rowI + j] = (matrix[rowI + j]! - a - b) / matrix[rowJ + j]!;
    }
    let pivot = matrix[rowI + i]!;
    for (let k = 0; k < i; k++) pivot -= matrix[rowI + k]! * matrix[rowI + k]!;
    if (!(pivot > 0) || !Number.isFinite(pivot)) return false;
    matrix[rowI + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L·Lᵀ·x = b in place, with the factor that `factorise` left. */
export function solveFactorised(factor: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[row + k]! * b[k]!;
    b[i] = sum / factor[row + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const x = b[i]! / factor[row + i]!;
    b[i] = x;
    for (let k = 0; k < i; k++) b[k] = b[k]! - factor[row + k]! * x;
  }
}
