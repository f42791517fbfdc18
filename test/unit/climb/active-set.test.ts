import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/climb/model/compiled.ts';
import { Evaluator } from '../../../src/core/climb/model/evaluator.ts';
import { hasActiveSet, minimise } from '../../../src/core/climb/optimum/active-set.ts';
import { feasibleMixtures } from '../../../src/core/climb/optimum/feasible.ts';
import { interiorPoint } from '../../../src/core/climb/optimum/interior.ts';
import type { Polytope } from '../../../src/core/climb/optimum/polytope.ts';
import { project } from '../../../src/core/climb/optimum/projection.ts';
import { anyShape, fullShape, plainShape, random, randomCase, randomMixture, type Shape } from './models.ts';

const seeds = fc.integer({ min: 1, max: 1e6 });
const neverCancelled = (): boolean => false;

/** A random problem whose shares have bounds. */
function bounded(n: number, seed: number, shape: Shape): { evaluator: Evaluator; polytope: Polytope } {
  const { model, problem } = randomCase(n, seed, shape);
  const next = random(seed + 1);
  const limits = {
    min: problem.min.map(() => (0.5 * next()) / n),
    max: problem.max.map(() => (1.5 + next()) / n),
  };
  const mixtures = feasibleMixtures({ ...problem, ...limits }, model.languages);
  if (mixtures.kind !== 'feasible') throw new Error(mixtures.reason);
  const { variables, ratio, polytope } = mixtures;
  return {
    evaluator: new Evaluator(compile(model, problem, { targets: variables, variables, ratio })),
    polytope,
  };
}

describe('the active set', () => {
  it('finds, from any mixture, the least F that the interior point finds, and proves it', () => {
    fc.assert(
      fc.property(seeds, anyShape, fc.integer({ min: 2, max: 20 }), (seed, shape, n) => {
        const { evaluator, polytope } = bounded(n, seed, { ...shape, pooling: false });
        const start = randomMixture(n, random(seed));
        project(1, polytope.lower, polytope.upper, new Float64Array(n).fill(1), start);
        const found = minimise(evaluator, polytope, start, 1e-11, neverCancelled);
        const inside = interiorPoint(evaluator, polytope, polytope.interior, null, 1e-10, neverCancelled);
        expect(found.gap).toBeLessThanOrEqual(1e-7);
        expect(evaluator.value(found.ratio)).toBeLessThanOrEqual(inside.objective + found.gap + 1e-12);
        expect(evaluator.value(found.ratio)).toBeGreaterThanOrEqual(inside.objective - inside.gap - 1e-12);
        expect(found.ratio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        found.ratio.forEach((share, j) => {
          expect(share).toBeGreaterThanOrEqual(polytope.lower[j]!);
          expect(share).toBeLessThanOrEqual(polytope.upper[j]!);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('leaves pooling, whose slopes have no bound, to the interior point', () => {
    const { evaluator, polytope } = bounded(5, 3, fullShape);
    expect(hasActiveSet(evaluator, polytope)).toBe(false);
    const plain = bounded(5, 3, plainShape);
    expect(hasActiveSet(plain.evaluator, plain.polytope)).toBe(true);
  });
});

describe('the projection', () => {
  it('cuts to the box and keeps the sum', () => {
    const point = Float64Array.of(2, 0.4, -1);
    project(1, new Float64Array(3), new Float64Array(3).fill(0.7), new Float64Array(3).fill(1), point);
    expect([...point]).toEqual([0.7, expect.closeTo(0.3, 12), 0]);
  });
});
