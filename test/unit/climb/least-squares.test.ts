import { expect, test } from 'vitest';
import { fine, solveLeastSquares, Workspace } from '../../../src/core/climb/fit/least-squares.ts';

test('a fit goes on along a bound that stops one of its parameters', () => {
  // Residuals a·x + b·y − c whose unbounded minimum lies far outside the box: x stops, y must still be solved for.
  const rows = [
    [1, 0.9, 10],
    [0.9, 1, -10],
    [0.1, -0.1, 3],
  ];
  const problem = {
    parameters: 2,
    residuals: rows.length,
    weight: new Float64Array(rows.length).fill(1),
    robustScale: Infinity,
    lower: Float64Array.of(-1, -1000),
    upper: Float64Array.of(1, 1000),
    priorMean: new Float64Array(2),
    priorPrecision: new Float64Array(2),
    evaluate: (theta: Float64Array, residual: Float64Array, jacobian: Float64Array | null) => {
      rows.forEach(([a, b, c], i) => {
        residual[i] = a! * theta[0]! + b! * theta[1]! - c!;
        jacobian?.set([a!, b!], 2 * i);
      });
    },
  };
  const { theta, converged } = solveLeastSquares(problem, new Float64Array(2), new Workspace(3, 2), fine);
  // With x at its bound y is linear regression on what is left.
  const y =
    rows.reduce((sum, [a, b, c]) => sum + b! * (c! - a!), 0) / rows.reduce((sum, [, b]) => sum + b! ** 2, 0);
  expect(converged).toBe(true);
  expect(theta[0]).toBe(1);
  expect(theta[1]).toBeCloseTo(y, 6);
});
