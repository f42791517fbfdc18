import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/core/cancel.ts';
import type { AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { nearOptimalRanges } from '../../../src/core/climb/optimum/ranges.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { anyShape, fullShape, openProblem, plainModel, randomCase } from './models.ts';

const tolerance = 1e-3;

/** Least F of three languages with the share of `t` held at `share`, by golden sections over the second share. */
function leastWith(model: Model, problem: AllocationProblem, t: number, share: number): number {
  const [a, b] = [0, 1, 2].filter((s) => s !== t) as [number, number];
  const value = (first: number): number => {
    const ratio = [0, 0, 0];
    ratio[t] = share;
    ratio[a] = first;
    ratio[b] = Math.max(0, 1 - share - first);
    return evaluateAllocation(model, problem, ratio).objective;
  };
  const section = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1 - share];
  for (let round = 0; round < 70; round++) {
    const left = high - section * (high - low);
    const right = low + section * (high - low);
    if (value(left) <= value(right)) high = right;
    else low = left;
  }
  return Math.min(value(low), value(high), value((low + high) / 2), value(0), value(1 - share));
}

describe('near-optimal ranges', () => {
  it('of three languages end where brute force says that F leaves the tolerance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), anyShape, (seed, shape) => {
        const { model, problem } = randomCase(3, seed, shape);
        const solution = solve(model, problem);
        const ranges = nearOptimalRanges(model, problem, solution, tolerance)!;
        const highest = solution.joint.objective * (1 + tolerance);
        ranges.forEach(([low, high], t) => {
          const least = (share: number): number => leastWith(model, problem, t, share);
          const further = 0.01 * (high - low);
          expect(least(low)).toBeLessThanOrEqual(highest * (1 + 1e-8));
          expect(least(high)).toBeLessThanOrEqual(highest * (1 + 1e-8));
          if (low - further > 0) expect(least(low - further)).toBeGreaterThan(highest);
          if (high + further < 1) expect(least(high + further)).toBeGreaterThan(highest);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('hold the optimum, widen with the tolerance, and shrink to it without one', () => {
    const { model, problem } = randomCase(7, 5, fullShape);
    const solution = solve(model, problem);
    const [none, narrow, wide] = [0, 1e-4, 1e-3].map((allowed) =>
      nearOptimalRanges(model, problem, solution, allowed)!,
    );
    solution.joint.ratio.forEach((best, t) => {
      expect(none![t]![1] - none![t]![0]).toBeLessThan(1e-3);
      expect(narrow![t]![0]).toBeLessThanOrEqual(best);
      expect(narrow![t]![1]).toBeGreaterThanOrEqual(best);
      expect(wide![t]![0]).toBeLessThanOrEqual(narrow![t]![0]);
      expect(wide![t]![1]).toBeGreaterThanOrEqual(narrow![t]![1]);
    });
  });

  it('keep the limits of languages and groups, and never move what is fixed', () => {
    const model = plainModel(4, { floor: [1e-3, 1e-3, 1e-3, 1e-3] });
    const problem = openProblem(4, {
      min: [0.24, 0, 0, 0.3],
      max: [1, 0.22, 1, 0.3],
      groups: [{ name: 'pair', members: [0, 1], min: 0, max: 0.47 }],
    });
    const ranges = nearOptimalRanges(model, problem, solve(model, problem), 0.5)!;
    expect(ranges[0]![0]).toBeCloseTo(0.24, 9);
    expect(ranges[1]![1]).toBeCloseTo(0.22, 9);
    expect(ranges[3]).toEqual([0.3, 0.3]);
    // What the pair may not have, and the fixed language does not take, is left to the third.
    expect(ranges[2]![0]).toBeCloseTo(0.23, 9);
    expect(ranges[0]![1]).toBeCloseTo(0.47, 9);
  });

  it('stop short of no share at all where the loss is infinite there', () => {
    const model = plainModel(2);
    const [range] = nearOptimalRanges(model, openProblem(2), solve(model, openProblem(2)), 10)!;
    expect(range![0]).toBeGreaterThan(0);
    expect(range![0]).toBeLessThan(1e-3);
  });

  it('reach from limit to limit where all mixtures are equally good', () => {
    const model = plainModel(3);
    const problem = openProblem(3, { importance: [0, 0, 0], max: [0.6, 1, 1] });
    expect(nearOptimalRanges(model, problem, solve(model, problem), tolerance)).toEqual([
      [0, 0.6],
      [0, 1],
      [0, 1],
    ]);
  });

  it('are unknown where the optimum is', () => {
    const model = plainModel(2);
    const impossible = openProblem(2, { min: [0.6, 0.6] });
    expect(nearOptimalRanges(model, impossible, solve(model, impossible), tolerance)).toBeNull();
    const broken = plainModel(2, { pooling: [2, 1], floor: [0.01, 0.01] });
    expect(nearOptimalRanges(broken, openProblem(2), solve(broken, openProblem(2)), tolerance)).toBeNull();
  });

  it('can be cancelled', () => {
    const { model, problem } = randomCase(5, 9, fullShape);
    const solution = solve(model, problem);
    expect(() => nearOptimalRanges(model, problem, solution, tolerance, () => true)).toThrow(Cancelled);
  });
});
