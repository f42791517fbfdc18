import { expect, it } from 'vitest';
import type { AllocationProblem } from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { judge } from '../../../src/core/evidence/verdict.ts';
import { model, problem } from '../report/three-languages.ts';

const current = [0.5, 0.3, 0.2];

it.each<[string, Partial<Model>, Partial<AllocationProblem>, string]>([
  ['no language counts', {}, { importance: [0, 0, 0] }, 'all mixtures are equally good'],
  [
    'every loss is infinite',
    {
      interference: [
        [0, 1e5, 1e5],
        [1e5, 0, 1e5],
        [1e5, 1e5, 0],
      ],
    },
    {},
    'finite',
  ],
])('No gain is stated where nothing can be compared: %s', (_, law, asked, reason) => {
  const given = { ...model, ...law };
  const wanted = { ...problem, ...asked };
  const judged = judge(given, wanted, solve(given, wanted, { current }));
  expect(judged).toMatchObject({ kind: 'untold', gain: null });
  expect(judged.reasons[0]).toContain(reason);
});
