import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import { feasibleMixtures } from '../../../src/core/climb/optimum/feasible.ts';
import { leastCost } from '../../../src/core/climb/optimum/polytope.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { openProblem, plainModel, plainShape, random, randomCase, randomMixture } from './models.ts';

/** Bounds and groups, overlapping or not, that a known mixture satisfies. */
function boundedProblem(n: number, seed: number): { problem: AllocationProblem; inside: Float64Array } {
  const next = random(seed);
  const inside = randomMixture(n, next);
  const around = (value: number): [number, number] => [
    next() < 0.5 ? 0 : value * next(),
    next() < 0.5 ? 1 : value + (1 - value) * next() * (next() < 0.2 ? 0 : 1),
  ];
  const groups = Array.from({ length: Math.floor(3 * next()) + 1 }, (_, k) => {
    const members = Array.from(inside, (_, s) => s).filter(() => next() < 0.5);
    const sum = members.reduce((a, s) => a + inside[s]!, 0);
    const [min, max] = around(sum);
    const exact = next() < 0.2;
    return { name: `g${k}`, members, min: exact ? sum : min, max: exact ? sum : max };
  });
  const bounds = Array.from(inside, around);
  return {
    inside,
    problem: openProblem(n, { min: bounds.map(([low]) => low), max: bounds.map(([, high]) => high), groups }),
  };
}

function violation(problem: AllocationProblem, ratio: readonly number[]): number {
  let worst = Math.abs(ratio.reduce((a, b) => a + b, 0) - 1);
  ratio.forEach((r, s) => (worst = Math.max(worst, problem.min[s]! - r, r - problem.max[s]!)));
  for (const { members, min, max } of problem.groups) {
    const sum = members.reduce((a, s) => a + ratio[s]!, 0);
    worst = Math.max(worst, min - sum, sum - max);
  }
  return worst;
}

describe('constraints', () => {
  it('are met by the interior point and by the vertex of least cost, which no allowed mixture undercuts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 9 }), (seed, n) => {
        const { problem, inside } = boundedProblem(n, seed);
        const mixtures = feasibleMixtures(
          problem,
          problem.min.map((_, s) => `l${s}`),
        );
        if (mixtures.kind !== 'feasible') throw new Error(mixtures.reason);
        expect(violation(problem, [...mixtures.ratio])).toBeLessThan(1e-9);
        const { variables, polytope } = mixtures;
        const next = random(seed + 1);
        const cost = Float64Array.from(variables, () => next() - 0.5);
        const vertex = leastCost(polytope, cost);
        const all = [...mixtures.ratio];
        variables.forEach((s, j) => (all[s] = vertex[j]!));
        expect(violation(problem, all)).toBeLessThan(1e-9);
        const of = (r: ArrayLike<number>): number =>
          variables.reduce((sum, s, j) => sum + cost[j]! * r[s]!, 0);
        expect(of(all)).toBeLessThanOrEqual(of(inside) + 1e-9);
        expect(of(all)).toBeLessThanOrEqual(of(mixtures.ratio) + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('hold at both optima, and the gap bounds what any allowed mixture could gain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 7 }), (seed, n) => {
        const { model } = randomCase(n, seed, plainShape);
        const { problem, inside } = boundedProblem(n, seed);
        const solution = solve(model, problem, { current: [...inside] });
        expect(solution.status, solution.reason ?? '').toBe('optimal');
        expect(violation(problem, solution.twoSteps.ratio)).toBeLessThan(1e-9);
        expect(violation(problem, solution.joint.ratio)).toBeLessThan(1e-9);
        expect(solution.current!.objective).toBeGreaterThanOrEqual(
          solution.joint.objective - solution.joint.gap - 1e-12,
        );
      }),
      {
        numRuns: 60,
        examples: [
          [125816, 5],
          [165550, 2],
        ],
      },
    );
  });

  it('that conflict are named: a group, and nothing that could stay', () => {
    const solution = solve(
      plainModel(3),
      openProblem(3, {
        min: [0.1, 0, 0.05],
        max: [0.2, 0.3, 1],
        groups: [{ name: 'romance', members: [0, 1], min: 0.6, max: 1 }],
      }),
    );
    expect(solution.status).toBe('infeasible');
    expect(solution.conflict).toEqual([
      'max 30\u00a0% of l1',
      'max 20\u00a0% of l0',
      'min 60\u00a0% of group romance',
    ]);
  });

  it('that conflict in one language are named with their values', () => {
    const solution = solve(
      plainModel(2),
      openProblem(2, { available: [1e8, 1e12], maxEpochs: [2, null], min: [0.3, 0] }),
    );
    expect(solution.reason).toBe(
      'The minimum of l0, 30\u00a0%, is above the 20\u00a0% that 2 epochs of its text make.',
    );
  });
});
