import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import { directionAt } from '../../../src/core/climb/optimum/direction.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { compile } from '../../../src/core/climb/model/compiled.ts';
import { Evaluator } from '../../../src/core/climb/model/evaluator.ts';
import { feasibleMixtures } from '../../../src/core/climb/optimum/feasible.ts';
import { interiorPoint } from '../../../src/core/climb/optimum/interior.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { sweepBudgets } from '../../../src/core/climb/optimum/sweep.ts';
import {
  anyShape,
  fullShape,
  openProblem,
  plainModel,
  plainShape,
  random,
  randomCase,
  randomMixture,
} from './models.ts';

const seeds = fc.integer({ min: 1, max: 1e6 });

/** Minimum of a function over the simplex by grids that close in on the best point so far. */
function bruteForce(n: 2 | 3, value: (r: readonly number[]) => number): number {
  let best = { value: Infinity, at: [0.5, 0.5] };
  let width = 1;
  for (let round = 0; round < 14; round++) {
    const centre = best.at;
    const steps = 20;
    const axis = (middle: number): number[] =>
      Array.from({ length: 2 * steps + 1 }, (_, i) =>
        round === 0 ? i / (2 * steps) : middle + ((i - steps) / steps) * width,
      ).filter((x) => x >= 0 && x <= 1);
    for (const a of axis(centre[0]!))
      for (const b of n === 2 ? [1 - a] : axis(centre[1]!)) {
        const c = 1 - a - b;
        if (c < -1e-15) continue;
        const found = value(n === 2 ? [a, b] : [a, b, Math.max(0, c)]);
        if (found < best.value) best = { value: found, at: [a, b] };
      }
    width = round === 0 ? 0.1 : width * 0.35;
  }
  return best.value;
}

function objective(model: Model, problem: AllocationProblem): (r: readonly number[]) => number {
  return (r) => evaluateAllocation(model, problem, r).objective;
}

/** log of the largest marginal benefit: what both steps press down (docs/model.md). */
function largestBenefit(model: Model, problem: AllocationProblem): (r: readonly number[]) => number {
  return (r) => Math.log(Math.max(...evaluateAllocation(model, problem, r).marginalBenefit.map((m) => m!)));
}

