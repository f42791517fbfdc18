import type { Allocation, AllocationProblem } from '../climb/model/allocation.ts';
import { ofLanguage, type Model } from '../climb/model/model.ts';
import type { Prediction } from './report.ts';

/** Standard deviations of a 90 % interval. */
const ninety = 1.645;

/** A predicted value with its 90 % interval; `spread`: of its logarithm, null: not known. */
export const withInterval = (value: number | null, spread: number | null): Prediction =>
  value === null || spread === null
    ? { value, low: null, high: null }
    : { value, low: value * Math.exp(-ninety * spread), high: value * Math.exp(ninety * spread) };

/** Cross-validated spread of a language's log-loss; null: the model has no quality to tell it from. */
export const spreadOf = (model: Model, i: number): number | null =>
  (model.quality && ofLanguage(model.quality.cvLogRmse, model.languages[i]!)) ?? null;

/**
 * Spread of the weighted mean of log-losses, the objective's relative error. Errors of one run go together over languages
 * (seed, schedule), neither fully nor not at all, so they are averaged run by run as they came out, and scaled from fitted to
 * cross-validated error. Where not every run measured every language, full correlation is assumed: wider, never narrower.
 *
 * @param weights each language's part of the objective, by model index, any scale; languages that count nothing have 0
 * @returns null where a language that counts has no cross-validated spread
 */
export function objectiveSpread(model: Model, weights: readonly number[]): number | null {
  const counted = weights.flatMap((weight, i) => (weight > 0 ? [i] : []));
  const total = counted.reduce((sum, i) => sum + weights[i]!, 0);
  const spreads = counted.map((i) => spreadOf(model, i));
  if (total === 0 || !spreads.every((spread) => spread !== null)) return null;
  const correlated = counted.reduce((sum, i, k) => sum + weights[i]! * spreads[k]!, 0) / total;

  const errors = counted.map((i) => {
    const residuals = model.quality && ofLanguage(model.quality.residuals, model.languages[i]!);
    return residuals?.observed.map((observed, run) => Math.log(observed / residuals.predicted[run]!)) ?? [];
  });
  const runs = errors[0]!.length;
  if (runs === 0 || errors.some((list) => list.length !== runs)) return correlated;
  const together = errors[0]!.map(
    (_, run) => counted.reduce((sum, i, k) => sum + weights[i]! * errors[k]![run]!, 0) / total,
  );
  const apart = counted.reduce((sum, i, k) => sum + weights[i]! * rootMeanSquare(errors[k]!), 0) / total;
  const ratio = apart > 0 ? rootMeanSquare(together) / apart : 1;
  return Number.isFinite(ratio) ? correlated * Math.min(1, ratio) : correlated;
}

/** What each language adds to the objective, by model index (up to a common scale). */
export const objectiveWeights = (from: Allocation, problem: AllocationProblem): number[] =>
  from.loss.map((loss, i) =>
    loss === null || !Number.isFinite(loss)
      ? 0
      : (problem.importance[i] ?? 0) * (problem.loss === 'absolute' ? loss : 1),
  );

/**
 * Half width of the 90 % interval of a relative gain over a mixture: both objectives carry the spread of the cross-validated
 * error, independently of one another. Null where the model has no such spread.
 */
export function gainUncertainty(model: Model, problem: AllocationProblem, from: Allocation): number | null {
  const spread = objectiveSpread(model, objectiveWeights(from, problem));
  return spread === null ? null : ninety * Math.SQRT2 * spread;
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
