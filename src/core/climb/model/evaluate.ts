import type { Allocation, AllocationProblem } from './allocation.ts';
import { centred } from './centred.ts';
import { compile, lossCoefficient, normalisedImportance, targetsOf } from './compiled.ts';
import { Evaluator } from './evaluator.ts';
import type { Model } from './model.ts';

/**
 * What the model says of a mixture: effective ratios (as reported, see `centred`), losses, marginal benefits, objective and epochs.
 *
 * @param ratio shares of all languages, summing to 1
 */
export function evaluateAllocation(
  model: Model,
  problem: AllocationProblem,
  ratio: ArrayLike<number>,
): Allocation {
  const languages = model.languages;
  const targets = targetsOf(model);
  const evaluator = new Evaluator(
    compile(model, problem, {
      targets,
      variables: languages.map((_, s) => s),
      ratio,
    }),
  );
  const objective = evaluator.value(Float64Array.from(ratio));
  const weight = normalisedImportance(model, problem);
  const effective = new Array<number | null>(languages.length).fill(null);
  const marginalBenefit = new Array<number | null>(languages.length).fill(null);
  const loss = new Array<number | null>(languages.length).fill(null);
  const reported = effectiveShares(model, problem, targets, ratio) ?? evaluator.logEffective.map(Math.exp);
  targets.forEach((t, i) => {
    const value = Math.exp(evaluator.logEffective[i]!);
    const gamma = evaluator.exponent[i]!;
    const reducible = lossCoefficient(model, problem, t) * value ** -gamma;
    effective[t] = reported[i]!;
    loss[t] = (model.irreducible?.[t] ?? 0) + reducible;
    const scale = problem.loss === 'relative' ? lossCoefficient(model, problem, t) : 1;
    marginalBenefit[t] = !(weight[t]! > 0) ? 0 : (weight[t]! * gamma * reducible) / scale / value;
  });
  return {
    ratio: Array.from(ratio),
    effective,
    marginalBenefit,
    loss,
    objective,
    epochs: epochsOf(problem, ratio),
  };
}

/** r̃ as it is reported, per target, where that is another than the model's own; else null. */
function effectiveShares(
  model: Model,
  problem: AllocationProblem,
  targets: readonly number[],
  ratio: ArrayLike<number>,
): Float64Array | null {
  const reported = centred(model);
  if (reported === model) return null;
  const variables = model.languages.map((_, s) => s);
  const evaluator = new Evaluator(compile(reported, problem, { targets, variables, ratio }));
  evaluator.value(Float64Array.from(ratio));
  return evaluator.logEffective.map((z) => Math.exp(z));
}

/** r·D/u for every language, null where u is unknown (or nothing is there to read); null when nothing is known. */
export function epochsOf(problem: AllocationProblem, ratio: ArrayLike<number>): (number | null)[] | null {
  const available = problem.available;
  if (!available?.some((u) => u != null)) return null;
  return Array.from(ratio, (r, s) => {
    const u = available[s];
    return u == null || (u === 0 && r > 0) ? null : u === 0 ? 0 : (r * problem.tokens) / u;
  });
}
