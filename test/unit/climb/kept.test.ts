import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationProblem, KeptGroup } from '../../../src/core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { feasibleMixtures } from '../../../src/core/climb/optimum/feasible.ts';
import { nearOptimalRanges } from '../../../src/core/climb/optimum/ranges.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { strategies } from '../../../src/core/climb/optimum/strategies.ts';
import { plainModel, random, randomCase, randomMixture } from './models.ts';

const seeds = fc.integer({ min: 1, max: 1e6 });
const shape = { pooling: true, saturation: true, interference: true, repetition: true, irreducible: true };

/** The first languages kept in random proportions, beyond what some of them are given. */
function keptGroup(count: number, next: () => number, given = false): KeptGroup {
  return {
    name: 'base',
    members: Array.from({ length: count }, (_, s) => s),
    proportion: [...randomMixture(count, next)],
    given: Array.from({ length: count }, () => (given ? 0.05 * next() : 0)),
  };
}

/** A mixture that keeps the group: its total, and the rest shared out at random. */
function keeping({ members, proportion, given }: KeptGroup, n: number, next: () => number): number[] {
  const base = given.reduce((a, b) => a + b, 0);
  const total = base + (1 - base) * next();
  const rest = randomMixture(n - members.length, next);
  const ratio = Array.from({ length: n }, (_, s) =>
    s < members.length ? 0 : (1 - total) * rest[s - members.length]!,
  );
  members.forEach((s, m) => (ratio[s] = given[m]! + proportion[m]! * (total - base)));
  return ratio;
}

