import type { TargetFit } from './fit-target.ts';
import type { Form } from './form.ts';
import type { TargetData } from './target-data.ts';

export interface FittedTarget {
  readonly data: TargetData;
  readonly fit: TargetFit;
  /** Loss of each row as predicted by the fit that did not see it, nats. */
  readonly heldOut: Float64Array;
}

/** All targets fitted in one form. */
export interface FittedForm {
  readonly form: Form;
  readonly targets: readonly FittedTarget[];
}

/** Most forms that `chooseForm` tries. */
export const mostForms = 9;

/** Ridges on the interference, from strong to weak: 1e-1 keeps χ near 0, 1e-3 leaves it to some tens of runs. */
const ridges = [1e-1, 1e-2, 1e-3];

/**
 * The form that predicts held-out runs best, preferring the simpler one wherever the difference is within one standard error
 * (Breiman et al. 1984, the one-standard-error rule, on paired differences by mixture). Decided in stages, each building on
 * the one before: transfers linear or saturating; interference with one of three ridges, or none; pooling; irreducible loss.
 */
export function chooseForm(plain: Form, fitForm: (form: Form) => FittedForm): FittedForm {
  let chosen = fitForm({ ...plain, transfer: 'linear' });
  const consider = (candidates: readonly Form[]): void => {
    const fitted = candidates.map(fitForm);
    let best: FittedForm = chosen;
    for (const candidate of fitted) if (totalError(candidate) < totalError(best)) best = candidate;
    if (best === chosen) return;
    // Candidates come from simple to rich.
    chosen = [chosen, ...fitted].find((candidate) => candidate === best || withinOneError(candidate, best))!;
  };
  if (plain.transfer === 'saturating') consider([plain]);
  consider(ridges.map((interference) => ({ ...chosen.form, interference })));
  consider([{ ...chosen.form, pooling: true }]);
  consider([{ ...chosen.form, law: 'irreducible' }]);
  return chosen;
}

/** Mean absolute error of held-out log-loss by mixture, averaged over targets and repeats. */
function errorByMixture({ targets }: FittedForm): Map<number, number> {
  const sums = new Map<number, { error: number; count: number }>();
  for (const { data, heldOut } of targets) {
    heldOut.forEach((predicted, row) => {
      const sum = sums.get(data.group[row]!) ?? { error: 0, count: 0 };
      sum.error += Math.abs(Math.log(predicted) - data.logLoss[row]!);
      sum.count++;
      sums.set(data.group[row]!, sum);
    });
  }
  return new Map([...sums].map(([group, { error, count }]) => [group, error / count]));
}

function totalError(fitted: FittedForm): number {
  let sum = 0;
  for (const error of errorByMixture(fitted).values()) sum += error;
  return sum;
}

/** Whether `simple` errs more than `best` by at most one standard error of the difference. */
function withinOneError(simple: FittedForm, best: FittedForm): boolean {
  const bestErrors = errorByMixture(best);
  const differences = [...errorByMixture(simple)].map(([group, error]) => error - bestErrors.get(group)!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const square = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean <= Math.sqrt(square / (differences.length - 1) / differences.length);
}
