import { allocationProblem } from '../../analysis/allocation-problem.ts';
import type { Allocation } from '../../climb/allocation.ts';
import { evaluateAllocation } from '../../climb/evaluate.ts';
import type { Model } from '../../climb/model.ts';
import type { Mixture } from '../mixture.ts';
import { sharesOf } from '../shares.ts';

/**
 * What a model says of the mixture as it stands in the text, without solving: fast enough to run while typing. Null where
 * the text asks for no shares or names other languages than the model.
 */
export function predictMixture(mixture: Mixture, model: Model): Allocation | null {
  const shares = sharesOf(mixture);
  if (shares?.length !== model.languages.length) return null;
  if (mixture.languages.some(({ code }, i) => code !== model.languages[i])) return null;
  const tokens = mixture.tokens?.value ?? model.scale.tokens;
  return evaluateAllocation(model, allocationProblem(mixture, tokens), shares);
}
