import type { Allocation, AllocationProblem } from './allocation.ts';
import { compile, lossCoefficient, normalisedImportance, targetsOf } from './compiled.ts';
import { Evaluator } from './evaluator.ts';
import type { Model } from './model.ts';
import { reported } from './reported.ts';

/** What a model says of a mixture, by the shares of all languages, which sum to 1. */
export type Judge = (ratio: ArrayLike<number>) => Allocation;

/**
 * What the model says of a mixture: effective ratios (see `reported`), losses, marginal benefits, objective and epochs.
 *
 * @param ratio shares of all languages, summing to 1
 */
export function evaluateAllocation(
  model: Model,
  problem: AllocationProblem,
  ratio: ArrayLike<number>,
): Allocation {
  return judgeOf(model, problem)(ratio);
}

/** The same for several mixtures, for which the model is compiled once. */
export function judgeOf(model: Model, problem: AllocationProblem): Judge {
  const languages = model.languages;
  const targets = targetsOf(model);
  const evaluator = evaluatorOf(model, problem, targets);
  const shown = reported(model);
  const shownBy = shown === model ? evaluator : evaluatorOf(shown, problem, targets);
  const weight = normalisedImportance(model, problem);
  return (ratio) => {
    const shares = Float64Array.from(ratio);
    const objective = evaluator.value(shares);
    if (shownBy !== evaluator) shownBy.value(shares);
    const effective = new Array<number | null>(languages.length).fill(null);
    const marginalBenefit = new Array<number | null>(languages.length).fill(null);
    const loss = new Array<number | null>(languages.length).fill(null);
    targets.forEach((t, i) => {
      const value = Math.exp(evaluator.logEffective[i]!);
      const gamma = evaluator.exponent[i]!;
      const coefficient = lossCoefficient(model, problem, t);
      const reducible = reducibleAt(evaluator, i, coefficient);
      effective[t] = Math.exp(shownBy.logEffective[i]!);
      loss[t] = (model.irreducible?.[t] ?? 0) + reducible;
      const scale = problem.loss === 'relative' ? coefficient : 1;
      marginalBenefit[t] =
        !(weight[t]! > 0) || reducible === 0 ? 0 : (weight[t]! * gamma * reducible) / scale / value;
    });
    return {
      ratio: Array.from(ratio),
      effective,
      marginalBenefit,
      loss,
      objective,
      epochs: epochsOf(problem, ratio),
    };
  };
}

/** Losses and F of several mixtures, and nothing else. */
export function predictorOf(
  model: Model,
  problem: AllocationProblem,
): (ratio: ArrayLike<number>) => Pick<Allocation, 'loss' | 'objective'> {
  const targets = targetsOf(model);
  const evaluator = evaluatorOf(model, problem, targets);
  return (ratio) => {
    const objective = evaluator.value(Float64Array.from(ratio));
    const loss = new Array<number | null>(model.languages.length).fill(null);
    targets.forEach((t, i) => {
      const coefficient = lossCoefficient(model, problem, t);
      loss[t] = (model.irreducible?.[t] ?? 0) + reducibleAt(evaluator, i, coefficient);
    });
    return { loss, objective };
  };
}

/** What of a loss falls with the effective share: C·r̃^(−γ), of the evaluator's i-th row at the mixture that it was last given. */
export function reducibleAt(evaluator: Evaluator, i: number, coefficient: number): number {
  return coefficient * Math.exp(evaluator.logEffective[i]!) ** -evaluator.exponent[i]!;
}

/** F of several mixtures, and nothing else. */
export function objectiveOf(model: Model, problem: AllocationProblem): (ratio: ArrayLike<number>) => number {
  const evaluator = evaluatorOf(model, problem, targetsOf(model));
  return (ratio) => evaluator.value(Float64Array.from(ratio));
}

function evaluatorOf(model: Model, problem: AllocationProblem, targets: readonly number[]): Evaluator {
  const variables = model.languages.map((_, s) => s);
  // All shares vary, so that none is taken from a mixture.
  return new Evaluator(compile(model, problem, { targets, variables, ratio: [] }));
}

/** r·D/u for every language, null where u is unknown (or nothing is there to read); null when nothing is known. */
function epochsOf(problem: AllocationProblem, ratio: ArrayLike<number>): (number | null)[] | null {
  const available = problem.available;
  if (!available?.some((u) => u != null)) return null;
  return Array.from(ratio, (r, s) => {
    const u = available[s];
    return u == null || (u === 0 && r > 0) ? null : u === 0 ? 0 : (r * problem.tokens) / u;
  });
}
