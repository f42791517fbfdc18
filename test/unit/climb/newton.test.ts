import { describe, expect, it } from 'vitest';
import { factorise, solveFactorised } from '../../../src/core/climb/dense/cholesky.ts';
import { Evaluator } from '../../../src/core/climb/model/evaluator.ts';
import { NewtonSystem } from '../../../src/core/climb/optimum/newton.ts';
import type { Polytope } from '../../../src/core/climb/optimum/polytope.ts';
import { addSquares } from '../../../src/core/climb/dense/squares.ts';
import { fullShape, random, randomCase } from './models.ts';

function draws(length: number, seed: number, low = -1): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length }, () => low + (1 - low) * next());
}

describe('dense kernels', () => {
  // Sizes around the tiles' 4 × 2 and 200 rows.
  for (const [m, n] of [
    [1, 1],
    [3, 2],
    [7, 5],
    [201, 6],
    [450, 11],
  ] as const)
    it(`squares of ${m} rows of ${n}, and the factor of their sum`, () => {
      const rows = draws(m * n, 3);
      const weight = draws(m, 4);
      const sum = new Float64Array(n * n);
      addSquares(sum, n, rows, weight);
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) {
          let expected = 0;
          for (let t = 0; t < m; t++) expected += weight[t]! * rows[t * n + i]! * rows[t * n + j]!;
          expect(sum[i * n + j]).toBeCloseTo(expected, 10);
        }

      const positive = new Float64Array(n * n);
      addSquares(
        positive,
        n,
        rows,
        weight.map((w) => w * w),
      );
      for (let i = 0; i < n; i++) positive[i * n + i]! += 0.1;
      const entry = (i: number, j: number): number => positive[i > j ? i * n + j : j * n + i]!;
      const factor = positive.slice();
      expect(factorise(factor, n)).toBe(true);
      const b = draws(n, 5);
      const x = b.slice();
      solveFactorised(factor, n, x);
      for (let i = 0; i < n; i++)
        expect(x.reduce((dot, value, j) => dot + entry(i, j) * value, 0)).toBeCloseTo(b[i]!, 9);
    });

  it('an indefinite matrix has no factor', () => {
    expect(factorise(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
  });
});

describe('a Newton step', () => {
  it('is the same by conjugate gradients and by a factor, and keeps the given sums', () => {
    const n = 30;
    const { model, problem } = randomCase(n, 5, fullShape);
    const all = model.languages.map((_, t) => t);
    const r = new Float64Array(n).fill(1 / n);
    const evaluator = new Evaluator(model, problem, { targets: all, variables: all, ratio: r });
    evaluator.linearise(r);
    const polytope: Polytope = {
      lower: new Float64Array(n),
      upper: new Float64Array(n).fill(1),
      equalities: [
        { members: Int32Array.from(all), total: 1 },
        { members: Int32Array.of(1, 2, 3), total: 0.1 },
      ],
      groups: [{ members: Int32Array.of(2, 5, 6), min: 0, max: 0.5 }],
      interior: r,
    };
    const curvature = {
      own: draws(n, 6, 0.1),
      pooled: draws(n, 7, 0.1),
      diagonal: draws(n, 8, 0.5),
      groups: [40],
      level: { pull: draws(n, 9), stiffness: 40 },
    };
    const iterated = draws(n, 10);
    const factored = iterated.slice();
    expect(new NewtonSystem(evaluator, polytope).solve(curvature, 1e-9, iterated)).toBe(true);
    // No residual is small enough: after its share of products it goes on to the factor.
    expect(new NewtonSystem(evaluator, polytope).solve(curvature, 0, factored)).toBe(true);
    for (const step of [iterated, factored]) {
      expect(step.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 11);
      expect(step[1]! + step[2]! + step[3]!).toBeCloseTo(0, 11);
    }
    const size = Math.max(...factored.map(Math.abs));
    iterated.forEach((x, j) => expect((x - factored[j]!) / size).toBeCloseTo(0, 6));
  });
});
