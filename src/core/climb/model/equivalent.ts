import type { AllocationProblem } from './allocation.ts';
import { compile } from './compiled.ts';
import { Evaluator } from './evaluator.ts';
import { ofLanguage, type Model } from './model.ts';

/**
 * Token equivalents: how many tokens of each language *alone* reach a loss, by the law and where runs tell it (neighbours: Fernandes et al.
 * 2023, arXiv 2302.09650, define an effective share so). An effective share is none: its scale is free, and the budget acts through terms
 * of its own. Against measured equivalents these are off by 6 % on average (`npm run bench -- truth`).
 *
 * @param loss of each language, nats, in the model's order; null: none
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
    const [low, high] = budgets.map(Math.log) as [number, number];
    const above = (logTokens: number): number =>
      Math.log(lossAlone(model, problem, t, Math.exp(logTokens)) / wanted);
    const [first, last] = [above(low), above(high)];
    if (first <= 0 || last > 0) return null;
    return Math.exp(crossing(above, [low, first], [high, last]));
  });
}

/** Of tokens, relative. */
const precision = 1e-9;

/**
 * Where a falling function is zero, between two places with its values: false position with Illinois' halving (Dowell and Jarratt 1971),
 * since every value compiles the law anew and losses over budgets are nearly straight in logarithms.
 */
function crossing(
  of: (x: number) => number,
  [low, above]: readonly [number, number],
  [high, below]: readonly [number, number],
): number {
  let [a, fa, b, fb] = [low, above, high, below];
  let moved: 'a' | 'b' | null = null;
  while (b - a > precision) {
    const x = Math.min(Math.max((a * fb - b * fa) / (fb - fa), a + precision / 2), b - precision / 2);
    const fx = of(x);
    // Where one end moves twice, the other counts half, so that the next place lies beyond the crossing.
    if (fx > 0) {
      if (moved === 'a') fb /= 2;
      [a, fa, moved] = [x, fx, 'a'];
    } else {
      if (moved === 'b') fa /= 2;
      [b, fb, moved] = [x, fx, 'b'];
    }
  }
  return b;
}

/** The loss of language t after so many tokens of it and nothing else, none of them read twice. */
function lossAlone(model: Model, problem: AllocationProblem, t: number, tokens: number): number {
  const ratio = model.languages.map((_, s) => (s === t ? 1 : 0));
  const importance = ratio;
  const fresh: AllocationProblem = { ...problem, tokens, importance, available: null, loss: 'absolute' };
  return new Evaluator(compile(model, fresh, { targets: [t], variables: [t], ratio })).value(
    Float64Array.of(1),
  );
}
