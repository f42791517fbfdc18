import { deviation, mean, rootMeanSquare } from '../climb/dense/statistics.ts';
import { totalVariation } from '../climb/dense/vectors.ts';
import type { AllocationProblem } from '../climb/model/allocation.ts';
import { objectiveOf } from '../climb/model/evaluate.ts';
import {
  alternativeModels,
  jackknifeFactor,
  memberModels,
  pulledModels,
  type Model,
} from '../climb/model/model.ts';
import { jointOptimum } from '../climb/optimum/solve.ts';
import { growthBeyond } from './extrapolation.ts';
import { lackOfFit } from './lack-of-fit.ts';
import { mostCorrected, ninety, optimismScale, sameMixture } from './thresholds.ts';

/** How much better one mixture is than another, relative to the objective of the other. */
export interface Gain {
  /** Corrected for the optimum having been chosen because it looks good, where `corrected`. */
  readonly value: number;
  /** 90 % interval of the true gain; null: nothing is known of it. */
  readonly low: number | null;
  readonly high: number | null;
  readonly corrected: boolean;
}

/**
 * The gain of `to` over `from` with the interval of the *difference*: how far members of the ensemble and forms that predict as well
 * disagree about it, never two independent errors (docs/model.md, "What may be said").
 *
 *     half = 1.645 · √(s² + pulls² + form² + (c/2)² + lack²) · growth,   s = sd_m(g) · √(f/(1 − f)),   c = 3 · optimism
 *
 * @param from shares of the mixture in use; both in the model's order
 * @param to shares of the mixture that is advised; an optimum of the model, where `chosen`
 */
export function gainOf(
  model: Model,
  problem: AllocationProblem,
  from: readonly number[],
  to: readonly number[],
  chosen: boolean,
): Gain {
  // Each model is compiled once, though it judges several mixtures.
  const judges = new Map<Model, (mixture: readonly number[]) => number>();
  const by = (judge: Model, mixture: readonly number[]): number => {
    const known = judges.get(judge) ?? gainBy(judge, problem, from);
    judges.set(judge, known);
    return known(mixture);
  };
  const plain = by(model, to);
  const members = memberModels(model);
  const growth = growthBeyond(model, problem);
  if (model.ensemble == null || members.length < 2 || growth === null)
    return { value: plain, low: null, high: null, corrected: false };
  const spread =
    deviation(members.map((member) => by(member, to))) * jackknifeFactor(model.ensemble.fraction);
  const pulls = rootMeanSquare(pulledModels(model).map((drawn) => by(drawn, to) - plain));
  const form = rootMeanSquare(alternativeModels(model).map((other) => by(other, to) - plain));
  const correctable = chosen && model.languages.length <= mostCorrected;
  const distance = totalVariation(from, to);
  // Of two mixtures that are one, none can look better than it is: once it is applied, nothing is left to correct.
  const apart = Math.min(1, distance / sameMixture);
  const correction = correctable ? apart * optimismScale * optimismOf(model, members, problem, to, by) : 0;
  const lack = lackOfFit(model, problem, distance) ?? 0;
  const half = ninety * Math.hypot(spread, pulls, form, correction / 2, lack) * growth;
  const value = plain - correction;
  return { value, low: value - half, high: value + half, corrected: correctable };
}

/** The gain over a mixture by one model alone. */
function gainBy(
  model: Model,
  problem: AllocationProblem,
  from: readonly number[],
): (mixture: readonly number[]) => number {
  const objective = objectiveOf(model, problem);
  const before = objective(from);
  return (mixture) => (before - objective(mixture)) / Math.abs(before);
}

/**
 * By how much an optimum looks better to the fit that chose it than to another: each member's own optimum, judged by the member and by the
 * full fit, over what both say of the full fit's optimum. Never negative.
 */
function optimismOf(
  model: Model,
  members: readonly Model[],
  problem: AllocationProblem,
  to: readonly number[],
  by: (judge: Model, mixture: readonly number[]) => number,
): number {
  const full = by(model, to);
  const flattered = members.map((member) => {
    const own = jointOptimum(member, problem, to) ?? to;
    return by(member, own) - by(member, to) - (by(model, own) - full);
  });
  const known = flattered.filter((value) => Number.isFinite(value));
  return known.length === 0 ? 0 : Math.max(0, mean(known));
}