describe('a kept group', () => {
  it('has its proportions at the optimum and the two steps, with a certificate that no other mixture with them undercuts', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 8 }), fc.boolean(), (seed, n, given) => {
        const next = random(seed);
        const { model, problem: open } = randomCase(n, seed, shape);
        const group = keptGroup(2 + Math.floor((n - 2) * next()), next, given);
        const problem: AllocationProblem = { ...open, kept: [group] };
        const solution = solve(model, problem);
        expect(solution.status).toBe('optimal');
        for (const { ratio } of [solution.joint, solution.twoSteps]) {
          expect(ratio.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
          const total = group.members.reduce((sum, s, m) => sum + ratio[s]! - group.given[m]!, 0);
          group.members.forEach((s, m) =>
            expect(ratio[s]! - group.given[m]!).toBeCloseTo(group.proportion[m]! * total, 9),
          );
        }
        for (let round = 0; round < 50; round++) {
          const other = evaluateAllocation(model, problem, keeping(group, n, next)).objective;
          expect(other).toBeGreaterThan(solution.joint.objective - solution.joint.gap - 1e-12);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of one language, or in the proportions of the optimum, changes nothing', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 8 }), (seed, n) => {
        const { model, problem } = randomCase(n, seed, shape);
        const free = solve(model, problem).joint;
        const own = free.ratio.slice(0, n - 1);
        const sum = own.reduce((a, b) => a + b, 0);
        const none = own.map(() => 0);
        for (const group of [
          { name: 'one', members: [1], proportion: [1], given: [0] },
          { name: 'best', members: own.map((_, s) => s), proportion: own.map((x) => x / sum), given: none },
        ])
          expect(solve(model, { ...problem, kept: [group] }).joint.objective).toBeCloseTo(free.objective, 8);
      }),
      { numRuns: 30 },
    );
  });

  it('of everything has nothing to decide', () => {
    const group = keptGroup(4, random(3));
    const { model, problem } = randomCase(4, 3, shape);
    const mixtures = feasibleMixtures({ ...problem, kept: [group] }, model.languages);
    expect(mixtures).toMatchObject({ kind: 'feasible', columns: [], variables: [] });
    const solution = solve(model, { ...problem, kept: [group] });
    expect(solution.status).toBe('optimal');
    solution.joint.ratio.forEach((share, s) => expect(share).toBeCloseTo(group.proportion[s]!, 12));
  });

  it('is kept by every strategy and at the ends of every near-optimal range, within its members’ bounds', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const next = random(seed);
        const { model, problem: open } = randomCase(5, seed, shape);
        const group = keptGroup(3, next);
        const max = open.max.map((most, s) => (s === 0 ? Math.min(most, 0.1) : most));
        const problem: AllocationProblem = { ...open, max, kept: [group] };
        const solution = solve(model, problem);
        const found = strategies(model, problem, { solution });
        for (const { allocation } of found) {
          if (allocation === null) continue;
          const total = group.members.reduce((sum, s) => sum + allocation.ratio[s]!, 0);
          group.members.forEach((s, m) =>
            expect(allocation.ratio[s]).toBeCloseTo(group.proportion[m]! * total, 8),
          );
          expect(allocation.ratio[0]).toBeLessThan(0.1 + 1e-9);
        }
        const ranges = nearOptimalRanges(model, problem, solution, 1e-3)!;
        const most = group.proportion.map((part) => (part * 0.1) / group.proportion[0]!);
        ranges.slice(0, 3).forEach(([low, high], s) => {
          expect(low).toBeLessThanOrEqual(solution.joint.ratio[s]!);
          expect(high).toBeLessThan(Math.max(most[s]!, solution.joint.ratio[s]!) + 1e-9);
        });
      }),
      { numRuns: 15 },
    );
  });

  it('may be cut by the bounds of other groups: these hold, and no other mixture that keeps both is better', () => {
    let binding = 0;
    fc.assert(
      fc.property(seeds, fc.integer({ min: 4, max: 8 }), fc.boolean(), (seed, n, given) => {
        const next = random(seed);
        const { model, problem: open } = randomCase(n, seed, shape);
        const group = keptGroup(3, next, given);
        // A mixture that keeps the group, and bounds around it on sums that hold a part of the group and others.
        const inner = keeping(group, n, next);
        const cuts = [
          [0, 3],
          [1, 2, n - 1],
        ].map((members, k) => {
          const sum = members.reduce((total, s) => total + inner[s]!, 0);
          return { name: `cut${k}`, members, min: sum * next(), max: sum + 0.05 * next() };
        });
        const problem: AllocationProblem = {
          ...open,
          min: open.min.map(() => 0),
          max: open.max.map(() => 1),
          maxEpochs: open.maxEpochs.map(() => null),
          groups: cuts,
          kept: [group],
        };
        const solution = solve(model, problem);
        expect(solution.status).toBe('optimal');
        for (const { ratio } of [solution.joint, solution.twoSteps]) {
          const total = group.members.reduce((sum, s, m) => sum + ratio[s]! - group.given[m]!, 0);
          group.members.forEach((s, m) =>
            expect(ratio[s]! - group.given[m]!).toBeCloseTo(group.proportion[m]! * total, 9),
          );
          for (const { members, min, max } of cuts) {
            const sum = members.reduce((all, s) => all + ratio[s]!, 0);
            expect(sum).toBeGreaterThan(min - 1e-8);
            expect(sum).toBeLessThan(max + 1e-8);
            if (sum < min + 1e-6 || sum > max - 1e-6) binding++;
          }
        }
        for (let round = 0; round < 50; round++) {
          // Between the inner mixture and another that keeps the group, as far as the bounds allow.
          const other = keeping(group, n, next);
          const at = (part: number): number[] => inner.map((share, s) => share + part * (other[s]! - share));
          const holds = (ratio: readonly number[]): boolean =>
            cuts.every(({ members, min, max }) => {
              const sum = members.reduce((all, s) => all + ratio[s]!, 0);
              return sum >= min && sum <= max;
            });
          const part = [1, 0.5, 0.2, 0.05, 0].find((way) => holds(at(way))) ?? 0;
          const { objective } = evaluateAllocation(model, problem, at(part));
          expect(objective).toBeGreaterThan(solution.joint.objective - solution.joint.gap - 1e-12);
        }
      }),
      { numRuns: 40 },
    );
    // Bounds that never hold anything back would prove nothing.
    expect(binding).toBeGreaterThan(10);
  });

  it('that shares a language with another is told; one that is bounded inside keeps its bounds', () => {
    const model = plainModel(4);
    const { problem } = randomCase(4, 1, shape);
    const group = keptGroup(2, random(1));
    expect(solve(model, { ...problem, kept: [group, { ...group, name: 'again' }] })).toMatchObject({
      status: 'infeasible',
      reason: expect.stringContaining('is in two kept groups') as string,
    });
    const inside = { name: 'inside', members: [0], min: 0, max: 0.01 };
    const solution = solve(model, { ...problem, kept: [group], groups: [inside] });
    expect(solution.joint.ratio[0]).toBeLessThan(0.01 + 1e-9);
  });
});
