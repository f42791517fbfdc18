import type { Allocation, AllocationProblem } from '../climb/model/allocation.ts';
import { evaluateAllocation } from '../climb/model/evaluate.ts';
import { memberModels, ofLanguage, type Model } from '../climb/model/model.ts';
import { growthBeyond } from './extrapolation.ts';
import { ninety } from './thresholds.ts';

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
 * the members of the ensemble disagree about this mixture; wider beyond the budgets and sizes of the runs, unknown where these are one.
 */
export function predictionSpread(
  model: Model,
  problem: AllocationProblem,
  allocation: Allocation,
): PredictionSpread {
  const growth = growthBeyond(model, problem);
  if (growth === null) return { loss: allocation.loss.map(() => null), objective: null };
  const members = memberModels(model).map((member) => evaluateAllocation(member, problem, allocation.ratio));
  const scale =
    model.ensemble == null ? 0 : Math.sqrt(model.ensemble.fraction / (1 - model.ensemble.fraction));
  const disagreement = (of: (member: Allocation) => number | null): number =>
    scale * deviation(members.map((member) => Math.log(of(member) ?? Number.NaN)));
  const wide = (unseen: number | null, parameters: number): number | null =>
    unseen === null ? null : growth * Math.hypot(unseen, parameters);
  return {
    loss: allocation.loss.map((_, t) =>
      wide(
        unseenSpread(model, t),
        disagreement((member) => member.loss[t]!),
      ),
    ),
    objective: wide(
      objectiveSpread(model, objectiveWeights(allocation, problem)),
      disagreement((member) => member.objective),
    ),
  };
}

/** Standard deviation of the finite values; 0 where there are fewer than two. */
function deviation(values: readonly number[]): number {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length < 2) return 0;
  const center = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - center) ** 2, 0) / (known.length - 1));
}

/** Spread of a language's log-loss in unseen runs; null: the model has no quality to tell it from. */
function unseenSpread(model: Model, i: number): number | null {
  const { quality } = model;
  if (quality === null) return null;
  const robust = quality.evidence && ofLanguage(quality.evidence.heldOutSpread, model.languages[i]!);
  return robust ?? ofLanguage(quality.cvLogRmse, model.languages[i]!) ?? null;
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
  const counted = weights.flatMap((weight, i) => (weight > 0 ? [i] : []));
  const total = counted.reduce((sum, i) => sum + weights[i]!, 0);
  const spreads = counted.map((i) => unseenSpread(model, i));
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
const objectiveWeights = (from: Allocation, problem: AllocationProblem): number[] =>
  from.loss.map((loss, i) =>
    loss === null || !Number.isFinite(loss)
      ? 0
      : (problem.importance[i] ?? 0) * (problem.loss === 'absolute' ? loss : 1),
  );

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
