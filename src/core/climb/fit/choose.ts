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

/** What a form adds to the terms that the runs allow. */
type Choice = Pick<Form, 'law' | 'transfer' | 'pooling' | 'interference'>;

const linear: Choice = { law: 'power', transfer: 'linear', pooling: false, interference: null };
const saturating: Choice = { ...linear, transfer: 'saturating' };

/** What predicts best over sets of runs of all kinds (docs/model.md), from `mixturesForAll` mixtures on. */
const everything: Choice = { ...saturating, pooling: true, interference: 3e-3 };

/** Mixtures (repeats counted once) from which the whole form predicts better than the plain one. */
const mixturesForAll = 24;

/** From simple to rich. Ridges on the interference: 1e-2 keeps χ near 0, 1e-3 leaves it to some tens of runs. */
export const choices: readonly Choice[] = [
  linear,
  { ...linear, interference: 1e-2 },
  saturating,
  { ...saturating, interference: 1e-2 },
  { ...saturating, pooling: true },
  { ...everything, interference: 1e-2 },
  everything,
  { ...everything, interference: 1e-3 },
  { ...everything, law: 'irreducible' },
];

/** The form that is fitted unless the runs are asked to choose. */
export function usualChoice(mixtures: number, law: Form['law']): Choice {
  return { ...(mixtures < mixturesForAll ? linear : everything), law };
}

/**
 * The form that predicts held-out runs best, or the simplest whose errors are within one standard error of its (Breiman et al.
 * 1984, the one-standard-error rule, on paired differences by mixture).
 */
export function chooseForm(fitted: readonly FittedForm[]): FittedForm {
  const best = fitted.reduce((a, b) => (totalError(b) < totalError(a) ? b : a));
  return fitted.find((candidate) => candidate === best || withinOneError(candidate, best))!;
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
