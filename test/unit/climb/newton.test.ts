import { describe, expect, it } from 'vitest';
import { factorise, solveFactorised } from '../../../src/core/climb/dense/cholesky.ts';
import { eliminate } from '../../../src/core/climb/dense/elimination.ts';
import { compile } from '../../../src/core/climb/model/compiled.ts';
import { Evaluator } from '../../../src/core/climb/model/evaluator.ts';
import type { Curvature } from '../../../src/core/climb/optimum/curvature.ts';
import { NewtonSystem } from '../../../src/core/climb/optimum/newton.ts';
import type { Polytope } from '../../../src/core/climb/optimum/polytope.ts';
import { addSquares } from '../../../src/core/climb/dense/squares.ts';
import { fullShape, plainShape, random, randomCase } from './models.ts';

function draws(length: number, seed: number, low = -1): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length }, () => low + (1 - low) * next());
}

describe('dense kernels', () => {
  // Sizes around the tiles' 4 × 3 and 200 rows.
  for (const [m, n] of [
    [1, 1],
    [3, 2],
    [7, 5],
    [201, 6],
    [30, 9],
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

/** Entries of 10 to some power. */
function orders(length: number, seed: number, low: number, high: number): Float64Array {
  return draws(length, seed, 0).map((part) => 10 ** (low + (high - low) * part));
}

describe('a Newton step', () => {
  const n = 30;
  const sums = [Int32Array.from(Array(n).keys()), Int32Array.of(1, 2, 3)];
  const group = Int32Array.of(2, 5, 6);
  /** Stiffness of rows and diagonal: as far from an optimum, and as near one, where few rows and bounds are stiffer than all others by orders. */
  for (const [name, shape, rows, diagonal] of [
    ['far away', fullShape, [-0.5, 0.5], [-1, 0]],
    ['far away, without interference', plainShape, [-0.5, 0.5], [-1, 0]],
    ['with slack rows', fullShape, [-6, 4], [-1, 0]],
    ['with shares at their bounds', fullShape, [-1, 4], [-4, 8]],
    ['with shares at their bounds, without interference', plainShape, [-6, 6], [-4, 8]],
    ['with all shares at their bounds', plainShape, [-3, 3], [3, 8]],
  ] as const)
    it(`${name} is that of the whole matrix, and keeps the given sums`, () => {
      const { model, problem } = randomCase(n, 5, shape);
      const all = model.languages.map((_, t) => t);
      const r = new Float64Array(n).fill(1 / n);
      const evaluator = new Evaluator(compile(model, problem, { targets: all, variables: all, ratio: r }));
      evaluator.linearise(r);
      const polytope: Polytope = {
        lower: new Float64Array(n),
        upper: new Float64Array(n).fill(1),
        equalities: sums.map((members) => ({ members, total: 0 })),
        groups: [{ members: group, min: 0, max: 0.5 }],
        interior: r,
      };
      const stiffness = orders(n, 6, rows[0], rows[1]);
      const bend = orders(n, 7, -2, 0);
      const curvature: Curvature = {
        own: stiffness.map((stiff, t) => stiff + bend[t]!),
        pooled: bend,
        diagonal: orders(n, 8, diagonal[0], diagonal[1]),
        groups: [40],
        level: {
          weight: stiffness,
          pull: evaluator.combine(stiffness),
          stiffness: stiffness.reduce((a, b) => a + b, 0),
        },
      };
      const b = draws(n, 10);
      const step = b.slice();
      expect(new NewtonSystem(evaluator, polytope).solve(curvature, 1e-12, step)).toBe(true);

      const expected = wholeStep(evaluator, curvature, b);
      const size = Math.max(...expected.map(Math.abs));
      step.forEach((x, j) => expect((x - expected[j]!) / size).toBeCloseTo(0, 6));
      for (const members of sums)
        expect(members.reduce((sum, j) => sum + step[j]!, 0) / size).toBeCloseTo(0, 11);
    });

  /** By elimination of K, entry by entry, with the sums as further rows. */
  function wholeStep({ slopes, interference }: Evaluator, curvature: Curvature, b: Float64Array): number[] {
    const { own, pooled, diagonal, level } = curvature;
    const whole = slopes.map((slope, at) => slope - (interference?.[at] ?? 0));
    const entry = (i: number, j: number): number => {
      let sum = i === j ? diagonal[i]! : 0;
      for (let t = 0; t < n; t++)
        sum +=
          own[t]! * whole[t * n + i]! * whole[t * n + j]! +
          pooled[t]! * slopes[t * n + i]! * slopes[t * n + j]!;
      if (group.includes(i) && group.includes(j)) sum += 40;
      return sum - (level!.pull[i]! * level!.pull[j]!) / level!.stiffness;
    };
    const has = (members: Int32Array, j: number): number => (members.includes(j) ? 1 : 0);
    return eliminate([
      ...Array.from({ length: n }, (_, i) => [
        ...Array.from({ length: n }, (__, j) => entry(i, j)),
        ...sums.map((members) => has(members, i)),
        b[i]!,
      ]),
      ...sums.map((members) => [...Array.from({ length: n }, (_, j) => has(members, j)), 0, 0, 0]),
    ]).slice(0, n);
  }
});
