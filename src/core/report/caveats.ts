import type { AllocationProblem } from '../climb/model/allocation.ts';
import { namesBudget, type Model } from '../climb/model/model.ts';
import { doubtsOf, some } from '../evidence/doubts.ts';
import { extrapolationsOf } from '../evidence/extrapolation.ts';
import { lackOfFit } from '../evidence/lack-of-fit.ts';
import { count } from '../text/words.ts';
import { elementAt } from '../text/elements.ts';

/** How a model was asked for a mixture. */
interface Asked {
  /** The shares that are told of: the recommended ones and, if there are any, the mixture's own. */
  readonly ratios: readonly (readonly number[])[];
  /** What could have given the budget and the size. */
  readonly asker: 'file' | 'command line';
  /** Nobody gave a budget, so the model's own was taken. */
  readonly tokensAssumed: boolean;
  /** Held-out R² below which a fit is called poor; absent: that of `evidence/thresholds.ts`. */
  readonly minR2?: number;
}

/** What a reader must know before trusting what a model says of a mixture: what was assumed, what no run tells, what is wrong with the runs. */
export function caveatsOf(
  { model, problem }: { readonly model: Model; readonly problem: AllocationProblem },
  { ratios, asker, tokensAssumed, minR2 }: Asked,
): string[] {
  const { languages } = model;
  const caveats: string[] = [];
  // A prior depends on the budget only through the text there is.
  if (tokensAssumed && model.origin === 'prior') {
    if (problem.available?.some((available) => available !== null) === true)
      caveats.push(`The ${asker} gives no token budget, so \`available\` and \`max_epochs\` limit nothing.`);
  } else if (tokensAssumed) {
    caveats.push(
      namesBudget(model)
        ? `The ${asker} gives no token budget; ${count(problem.tokens)}, typical of the runs, is assumed.`
        : `Neither the ${asker} nor the runs give a token budget, so the shares are evaluated without one.`,
    );
  }
  if (problem.parameters === null && model.size !== null && model.scale.parameters !== null)
    caveats.push(
      `The ${asker} gives no model size; ${count(model.scale.parameters)} parameters, typical of the runs, are assumed.`,
    );
  if (problem.parameters === null && model.size !== null && model.scale.parameters === null)
    caveats.push(
      `Neither the ${asker} nor the model gives a model size, so the term A·N^(−α) is left out; \`scale.parameters\` in the model file gives it.`,
    );
  const guessed = model.priorLanguages ?? [];
  if (model.origin !== 'prior' && guessed.length > 0) {
    caveats.push(
      `Without runs of their own, ${some(guessed)} rest${guessed.length === 1 ? 's' : ''} on a prior.`,
    );
  }
  if (model.quality !== null && !namesBudget(model) && !tokensAssumed)
    caveats.push('The runs give no token budget, so it is unknown how the losses change with it.');
  const { tokens, parameters, above, below } = extrapolationsOf(model, problem, ratios);
  if (tokens !== null) {
    const times = `${Number(tokens.factor.toPrecision(2))} times`;
    const side = tokens.isAbove ? `${times} the largest` : `${times} smaller than the smallest`;
    caveats.push(`Extrapolated: ${count(tokens.value)} tokens are ${side} budget of the runs.`);
  }
  if (parameters !== null) {
    const [least, most] = parameters.range;
    caveats.push(
      `Extrapolated: the runs hold models of ${least === most ? count(most) : `${count(least)} to ${count(most)}`} parameters, the mixture is for ${count(parameters.value)}.`,
    );
  }
  for (const [beyond, size] of [
    [above, 'large'],
    [below, 'small'],
  ] as const)
    if (beyond.length > 0) {
      const codes = beyond.map((k) => elementAt(languages, k));
      caveats.push(`Extrapolated: no run gave ${some(codes)} as ${size} a share as here.`);
    }
  if (model.ensemble != null && lackOfFit(model, problem, 1) === null)
    caveats.push(
      'No mixture was trained with several seeds, so the interval does not include what the form of the model misses.',
    );
  caveats.push(...doubtsOf(model, minR2).map(({ message }) => message));
  return caveats;
}
