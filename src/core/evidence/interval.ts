import { deviation, rootMeanSquare } from '../climb/dense/statistics.ts';
import type { Allocation, AllocationProblem } from '../climb/model/allocation.ts';
import { predictorOf } from '../climb/model/evaluate.ts';
import { jackknifeFactor, memberModels, ofLanguage, type Model } from '../climb/model/model.ts';
import { growthBeyond } from './extrapolation.ts';
import { ninety } from './thresholds.ts';
import { elementAt } from '../text/elements.ts';

/** A predicted value with its 90 % interval; `low`/`high` null: no uncertainty is known. `value` null: nothing predicted. */
export interface Prediction {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A predicted value with its 90 % interval; `spread`: of its logarithm, null: not known. */
export const withInterval = (value: number | null, spread: number | null): Prediction =>
  value === null || spread === null
    ? { value, low: null, high: null }
    : { value, low: value * Math.exp(-ninety * spread), high: value * Math.exp(ninety * spread) };

/** Standard deviations of predicted log-losses and of the log-objective; null where nothing is known. */
export interface PredictionSpread {
  readonly loss: readonly (number | null)[];
  readonly objective: number | null;
}

/**
 * How far predictions of a new run may be off: what unseen runs missed, robustly, so that a bad row does not widen it, and how far
 * the members of the ensemble disagree about the mixture; wider beyond the budgets and sizes of the runs, unknown where these are one.
 */
export function spreadOf(
  model: Model,
  problem: AllocationProblem,
): (allocation: Allocation) => PredictionSpread {
  const growth = growthBeyond(model, problem);
  if (growth === null) return ({ loss }) => ({ loss: loss.map(() => null), objective: null });
  const predictors = memberModels(model).map((member) => predictorOf(member, problem));
  const scale = model.ensemble == null ? 0 : jackknifeFactor(model.ensemble.fraction);
  const wide = (unseen: number | null, parameters: number): number | null =>
    unseen === null ? null : growth * Math.hypot(unseen, parameters);
  return (allocation) => {
    const members = predictors.map((predict) => predict(allocation.ratio));
    const disagreement = (of: (member: Pick<Allocation, 'loss' | 'objective'>) => number | null): number =>
      scale * deviationOfFinite(members.map((member) => Math.log(of(member) ?? Number.NaN)));
    return {
      loss: allocation.loss.map((_, t) =>
        wide(
          unseenSpread(model, t),
          disagreement((member) => elementAt(member.loss, t)),
        ),
      ),
      objective: wide(
        objectiveSpread(model, objectiveWeights(allocation, problem)),
        disagreement((member) => member.objective),
      ),
    };
  };
}

/** Standard deviation of the finite values; 0 where there are fewer than two. */
function deviationOfFinite(values: readonly number[]): number {
  const known = values.filter((value) => Number.isFinite(value));
  return known.length < 2 ? 0 : deviation(known);
}

/** Spread of a language's log-loss in unseen runs; null: the model has no quality to tell it from. */
function unseenSpread(model: Model, i: number): number | null {
  const { quality } = model;
  if (quality === null) return null;
  const code = elementAt(model.languages, i);
  const robust = quality.evidence && ofLanguage(quality.evidence.heldOutSpread, code);
  return robust ?? ofLanguage(quality.cvLogRmse, code) ?? null;
}

/**
 * Spread of the weighted mean of log-losses, the objective's relative error. Errors of one run go together over languages
 * (seed, schedule), neither fully nor not at all, so they are averaged run by run as they came out, and scaled from fitted to
 * cross-validated error. Where not every run measured every language, full correlation is assumed: wider, never narrower.
 *
 * @param weights each language's part of the objective, by model index, any scale; languages that count nothing have 0
 * @returns null where a language that counts has no cross-validated spread
 */
function objectiveSpread(model: Model, weights: readonly number[]): number | null {
  const counted: { readonly weight: number; readonly spread: number; readonly errors: readonly number[] }[] =
    [];
  for (const [i, code] of model.languages.entries()) {
    const weight = weights[i] ?? 0;
    if (!(weight > 0)) continue;
    const spread = unseenSpread(model, i);
    if (spread === null) return null;
    const residuals = model.quality && ofLanguage(model.quality.residuals, code);
    const errors = residuals?.observed.map((observed, run) =>
      Math.log(observed / elementAt(residuals.predicted, run)),
    );
    counted.push({ weight, spread, errors: errors ?? [] });
  }
  const [first] = counted;
  if (first === undefined) return null;
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const correlated = counted.reduce((sum, { weight, spread }) => sum + weight * spread, 0) / total;

  const runs = first.errors.length;
  if (runs === 0 || counted.some(({ errors }) => errors.length !== runs)) return correlated;
  const together = first.errors.map(
    (_, run) => counted.reduce((sum, { weight, errors }) => sum + weight * elementAt(errors, run), 0) / total,
  );
  const apart = counted.reduce((sum, { weight, errors }) => sum + weight * rootMeanSquare(errors), 0) / total;
  const ratio = apart > 0 ? rootMeanSquare(together) / apart : 1;
  return Number.isFinite(ratio) ? correlated * Math.min(1, ratio) : correlated;
}

/** What each language adds to the objective, by model index (up to a common scale). */
const objectiveWeights = (from: Allocation, problem: AllocationProblem): number[] =>
  from.loss.map((loss, i) =>
    loss === null || !Number.isFinite(loss)
      ? 0
      : (problem.importance[i] ?? 0) * (problem.loss === 'absolute' ? loss : 1),
  );
