import { expect, test } from 'vitest';
import { planRuns } from '../../../src/core/climb/plan/plan.ts';
import { priorModel } from '../../../src/core/climb/fit/prior.ts';
import { plantedRuns } from './planted.ts';

const languages = ['eng', 'deu', 'rus', 'ukr'].map((iso639_3) => ({
  code: iso639_3,
  iso639_3,
  script: null,
}));
const prior = priorModel(languages);

test('planned mixtures are mixtures, and tell the transfers better', () => {
  const plan = planRuns({ model: prior, done: [], count: 12, tokens: null });
  expect(plan.mixtures).toHaveLength(12);
  for (const ratio of plan.mixtures) {
    expect(ratio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...ratio)).toBeGreaterThanOrEqual(0);
  }
  expect(plan.medianDrop).toBeLessThan(0.5);
  plan.after.forEach((row, s) =>
    row.forEach((error, t) => {
      if (s === t) expect(error).toBeNull();
      else expect(error!).toBeLessThan(plan.before[s]![t]!);
    }),
  );
});

test('no mixture is planned twice, nor again when planning goes on', () => {
  const first = planRuns({ model: prior, done: [], count: 24, tokens: null }).mixtures;
  const done = first.map((ratio) => ({ ratio, tokens: null }));
  const all = [...first, ...planRuns({ model: prior, done, count: 24, tokens: null }).mixtures];
  expect(new Set(all.map(String)).size).toBe(48);
});

test('a language with little text gets no more than its limit', () => {
  const maxShare = [1, 0.1, 1, 0.05];
  for (const ratio of planRuns({ model: prior, done: [], count: 24, tokens: null, maxShare }).mixtures) {
    ratio.forEach((share, i) => expect(share).toBeLessThanOrEqual(maxShare[i]!));
    expect(ratio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  }
});

test('they tell more than as many random ones', () => {
  const { runs } = plantedRuns({ languages: 4, runs: 12, noise: 0 });
  const planned = planRuns({ model: prior, done: [], count: 12, tokens: null });
  const random = planRuns({ model: prior, done: runs.runs, count: 0, tokens: null });
  expect(logSum(planned.after)).toBeLessThan(logSum(random.after));
});

test('a source that no run has seen is looked at first', () => {
  const done = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((a) => [
    { ratio: [a, 1 - a, 0, 0], tokens: null },
    { ratio: [a, 0, 1 - a, 0], tokens: null },
    { ratio: [0, a, 1 - a, 0], tokens: null },
  ]);
  const { mixtures } = planRuns({ model: prior, done, count: 3, tokens: null });
  expect(mixtures[0]![3]).toBeGreaterThan(0);
});

function logSum(errors: readonly (readonly (number | null)[])[]): number {
  return errors.flat().reduce<number>((sum, error) => sum + (error === null ? 0 : Math.log(error)), 0);
}
