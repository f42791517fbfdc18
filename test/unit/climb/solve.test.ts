import { describe, expect, it } from 'vitest';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { fullShape, openProblem, plainModel, plainShape, randomCase } from './models.ts';

describe('solve', () => {
  it('gives alike languages without transfer equal shares', () => {
    const solution = solve(plainModel(4), openProblem(4));
    expect(solution.status).toBe('optimal');
    for (const r of [...solution.twoSteps.ratio, ...solution.joint.ratio]) expect(r).toBeCloseTo(0.25, 7);
  });

  for (const [name, shape] of [
    ['plain', plainShape],
    ['full', fullShape],
  ] as const)
    for (const n of [2, 3, 8, 30])
      it(`solves a ${name} model of ${n} languages`, () => {
        const { model, problem } = randomCase(n, 7 + n, shape);
        const solution = solve(model, problem);
        expect(solution.status, solution.reason ?? '').toBe('optimal');
        expect(solution.joint.gap).toBeLessThanOrEqual(1e-9);
        expect(solution.joint.objective).toBeLessThanOrEqual(solution.twoSteps.objective);
        expect(solution.twoSteps.ratio.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      });

  it('takes fewer steps from a mixture near the optimum', () => {
    const { model, problem } = randomCase(20, 4, fullShape);
    const cold = solve(model, problem);
    const warm = solve(model, { ...problem, tokens: 1.1 * problem.tokens }, { start: cold.joint.ratio });
    expect(warm.status).toBe('optimal');
    expect(warm.iterations.joint).toBeLessThan(0.9 * cold.iterations.joint);
  });

  it('says which minima exceed the budget together', () => {
    const solution = solve(plainModel(3), openProblem(3, { min: [0.6, 0.1, 0.5] }));
    expect(solution.status).toBe('infeasible');
    expect(solution.reason).toBe('The minima of l0, l2 sum to 110\u00a0%, more than 100\u00a0%.');
  });

  it.each([
    [{ min: [0.5, 0.5001] }, 'The minima of l1, l0 sum to 100.01\u00a0%, more than 100\u00a0%.'],
    [
      { max: [0.5, 0.499999] },
      'The most that all languages may have sums to 99.9999\u00a0%, less than 100\u00a0%.',
    ],
    [
      { min: [0.500001, 0], max: [0.5, 1] },
      'The minimum of l0, 50.0001\u00a0%, is above its maximum, 50\u00a0%.',
    ],
  ])('shows as many digits as tell two sums apart: %o', (limits, reason) => {
    expect(solve(plainModel(2), openProblem(2, limits)).reason).toBe(reason);
  });
});

describe('the recommended mixture', () => {
  const { model, problem } = randomCase(5, 3, fullShape);

  it('is the joint optimum unless the two steps are asked for', () => {
    const { ratio, objective, joint, method } = solve(model, problem);
    expect({ ratio, objective, method }).toEqual({
      ratio: joint.ratio,
      objective: joint.objective,
      method: 'joint',
    });
  });

  it('is the paper’s mixture by the method two-steps; both are there either way', () => {
    const solution = solve(model, problem, { method: 'two-steps' });
    expect(solution).toMatchObject({ method: 'two-steps', ...solution.twoSteps });
    expect(solution.joint.objective).toBeLessThan(solution.objective);
  });
});
