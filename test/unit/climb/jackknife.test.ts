import { expect, test } from 'vitest';
import { bent } from '../../../src/core/climb/fit/choose.ts';
import { logErrors } from '../../../src/core/climb/fit/fit-target.ts';
import { fewestSteps, fewSteps, twoSteps } from '../../../src/core/climb/fit/effort.ts';
import { fine, type Limits } from '../../../src/core/climb/fit/least-squares.ts';
import { initialShrinkage } from '../../../src/core/climb/fit/shrinkage.ts';
import type { TargetFit } from '../../../src/core/climb/fit/target-fit.ts';
import { TargetTasks, type TargetAnswer } from '../../../src/core/climb/fit/target-task.ts';
import { allRows } from '../../../src/core/climb/fit/target-data.ts';
import { variedTerms } from '../../../src/core/climb/model/terms.ts';
import { simulate } from '../../simulated.ts';

const { runs } = simulate({ languages: 6, runs: 300, law: 'B' }, 3);
const tasks = new TargetTasks(runs, null);
const form = { ...variedTerms(() => false), ...bent };
const common = { form, repetition: null, shrinkage: initialShrinkage(1) };

/** The fits of every target, and those without each fold, to the end or as far as `limits` say. */
const known = runs.languages.map(
  (_, target) =>
    tasks.answer({ ...common, target, by: 'starts', known: null, repeats: [0, 0], limits: fine }).fit,
);
const refitted = (limits: Limits): TargetAnswer[] =>
  known.map((fit, target) =>
    tasks.answer({ ...common, target, by: 'known', known: fit, repeats: [0, 2], limits }),
  );

/** Root mean square of how far refits move the predicted log-loss of each run. */
function spread(answers: readonly TargetAnswer[]): number {
  let square = 0;
  let count = 0;
  answers.forEach(({ parts, fit }, target) => {
    const data = tasks.dataOf({ target, repetition: null });
    const errors = (of: TargetFit): Float64Array => logErrors(data, of, allRows(data));
    const whole = errors(fit);
    for (const part of parts) {
      errors(part).forEach((error, row) => {
        square += (error - whole[row]!) ** 2;
        count++;
      });
    }
  });
  return Math.sqrt(square / count);
}

const heldOut = (answers: readonly TargetAnswer[]): number =>
  answers
    .flatMap((answer) => Array.from(answer.heldOut!, Math.abs))
    .reduce((sum, error, _, { length }) => sum + error / length, 0);

const toTheEnd = refitted(fine);

test('two Newton steps, the judge of forms, know the error of runs that were not seen', () => {
  expect(heldOut(refitted(twoSteps)) / heldOut(toTheEnd)).toBeCloseTo(1, 2);
});

test.each([
  ['three', fewestSteps],
  ['five', fewSteps],
])('an ensemble of refits of %s Newton steps is as wide as one of refits to the end', (_, limits) => {
  const few = refitted(limits);
  expect(Math.abs(spread(few) / spread(toTheEnd) - 1)).toBeLessThan(0.1);
  expect(heldOut(few) / heldOut(toTheEnd)).toBeCloseTo(1, 2);
});
