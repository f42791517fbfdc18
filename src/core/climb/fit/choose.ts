import type { TargetFit } from './target-fit.ts';
import type { Form } from '../model/terms.ts';
import type { TargetData } from './target-data.ts';
import { median } from '../dense/median.ts';
import { mean, squaresAroundMean } from '../dense/statistics.ts';

export interface FittedTarget {
  readonly data: TargetData;
  readonly fit: TargetFit;
  /** log(predicted/observed) of each row by the fits that did not see its mixture, averaged over repeats. */
  readonly heldOut: Float64Array;
}

/** All targets fitted in one form. */
export interface FittedForm {
  readonly form: Form;
  /** R*; null: repeated text counts as new. */
  readonly repetition: number | null;
  readonly targets: readonly FittedTarget[];
  /** The fits of the cross-validation, one list of targets a part left out. */
  readonly parts: readonly (readonly TargetFit[])[];
}

/** What a form adds to the terms that the runs allow. */
export type Choice = Pick<Form, 'law' | 'transfer' | 'pooling' | 'interference'>;

const linear: Choice = { law: 'power', transfer: 'linear', pooling: false, interference: null };
/** The form in which widths and R* are judged, and from which the others start. */
export const bent: Choice = { ...linear, transfer: 'saturating', pooling: true };
/** Ridges on χ: standard deviations of 0.05, 0.18 and 0.32 a share at residuals of 1 %. */
const narrow = 0.04;
const wide = 3e-3;
const widest = 1e-3;

export const narrowly: Choice = { ...bent, interference: narrow };

/** From simple to rich. */
export const choices: readonly Choice[] = [
  linear,
  bent,
  narrowly,
  { ...bent, interference: wide },
  { ...bent, interference: widest, law: 'irreducible' },
];

/** More room for interference than `narrowly` gives it. */
export const isRich = ({ interference }: Choice): boolean => interference !== null && interference < narrow;

/** Errors beyond this many times a language's median count no more: one absurd loss decides nothing. */
const clip = 6;

/** Mean absolute error of held-out log-loss of each mixture, averaged over targets, budgets and repeats. */
function errorByMixture({ targets }: FittedForm): Float64Array {
  const mixtures = targets.reduce(
    (most, { data }) => data.mixture.reduce((a, b) => Math.max(a, b + 1), most),
    0,
  );
  const error = new Float64Array(mixtures);
  const count = new Float64Array(mixtures);
  for (const { data, heldOut } of targets) {
    const sizes = heldOut.map(Math.abs);
    const most = clip * median(sizes);
    for (let row = 0; row < sizes.length; row++) {
      const mixture = data.mixture[row]!;
      error[mixture]! += Math.min(sizes[row]!, most);
      count[mixture]!++;
    }
  }
  return error.map((sum, mixture) => sum / count[mixture]!).filter((_, mixture) => count[mixture]! > 0);
}

export const totalError = (fitted: FittedForm): number =>
  errorByMixture(fitted).reduce((sum, error) => sum + error, 0);

export function leastError(fitted: readonly FittedForm[]): FittedForm {
  const errors = fitted.map(totalError);
  return fitted.reduce((best, candidate, i) =>
    errors[i]! < errors[fitted.indexOf(best)]! ? candidate : best,
  );
}

/**
 * The form that predicts held-out runs best, or the simplest whose errors are within one standard error of its (Breiman et al.
 * 1984, the one-standard-error rule, on paired differences by mixture); and the others that are within it.
 */
export function chooseForm(fitted: readonly FittedForm[]): {
  readonly chosen: FittedForm;
  readonly others: readonly FittedForm[];
} {
  const best = leastError(fitted);
  const good = fitted.filter((candidate) => candidate === best || withinOneError(candidate, best));
  return { chosen: good[0]!, others: good.slice(1) };
}

/** Whether `simple` errs more than `best` by at most one standard error of the difference. */
function withinOneError(simple: FittedForm, best: FittedForm): boolean {
  const bestErrors = errorByMixture(best);
  const differences = errorByMixture(simple).map((error, mixture) => error - bestErrors[mixture]!);
  const n = differences.length;
  return mean(differences) <= Math.sqrt(squaresAroundMean(differences) / (n - 1) / n);
}