describe('the optimum', () => {
  for (const n of [2, 3] as const)
    it(`of ${n} languages is what brute force finds, in F and in the largest marginal benefit`, () => {
      fc.assert(
        fc.property(seeds, anyShape, (seed, shape) => {
          const { model, problem } = randomCase(n, seed, shape);
          const solution = solve(model, problem);
          expect(solution.status, solution.reason ?? '').toBe('optimal');
          const least = bruteForce(n, objective(model, problem));
          expect(solution.joint.objective).toBeLessThanOrEqual(least + 1e-9);
          expect(solution.joint.objective).toBeGreaterThanOrEqual(least - 1e-6);
          const benefit = largestBenefit(model, problem);
          const lowest = bruteForce(n, benefit);
          expect(benefit(solution.twoSteps.ratio)).toBeLessThanOrEqual(lowest + 1e-7);
        }),
        { numRuns: n === 2 ? 25 : 8 },
      );
    });

  it('is undercut by no mixture by more than the gap', () => {
    fc.assert(
      fc.property(seeds, anyShape, fc.integer({ min: 2, max: 12 }), (seed, shape, n) => {
        const { model, problem } = randomCase(n, seed, shape);
        const { joint } = solve(model, problem, { tolerance: 1e-4 });
        const next = random(seed + 2);
        for (let k = 0; k < 30; k++) {
          const other = randomMixture(n, next);
          const near = other.map((r, s) => 0.01 * r + 0.99 * joint.ratio[s]!);
          for (const r of [other, near])
            expect(evaluateAllocation(model, problem, r).objective).toBeGreaterThanOrEqual(
              joint.objective - joint.gap - 1e-12,
            );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has, in step 1, the same marginal benefit for every language, and r̃ on or above its ray', () => {
    fc.assert(
      fc.property(seeds, anyShape, (seed, shape) => {
        const n = 6;
        const { model, problem } = randomCase(n, seed, shape);
        const { direction, magnitude, twoSteps } = solve(model, problem);
        const weight = problem.importance.reduce((a, b) => a + b, 0);
        const benefits = direction.map((p, t) => {
          const gamma = model.exponent[t]!;
          return (
            (problem.importance[t]! / weight) *
            gamma *
            model.coefficient[t]! *
            (magnitude * p!) ** (-gamma - 1)
          );
        });
        for (const m of benefits) expect(m / benefits[0]! - 1).toBeCloseTo(0, 9);
        // The ray is one of r̃ as fitted; what is reported of it has less interference.
        const targets = model.languages.map((_, t) => t);
        const evaluator = new Evaluator(
          compile(model, problem, {
            targets,
            variables: targets,
            ratio: twoSteps.ratio,
          }),
        );
        evaluator.value(Float64Array.from(twoSteps.ratio));
        const above = direction.map((p, t) => Math.exp(evaluator.logEffective[t]!) / (magnitude * p!) - 1);
        expect(Math.min(...above)).toBeGreaterThan(-1e-7);
        expect(Math.min(...above)).toBeLessThan(1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it('has equal total derivatives where no bound holds a share (joint)', () => {
    fc.assert(
      fc.property(seeds, anyShape, (seed, shape) => {
        const n = 5;
        const { model, problem } = randomCase(n, seed, { ...shape, repetition: false });
        const { ratio } = solve(model, problem, { tolerance: 1e-11 }).joint;
        const value = objective(model, problem);
        const free = ratio.flatMap((r, s) => (r > 1e-3 ? [s] : []));
        const slope = (s: number): number => {
          const h = 1e-5 * ratio[s]!;
          const at = (x: number): number => value(ratio.map((r, j) => (j === s ? r + x : r)));
          return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        };
        const slopes = free.map(slope);
        for (const g of slopes) expect(Math.abs(g / slopes[0]! - 1)).toBeLessThan(1e-5);
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order of languages or on the scale of importance', () => {
    fc.assert(
      fc.property(seeds, anyShape, (seed, shape) => {
        const n = 5;
        const { model, problem } = randomCase(n, seed, shape);
        const order = [3, 0, 4, 1, 2];
        const pick = <T>(list: readonly T[] | null): T[] | null => list && order.map((s) => list[s]!);
        const grid = <T>(matrix: readonly (readonly T[])[] | null): T[][] | null =>
          matrix && order.map((s) => order.map((t) => matrix[s]![t]!));
        const moved: Model = {
          ...model,
          coefficient: pick(model.coefficient)!,
          exponent: pick(model.exponent)!,
          irreducible: pick(model.irreducible),
          floor: pick(model.floor),
          pooling: pick(model.pooling),
          transferScaleExponent: pick(model.transferScaleExponent),
          transfer: grid(model.transfer)!,
          saturation: grid(model.saturation),
          interference: grid(model.interference),
        };
        const a = solve(model, problem);
        const b = solve(moved, {
          ...problem,
          available: pick(problem.available),
          importance: pick(problem.importance)!.map((w) => 17 * w),
        });
        expect(b.joint.objective).toBeCloseTo(a.joint.objective, 9);
        expect(b.twoSteps.objective).toBeCloseTo(a.twoSteps.objective, 6);
        order.forEach((s, k) => {
          expect(b.joint.ratio[k]).toBeCloseTo(a.joint.ratio[s]!, 4);
          expect(b.twoSteps.ratio[k]).toBeCloseTo(a.twoSteps.ratio[s]!, 4);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('stays the same when a language is split into halves that help each other fully', () => {
    // No floor, and the third language neither helps nor is helped: each half sees r̃ = the whole share.
    const whole = plainModel(2, { coefficient: [1, 2], exponent: [0.2, 0.1] });
    const split = plainModel(3, {
      coefficient: [1, 1, 2],
      exponent: [0.2, 0.2, 0.1],
      transfer: [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 0],
      ],
    });
    const a = solve(whole, openProblem(2, { importance: [1, 1] }));
    const b = solve(split, openProblem(3, { importance: [0.5, 0.5, 1] }));
    expect(b.joint.objective).toBeCloseTo(a.joint.objective, 9);
    expect(b.joint.ratio[0]! + b.joint.ratio[1]!).toBeCloseTo(a.joint.ratio[0]!, 5);
  });

  it('is found in some dozens of steps among a hundred languages, whatever the model', () => {
    for (const shape of [plainShape, fullShape, { ...fullShape, interference: false }]) {
      const { model, problem } = randomCase(100, 3, shape);
      const solution = solve(model, problem);
      expect(solution.status, solution.reason ?? '').toBe('optimal');
      expect(solution.iterations.magnitude).toBeLessThan(60);
      expect(solution.iterations.joint).toBeLessThan(30);
    }
  });

  it('gives a language without importance that helps nobody its minimum', () => {
    const { model, problem } = randomCase(4, 11, plainShape);
    const transfer = model.transfer.map((row, s) => (s === 2 ? [0, 0, 0, 0] : row));
    const solution = solve(
      { ...model, transfer },
      { ...problem, importance: [1, 1, 0, 1], min: [0, 0, 0.03, 0] },
    );
    expect(solution.twoSteps.ratio[2]).toBeCloseTo(0.03, 7);
    expect(solution.joint.ratio[2]).toBeCloseTo(0.03, 7);
    expect(solution.direction[2]).toBe(0);
  });

  it('is where the paper’s alternation (direction, magnitude, direction …) comes to rest', () => {
    fc.assert(
      fc.property(seeds, anyShape, (seed, shape) => {
        const n = 5;
        const { model, problem } = randomCase(n, seed, shape);
        const mixtures = feasibleMixtures(problem, model.languages);
        if (mixtures.kind !== 'feasible') throw new Error(mixtures.reason);
        const { polytope, variables, ratio } = mixtures;
        const evaluator = new Evaluator(compile(model, problem, { targets: variables, variables, ratio }));
        let magnitude = 1;
        let direction: Float64Array = new Float64Array(n);
        for (let round = 0; round < 40; round++) {
          direction = directionAt(magnitude, evaluator.gain, evaluator.exponent).direction;
          // Step 2 as the paper has it: the largest σ with r̃ >= σ·p, so the least level of log p − log r̃.
          const ray = { offset: direction.map(Math.log), rate: new Float64Array(n).fill(1) };
          const { level } = interiorPoint(evaluator, polytope, polytope.interior, ray, 1e-10, () => false);
          magnitude = Math.exp(-level);
        }
        const solution = solve(model, problem);
        expect(solution.magnitude / magnitude - 1).toBeCloseTo(0, 6);
        direction.forEach((p, t) => expect(solution.direction[t]! / p - 1).toBeCloseTo(0, 6));
      }),
      { numRuns: 15 },
    );
  });
});

describe('degenerate problems', () => {
  it('one language takes everything', () => {
    const solution = solve(plainModel(1), openProblem(1));
    expect(solution).toMatchObject({ status: 'optimal', ratio: [1], joint: { ratio: [1], gap: 0 } });
  });

  it('bounds that fix everything leave one mixture', () => {
    const fixed = [0.5, 0.3, 0.2];
    const solution = solve(plainModel(3), openProblem(3, { min: fixed, max: fixed }));
    expect(solution.status).toBe('optimal');
    fixed.forEach((r, s) => expect(solution.twoSteps.ratio[s]).toBeCloseTo(r, 12));
  });

  it('200 languages, 195 of them held at zero', () => {
    const { model, problem } = randomCase(200, 3, plainShape);
    const max = problem.max.map((_, s) => (s < 5 ? 1 : 0));
    const solution = solve(model, { ...problem, max });
    expect(solution.status, solution.reason ?? '').toBe('optimal');
    expect(solution.joint.ratio.slice(5).every((r) => r === 0)).toBe(true);
  });

  it('a source-only language has null where targets have numbers, and helps', () => {
    const model = plainModel(2, {
      coefficient: [1.5, null],
      exponent: [0.13, null],
      transfer: [
        [0, null],
        [2, null],
      ],
      saturation: [
        [0, null],
        [80, null],
      ],
    });
    const solution = solve(model, openProblem(2));
    expect(solution.status).toBe('optimal');
    expect(solution.effective[1]).toBeNull();
    expect(solution.direction[1]).toBeNull();
    expect(solution.joint.ratio[1]).toBeGreaterThan(0.001);
  });

  it('no importance at all: all mixtures are equally good, and that is said', () => {
    const solution = solve(plainModel(3), openProblem(3, { importance: [0, 0, 0] }));
    expect(solution.objective).toBe(0);
    expect(solution.reason).toContain('all mixtures are equally good');
  });

  it('a language that may have no text and that nothing helps is named', () => {
    const solution = solve(plainModel(3), openProblem(3, { max: [1, 0, 1] }));
    expect(solution.status).toBe('infeasible');
    expect(solution.reason).toContain('l1 may have no text');
  });

  it('a model that breaks convexity is never called optimal', () => {
    const model = plainModel(3, {
      floor: [0.01, 0.01, 0.01],
      transfer: [
        [0, -0.2, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    });
    const solution = solve(model, openProblem(3));
    expect(solution.status).toBe('local');
    expect(solution.reason).toContain('the transfer from l0 to l1 is negative');
    const least = bruteForce(3, objective(model, openProblem(3)));
    expect(solution.joint.objective).toBeLessThanOrEqual(least + 1e-6);
  });

  it('cancelling stops between iterations and says so', () => {
    const { model, problem } = randomCase(8, 4, plainShape);
    let asked = 0;
    const solution = solve(model, problem, { isCancelled: () => ++asked > 3 });
    expect(solution.status).toBe('cancelled');
    expect(asked).toBe(4);
  });
});

describe('the budget sweep', () => {
  it('gives at each budget what solving it alone gives', () => {
    const { model, problem } = randomCase(6, 8, fullShape);
    const budgets = [1e9, 2e9, 4e9];
    const points = [...sweepBudgets(model, problem, budgets)];
    expect(points.map(({ tokens }) => tokens)).toEqual(budgets);
    for (const [k, tokens] of budgets.entries()) {
      expect(points[k]!.status, points[k]!.reason ?? '').toBe('optimal');
      expect(points[k]!.joint.objective).toBeCloseTo(solve(model, { ...problem, tokens }).joint.objective, 8);
    }
  });
});
