/**
 * Solves a small dense system by Gaussian elimination with partial pivoting.
 *
 * @param rows m rows of m coefficients and the right-hand side; overwritten
 */
export function eliminate(rows: number[][]): number[] {
  const m = rows.length;
  for (let c = 0; c < m; c++) {
    let pivot = c;
    for (let i = c + 1; i < m; i++) if (Math.abs(rows[i]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = i;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let i = c + 1; i < m; i++) {
      const factor = rows[i]![c]! / rows[c]![c]!;
      if (factor !== 0) for (let k = c; k <= m; k++) rows[i]![k] = rows[i]![k]! - factor * rows[c]![k]!;
    }
  }
  const x = new Array<number>(m).fill(0);
  for (let i = m - 1; i >= 0; i--) {
    let sum = rows[i]![m]!;
    for (let k = i + 1; k < m; k++) sum -= rows[i]![k]! * x[k]!;
    x[i] = sum / rows[i]![i]!;
  }
  return x;
}
