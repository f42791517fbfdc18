import { expect, test } from 'vitest';
import { oneStep } from '../../../src/core/climb/fit/effort.ts';
import { fine, solveLeastSquares } from '../../../src/core/climb/fit/least-squares.ts';
import { Workspace } from '../../../src/core/climb/fit/workspace.ts';

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
    logarithmic: new Uint8Array(2),
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

test('logarithms of vanishing amounts do not overshoot and come back in turns', () => {
  // exp(θ0) and exp(θ1) of two nearly equal shapes, of which the data hold one and a trace of the other.
  const shape = (i: number): [number, number] => [1 + Math.sin(i), 1 + Math.sin(i + 0.05)];
  const truth = [1, 1e-4];
  const rows = Array.from({ length: 40 }, (_, i) => shape(i));
  const problem = {
    parameters: 2,
    residuals: rows.length,
    weight: new Float64Array(rows.length).fill(1),
    robustScale: Infinity,
    lower: new Float64Array(2).fill(-70),
    upper: new Float64Array(2).fill(7),
    priorMean: new Float64Array(2),
    priorPrecision: new Float64Array(2),
    logarithmic: new Uint8Array(2).fill(1),
    evaluate: (theta: Float64Array, residual: Float64Array, jacobian: Float64Array | null) => {
      const [a, b] = [Math.exp(theta[0]!), Math.exp(theta[1]!)];
      rows.forEach(([x, y], i) => {
        residual[i] = a * x + b * y - truth[0]! * x - truth[1]! * y;
        jacobian?.set([a * x, b * y], 2 * i);
      });
    },
  };
  const limits = { maxIterations: 200, costTolerance: 1e-10 };
  const solve = (logarithmic: Uint8Array) =>
    solveLeastSquares(
      { ...problem, logarithmic },
      Float64Array.of(-0.5, -14),
      new Workspace(rows.length, 2),
      limits,
    );
  const risen = solve(problem.logarithmic);
  expect(risen.cost).toBeLessThan(1e-12);
  expect(risen.iterations).toBeLessThan(solve(new Uint8Array(2)).iterations);
});

test.each([
  ['short', 1e-3, 0],
  ['long', 1, 1],
])('the only step from a known start is looked at unless it is short: %s', (_, off, looks) => {
  // Residuals θ − yᵢ with y = ±1 around 0: least at 0, from where the start is off.
  const from = Float64Array.of(off);
  const residual = Float64Array.of(off - 1, off + 1);
  const known = { residual, gradient: Float64Array.of(2 * off), hessian: Float64Array.of(2) };
  let evaluations = 0;
  const problem = {
    parameters: 1,
    residuals: 2,
    weight: new Float64Array(2).fill(1),
    robustScale: Infinity,
    lower: Float64Array.of(-9),
    upper: Float64Array.of(9),
    priorMean: new Float64Array(1),
    priorPrecision: new Float64Array(1),
    logarithmic: new Uint8Array(1),
    evaluate: (theta: Float64Array, at: Float64Array, jacobian: Float64Array | null) => {
      evaluations++;
      at.set([theta[0]! - 1, theta[0]! + 1]);
      jacobian?.fill(1);
    },
  };
  const { theta } = solveLeastSquares(problem, from, new Workspace(2, 1), oneStep, undefined, known);
  expect(evaluations).toBe(looks);
  expect(theta[0]).toBeCloseTo(0, 2);
});
