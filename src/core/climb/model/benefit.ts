import type { AllocationProblem } from './allocation.ts';
import { compile, targetsOf } from './compiled.ts';
import { Evaluator } from './evaluator.ts';
import type { Model } from './model.ts';

/** Share over which a slope is averaged where it is infinite: at a zero share, with pooling q < 1. */
export const firstShare = 1e-3;

/**
 * What a little more text of each language saves over all languages together, −∂F/∂r[s]: loss per share, or parts of C[t] with
 * relative losses. All are equal at the optimum, except where a limit holds. Negative where a language hinders others more than it gains.
 *
 * @param ratio shares of all languages
 */
export function tokenBenefits(
  model: Model,
  problem: AllocationProblem,
  ratio: ArrayLike<number>,
): (number | null)[] {
  const variables = model.languages.map((_, s) => s);
  const evaluator = new Evaluator(compile(model, problem, { targets: targetsOf(model), variables, ratio }));
  const r = Float64Array.from(ratio);
  const gradient = new Float64Array(r.length);
  const at = evaluator.valueAndGradient(r, gradient);
  return Array.from(gradient, (slope, s) => {
    if (Number.isFinite(slope)) return -slope;
    const more = Float64Array.from(r);
    more[s] = more[s]! + firstShare;
    const saved = (at - evaluator.value(more)) / firstShare;
    return Number.isFinite(saved) ? saved : null;
  });
}
