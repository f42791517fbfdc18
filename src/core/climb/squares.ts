/** matrix += Σ weight[t]·row[t]·row[t]ᵀ, lower triangle; four rows at a time, since the matrix is what has to be moved. */
export function addSquares(matrix: Float64Array, n: number, rows: Float64Array, weight: Float64Array): void {
  const m = weight.length;
  for (let t = 0; t < m; t += 4) {
    const a = t * n;
    const b = t + 1 < m ? a + n : a;
    const c = t + 2 < m ? a + 2 * n : a;
    const d = t + 3 < m ? a + 3 * n : a;
    for (let i = 0; i < n; i++) {
      const wa = weight[t]! * rows[a + i]!;
      const wb = t + 1 < m ? weight[t + 1]! * rows[b + i]! : 0;
      const wc = t + 2 < m ? weight[t + 2]! * rows[c + i]! : 0;
      const wd = t + 3 < m ? weight[t + 3]! * rows[d + i]! : 0;
      if (wa === 0 && wb === 0 && wc === 0 && wd === 0) continue;
      const at = i * n;
      for (let j = 0; j <= i; j++)
        matrix[at + j] =
          matrix[at + j]! + wa * rows[a + j]! + wb * rows[b + j]! + wc * rows[c + j]! + wd * rows[d + j]!;
    }
  }
}
