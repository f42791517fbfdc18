import { expect, test } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { memberModels, pulledModels, type Model } from '../../../src/core/climb/model/model.ts';
import { simulate } from '../../simulated.ts';

const tied = simulate({ languages: 4, runs: 40, law: 'A', tied: true }, 1);
const model = fit(tied.runs, { law: 'power' });

/** What moving text from the first language to its neighbour is said to change: no run tells it, since both always came together. */
const moved = (judge: Model): number => {
  const objective = (ratio: readonly number[]): number =>
    evaluateAllocation(judge, tied.problem, ratio).objective;
  return Math.log(objective([0.4, 0.1, 0.25, 0.25]) / objective([0.1, 0.4, 0.25, 0.25]));
};

const spread = (values: readonly number[], around: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - around) ** 2, 0) / values.length);

test('what relatedness decides is uncertain in the drawn pulls, where refits that share the pulls agree', () => {
  const pulled = pulledModels(model);
  expect(pulled).toHaveLength(20);
  const plain = moved(model);
  const byPulls = spread(pulled.map(moved), plain);
  // The jackknife's factor for refits to four fifths of the mixtures.
  const byRefits = 2 * spread(memberModels(model).map(moved), plain);
  expect(byPulls).toBeGreaterThan(byRefits);
});

test('the drawn pulls do not depend on the order of the languages', () => {
  const order = [2, 0, 3, 1];
  const permuted = <T>(values: readonly T[]): T[] => order.flatMap((index) => values.slice(index, index + 1));
  const other = fit(
    {
      languages: permuted(tied.runs.languages),
      runs: tied.runs.runs.map((run) => ({ ...run, ratio: permuted(run.ratio), loss: permuted(run.loss) })),
      problems: [],
    },
    { law: 'power' },
  );
  pulledModels(model).forEach(({ exponent }, draw) =>
    permuted(exponent).forEach((value, i) =>
      expect(pulledModels(other)[draw]?.exponent[i]).toBeCloseTo(value ?? Number.NaN, 2),
    ),
  );
});
