// Models and problems at the edge of what numbers can hold: an answer that holds, or none.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProblem } from '../../../src/core/analysis/problem-file.ts';
import { openProblem, type AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import { readModel } from '../../../src/core/climb/model/model-file.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { usualTokens, type Model } from '../../../src/core/climb/model/model.ts';
import { jointOptimum, solve } from '../../../src/core/climb/optimum/solve.ts';

function modelOf(written: object): Model {
  const { model, problems } = readModel(JSON.stringify({ climbModel: 1, law: 'power', ...written }));
  if (model === null) throw new Error(problems.map(({ message }) => message).join(' '));
  return model;
}

const two = {
  languages: ['a', 'b'],
  coefficient: [2, 3],
  exponent: [0.2, 0.4],
  transfer: [
    [0, 0.1],
    [0.1, 0],
  ],
};
const problemOf = (model: Model, change: Partial<AllocationProblem> = {}): AllocationProblem => ({
  ...openProblem(model.languages, 1e6),
  ...change,
});

describe('The solver at the edge', () => {
  it('gives nothing to a language of which no text is available', () => {
    const model = modelOf({
      languages: ['a', 'b', 'c'],
      coefficient: [2, 2, 2],
      exponent: [0.2, 0.2, 0.2],
      pooling: [0.5, 0.5, 0.5],
      transfer: [
        [0, 0.1, 0.1],
        [0.1, 0, 0.1],
        [0.1, 0.1, 0],
      ],
    });
    const { status, joint } = solve(model, problemOf(model, { available: [0, null, null] }));
    expect(status).toBe('optimal');
    expect(joint.objective).toBeLessThan(2.2921);
    expect(joint.ratio[0]).toBe(0);
  });

  it('names the language that no text and no help reaches', () => {
    const model = modelOf({
      ...two,
      transfer: [
        [0, 0],
        [0, 0],
      ],
    });
    const { status, reason } = solve(model, problemOf(model, { available: [0, null] }));
    expect(status).toBe('infeasible');
    expect(reason).toContain('a may have no text');
  });

  it('says that a minimum asks for text that there is none of', () => {
    const model = modelOf(two);
    const { status, reason } = solve(model, problemOf(model, { available: [0, null], min: [0.1, 0] }));
    expect(status).toBe('infeasible');
    expect(reason).toContain('is above nothing, since none of its text is available');
  });

  it.each([
    ['coefficient', { coefficient: [-4, 1] }],
    ['budget term', { budget: { B: [-4, 1], beta: [0.1, 0.1] } }],
    ['size term', { size: { A: [-4, 1], alpha: [0.1, 0.1] }, scale: { tokens: 1e6, parameters: 1e8 } }],
  ])('claims no certificate where the %s is negative', (name, change) => {
    const model = modelOf({ ...two, ...change });
    const { status, reason } = solve(model, problemOf(model));
    expect(status).toBe('local');
    expect(reason).toContain(`the ${name} of a is negative`);
  });

  it('refuses a pooling exponent of zero', () => {
    const { model, problems } = readModel(
      JSON.stringify({ climbModel: 1, law: 'power', ...two, pooling: [0, 0] }),
    );
    expect(model).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
  });

  it.each([1e308, 1, 1e-300])('asks only how importances compare: %d', (importance) => {
    const model = modelOf(two);
    const { objective, ratio } = solve(model, problemOf(model, { importance: [importance, importance] }));
    const plain = solve(model, problemOf(model));
    expect(objective).toBeCloseTo(plain.objective, 9);
    ratio.forEach((share, t) => expect(share).toBeCloseTo(plain.ratio[t]!, 6));
  });

  it.each([5e-324, 1e-320, 2e-308])('takes %d, which no quantity has, for zero', (least) => {
    const matrix = (value: number) => [
      [0, value],
      [value, 0],
    ];
    const withNumber = (value: number) =>
      modelOf({ ...two, floor: [value, value], saturation: matrix(value), interference: matrix(value) });
    const [tiny, zero] = [withNumber(least), withNumber(0)].map((model) => solve(model, problemOf(model)));
    expect(tiny).toEqual(zero);
    const pooled = (value: number) => modelOf({ ...two, transfer: matrix(value), pooling: [0.9, 0.9] });
    expect(pooled(least)).toEqual(pooled(0));
    expect(readProblem(`{"available": [${least}, null]}`, ['a', 'b'], 1e9).problem!.available).toEqual([
      0,
      null,
    ]);
  });

  it('knows nothing to gain where coefficients are zero, absolutely and relatively', () => {
    const model = modelOf({ ...two, coefficient: [0, 1e-310] });
    for (const loss of ['absolute', 'relative'] as const) {
      const { status, ratio, objective, reason } = solve(model, problemOf(model, { loss }));
      expect({ status, ratio, objective }).toEqual({ status: 'optimal', ratio: [0.5, 0.5], objective: 0 });
      expect(reason).toContain('all mixtures are equally good');
    }
  });

  it('never calls a mixture exact whose shares do not sum to 1', () => {
    for (const coefficient of [2.3e-308, 1e-307, 1e-306]) {
      const languages = Array.from({ length: 40 }, (_, t) => `l${t}`);
      const model = modelOf({
        languages,
        coefficient: languages.map(() => coefficient),
        exponent: languages.map((_, t) => 0.1 + 0.01 * t),
        transfer: languages.map((_, s) => languages.map((_, t) => (s === t ? 0 : 0.05))),
      });
      const { status, ratio } = solve(model, problemOf(model));
      if (status === 'optimal') expect(ratio.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
    }
  });

  it.each([1e-12, 1e-11, 4e-11, 1e-10, 1e-9])('takes minima that leave %d for what they say', (room) => {
    const model = modelOf({
      languages: ['l0', 'l1', 'l2'],
      coefficient: [4.971789723737508, 2.4949472221032867, 2.080760836292958],
      exponent: [0.5584159547179708, 0.6979479933922232, 0.09473319715832582],
      transfer: [
        [0, 0, 0],
        [0, 0, 0],
        [0.03028120929418815, 0.19859014345113457, 0],
      ],
      floor: [1e-8, 1e-8, 1e-8],
    });
    const within = (least: number) =>
      problemOf(model, {
        groups: [
          { name: 'one', members: [0], min: 0.38, max: 1 },
          { name: 'others', members: [1, 2], min: least, max: 1 },
        ],
      });
    const { status, joint } = solve(model, within(0.62 - room));
    expect(status).toBe('optimal');
    expect(joint.ratio[1]).toBeCloseTo(0.545015, 5);
  });

  it.each([
    ['plain', {}],
    ['pooling', { pooling: [0.9, 0.9] }],
    [
      'saturating',
      {
        saturation: [
          [0, 3],
          [3, 0],
        ],
      },
    ],
  ])('finds the mixtures that strong interference leaves (%s)', (_, terms) => {
    const model = modelOf({
      ...two,
      ...terms,
      interference: [
        [0, 10_000],
        [0, 0],
      ],
    });
    const problem = problemOf(model);
    const { status, joint } = solve(model, problem);
    expect(status).toBe('optimal');
    expect(joint.objective).toBeCloseTo(evaluateAllocation(model, problem, [0, 1]).objective, 6);
    expect(jointOptimum(model, problem, [0.5, 0.5])![1]).toBeCloseTo(1, 6);
  });

  it.each([
    ['2343', 5367349.131669443],
    ['2170', null],
    ['2074', null],
  ])('closes the gap of model %s', (name, tokens) => {
    const read = (kind: string): unknown =>
      JSON.parse(
        readFileSync(new URL(`../../fixtures/solver/stalled-${name}.${kind}.json`, import.meta.url), 'utf8'),
      );
    const model = modelOf(read('model') as object);
    const { groups = [], ...given } = read('problem') as Partial<AllocationProblem>;
    const problem = problemOf(model, {
      ...given,
      tokens: tokens ?? usualTokens(model),
      groups: groups.map((group, k) => ({ ...group, name: `g${k}` })),
    });
    expect(solve(model, problem)).toMatchObject({ status: 'optimal' });
  });

  it('never claims an optimum that a random mixture beats, whatever the sizes of the numbers', () => {
    const size = fc.constantFrom(5e-324, 3e-308, 1e-300, 1e-12, 1e-6, 1e-3, 0.1, 1, 10, 1e4);
    const three = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
      fc.array(value, { minLength: 3, maxLength: 3 });
    const arbitrary = fc.record({
      coefficient: three(size),
      exponent: three(fc.constantFrom(1e-3, 0.05, 0.3, 1, 3)),
      floor: three(fc.constantFrom(0, 5e-324, 1e-9, 1e-4, 0.1)),
      pooling: three(fc.constantFrom(0.3, 0.7, 1)),
      tau: three(three(fc.constantFrom(0, 5e-324, 1e-6, 0.05, 1, 20))),
      importance: three(fc.constantFrom(0, 1e-9, 1, 1e200)),
      available: three(fc.constantFrom(null, 0, 1e3, 1e6, 1e12)),
      guess: three(fc.double({ min: 0.01, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(arbitrary, ({ tau, importance, available, guess, ...law }) => {
        const transfer = tau.map((row, s) => row.map((value, t) => (s === t ? 0 : value)));
        const model = modelOf({ languages: ['a', 'b', 'c'], transfer, ...law });
        const problem = problemOf(model, { importance, available });
        const { status, joint } = solve(model, problem);
        if (status !== 'optimal' || available.every((text) => text === 0)) return;
        expect(joint.gap).toBeGreaterThanOrEqual(0);
        expect(joint.ratio.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
        const sum = guess.reduce((total, share, s) => total + (available[s] === 0 ? 0 : share), 0);
        const ratio = guess.map((share, s) => (available[s] === 0 ? 0 : share / sum));
        const other = evaluateAllocation(model, problem, ratio).objective;
        expect(joint.objective).toBeLessThanOrEqual(other + Math.max(1e-9, 1e-12 * Math.abs(other)));
      }),
      { seed: 20261126, numRuns: 300 },
    );
  });
});
