import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gmres } from '../../../src/core/climb/dense/gmres.ts';
import { compile } from '../../../src/core/climb/model/compiled.ts';
import { Evaluator } from '../../../src/core/climb/model/evaluator.ts';
import { minimise } from '../../../src/core/climb/optimum/active-set.ts';
import { equalBenefits } from '../../../src/core/climb/optimum/equal-benefits.ts';
import { feasibleMixtures } from '../../../src/core/climb/optimum/feasible.ts';
import { interiorPoint, type InteriorResult } from '../../../src/core/climb/optimum/interior.ts';
import { benefitCeiling } from '../../../src/core/climb/optimum/solve.ts';
import { anyShape, openProblem, plainModel, plainShape, random, randomCase } from './models.ts';

const neverCancelled = (): boolean => false;

type Case = ReturnType<typeof randomCase>;

/** The two steps' optimum from the joint one: by equal benefits, and by the interior point. */
function both({ model, problem }: Case): { found: InteriorResult | null; inside: InteriorResult } {
  const mixtures = feasibleMixtures(problem, model.languages);
  if (mixtures.kind !== 'feasible') throw new Error(mixtures.reason);
  const { variables, ratio, polytope } = mixtures;
  const evaluator = new Evaluator(compile(model, problem, { targets: variables, variables, ratio }));
  const ceiling = benefitCeiling(evaluator);
  const joint = minimise(evaluator, polytope, polytope.interior, 1e-10, neverCancelled).ratio;
  const rows = Int32Array.from(joint.keys());
  return {
    found: equalBenefits(evaluator, polytope, ceiling, rows, joint, neverCancelled),
    inside: interiorPoint(evaluator, polytope, polytope.interior, ceiling, 1e-9, neverCancelled),
  };
}

describe('equal benefits', () => {
  it('are the least level that the interior point finds, and prove it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        anyShape,
        fc.integer({ min: 2, max: 20 }),
        fc.boolean(),
        (seed, shape, n, floors) => {
          const given = randomCase(n, seed, { ...shape, pooling: false });
          const next = random(seed + 1);
          const min = given.problem.min.map(() => (floors ? (0.9 * next()) / n : 0));
          const { found, inside } = both({ ...given, problem: { ...given.problem, min } });
          if (found === null) return;
          expect(found.levelGap).toBeLessThanOrEqual(1e-11);
          expect(found.level).toBeLessThanOrEqual(inside.level + 1e-11);
          expect(found.level).toBeGreaterThanOrEqual(inside.level - inside.levelGap - 1e-11);
          expect(found.objective).toBeLessThanOrEqual(inside.objective + 1e-5);
          expect(found.ratio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
          found.ratio.forEach((share, j) => expect(share).toBeGreaterThanOrEqual(min[j]!));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are found, whichever languages have no share', () => {
    const cases = Array.from({ length: 20 }, (_, k) => both(randomCase(40, k + 1, plainShape)));
    expect(cases.filter(({ found }) => found !== null).length).toBeGreaterThanOrEqual(19);
    expect(cases.some(({ found }) => found?.ratio.includes(0))).toBe(true);
  });

  it('are none where a language may not have the share that they ask for', () => {
    const model = plainModel(3, { coefficient: [3, 1, 1] });
    expect(both({ model, problem: openProblem(3) }).found).not.toBeNull();
    expect(both({ model, problem: openProblem(3, { max: [0.4, 1, 1] }) }).found).toBeNull();
  });
});

describe('generalised minimal residuals', () => {
  it('solve a system that is not symmetric, and say where they did not', () => {
    const n = 30;
    const next = random(4);
    const matrix = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (__, j) => (i === j ? 2 : 0) + next() / 10),
    );
    const times = (v: Float64Array, product: Float64Array): void => {
      matrix.forEach((row, i) => (product[i] = row.reduce((sum, entry, j) => sum + entry * v[j]!, 0)));
    };
    const wanted = Float64Array.from({ length: n }, () => next() - 0.5);
    const b = new Float64Array(n);
    times(wanted, b);
    const x = new Float64Array(n);
    expect(gmres(times, b, 1e-14, n, x)).toBe(true);
    x.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 12));
    expect(gmres(times, b, 1e-14, 2, x)).toBe(false);
  });
});
