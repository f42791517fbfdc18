import { allocationProblem } from '../mixture/allocation-problem.ts';
import type { Allocation } from '../climb/model/allocation.ts';
import { tokenBenefits } from '../climb/model/benefit.ts';
import { evaluateAllocation } from '../climb/model/evaluate.ts';
import { lossUnitOf, usualTokens, type Model } from '../climb/model/model.ts';
import { relativeBenefits } from '../report/relative-benefit.ts';
import type { Prediction } from '../report/report.ts';
import { spreadOf, withInterval } from '../evidence/interval.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { sharesOf } from '../mixture/shares.ts';
import { elementAt } from '../text/elements.ts';

/** What a model says of a mixture as it stands in the text; arrays in the order of its languages. */
export interface MixturePrediction {
  readonly effective: Allocation['effective'];
  /** What one more token saves over all languages, over the mean of all. */
  readonly tokenBenefit: readonly (number | null)[];
  /** In `lossUnit`; null where only a prior would say it, whose losses have no scale. */
  readonly loss: readonly (Prediction | null)[];
  readonly lossUnit: string;
  /** The mean loss in that unit (relative to each language's coefficient with `loss: relative`); null: a prior's. */
  readonly objective: Prediction | null;
}

/**
 * Evaluates a fitted model at the text's own shares, without solving: fast enough to run while typing. Null where the text
 * asks for no shares or names other languages than the model.
 */
export function predictMixture(mixture: Mixture, model: Model): MixturePrediction | null {
  const shares = sharesOf(mixture);
  if (shares?.length !== model.languages.length) return null;
  if (mixture.languages.some(({ code }, i) => code !== model.languages[i])) return null;
  const problem = allocationProblem(mixture, mixture.tokens?.value ?? usualTokens(model));
  const allocation = evaluateAllocation(model, problem, shares);
  const { effective, loss, objective } = allocation;
  const spread = spreadOf(model, problem)(allocation);
  const guessed = new Set(model.origin === 'prior' ? model.languages : model.priorLanguages);
  return {
    effective,
    tokenBenefit: relativeBenefits(tokenBenefits(model, problem, shares)),
    loss: loss.map((value, i) =>
      value === null || guessed.has(elementAt(model.languages, i))
        ? null
        : withInterval(value, spread.loss[i] ?? null),
    ),
    lossUnit: lossUnitOf(model),
    objective: model.origin === 'prior' ? null : withInterval(objective, spread.objective),
  };
}
