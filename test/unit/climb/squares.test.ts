import { expect, test } from 'vitest';
import { addSquares } from '../../../src/core/climb/dense/squares.ts';

// More rows and columns than are taken at a time, neither a multiple of a tile's.
test.each([
  [1, 1],
  [7, 5],
  [203, 101],
])('weighted squares of %i rows of %i columns are added to what a matrix holds', (m, n) => {
  const rows = Float64Array.from({ length: m * n }, (_, k) => Math.sin(k));
  const weight = Float64Array.from({ length: m }, (_, t) => 1 + (t % 3));
  const matrix = new Float64Array(n * n).fill(10);
  addSquares(matrix, n, rows, weight);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = weight.reduce((all, w, t) => all + w * rows[t * n + i]! * rows[t * n + j]!, 10);
      expect(matrix[i * n + j]).toBeCloseTo(sum, 9);
    }
  }
});
