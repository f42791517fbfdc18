import type { AllocationProblem } from './allocation.ts';
import { compile, lossCoefficient } from './compiled.ts';
import { reducibleAt } from './evaluate.ts';
import { Evaluator } from './evaluator.ts';
import { ofLanguage, type Model } from './model.ts';

/**
 * Token equivalents: how many tokens of each language *alone* reach a loss, by the law and where runs tell it (neighbours: Fernandes et al.
 * 2023, arXiv 2302.09650, define an effective share so). An effective share is none: its scale is free, and the budget acts through terms
 * of its own. Against measured equivalents these are off by 6 % on average (`npm run bench -- truth`).
 *
 * @param loss of each language, in the model's order; null: none
 * @returns tokens by language; null where the runs did not train the language alone at several budgets, or where the loss lies outside them
 */
export function tokenEquivalents(
  model: Model,
  problem: AllocationProblem,
  loss: readonly (number | null)[],
): (number | null)[] {
  const told = model.quality?.evidence?.alone ?? {};
  return model.languages.map((code, t) => {
    const budgets = ofLanguage(told, code);
    const wanted = loss[t] ?? null;
    if (budgets === undefined || wanted === null) return null;
    let [low, high] = budgets.map(Math.log) as [number, number];
    const lossAlone = aloneOf(model, problem, t);
    const reached = (logTokens: number): boolean => lossAlone(Math.exp(logTokens)) <= wanted;
    if (reached(low) || !reached(high)) return null;
    while (high - low > 1e-9) {
      const middle = (low + high) / 2;
      if (reached(middle)) high = middle;
      else low = middle;
    }
    return Math.exp(high);
  });
}

/**
 * The loss of language t by tokens of it and nothing else, none of them read twice. They act through the coefficient alone: a budget
 * scales what other languages give, and there is none.
 */
function aloneOf(model: Model, problem: AllocationProblem, t: number): (tokens: number) => number {
  const ratio = model.languages.map((_, s) => (s === t ? 1 : 0));
  const fresh: AllocationProblem = { ...problem, importance: ratio, available: null, loss: 'absolute' };
  const evaluator = new Evaluator(compile(model, fresh, { targets: [t], variables: [t], ratio }));
  evaluator.value(Float64Array.of(1));
  const irreducible = model.irreducible?.[t] ?? 0;
  return (tokens) =>
    irreducible + reducibleAt(evaluator, 0, lossCoefficient(model, { ...problem, tokens }, t));
}
