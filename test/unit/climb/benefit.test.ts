import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenBenefits } from '../../../src/core/climb/model/benefit.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { anyShape, fullShape, random, randomCase, randomMixture } from './models.ts';

describe('the marginal benefit of a token', () => {
  it('agrees with finite differences of the objective', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), anyShape, (seed, shape) => {
        const { model, problem } = randomCase(4, seed, shape);
        const r = randomMixture(4, random(seed + 1));
        const objective = (s: number, move: number): number =>
          evaluateAllocation(
            model,
            problem,
            r.map((share, j) => (j === s ? share + move : share)),
          ).objective;
        tokenBenefits(model, problem, r).forEach((benefit, s) => {
          const h = 1e-6 * r[s]!;
          const slope = (objective(s, -h) - objective(s, h)) / (2 * h);
          expect(Math.abs(benefit! - slope)).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is the same at the optimum for every language that no limit holds', () => {
    const { model, problem } = randomCase(5, 3, fullShape);
    const { joint } = solve(model, problem);
    const free = tokenBenefits(model, problem, joint.ratio).filter((_, s) => {
      const [share, least, most] = [joint.ratio[s]!, problem.min[s]!, problem.max[s]!];
      return share > least + 1e-4 && share < most - 1e-4;
    });
    expect(free.length).toBeGreaterThan(1);
    for (const benefit of free) expect(benefit! / free[0]!).toBeCloseTo(1, 3);
  });

  it('is finite where pooling makes the slope at a zero share infinite', () => {
    const { model, problem } = randomCase(3, 4, fullShape);
    for (const benefit of tokenBenefits(model, problem, [0.5, 0.5, 0]))
      expect(Number.isFinite(benefit)).toBe(true);
  });
});
