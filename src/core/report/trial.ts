import type { AllocationProblem } from '../climb/model/allocation.ts';
import { totalVariation } from '../climb/dense/vectors.ts';
import { evaluateAllocation } from '../climb/model/evaluate.ts';
import type { Model } from '../climb/model/model.ts';
import type { Gain } from '../evidence/gain.ts';
import { noGain, sameShown } from '../evidence/thresholds.ts';
import { reporterOf } from './build.ts';
import { capital, intervalLevel, points, signedPercent, withUnit } from '../text/words.ts';
import { objectiveUnit, type Report, type ReportAllocation } from './report.ts';
import type { Named, Pair } from './sections/section.ts';
import { withInterval } from './sections/losses.ts';

/**
 * A mixture with one share changed and the others scaled to make room, keeping their proportions; equal where they had none.
 *
 * @param ratio shares, summing to 1
 * @param share the new share of language `i`, in [0, 1]
 */
export function withShare(ratio: readonly number[], i: number, share: number): number[] {
  const rest = ratio.reduce((sum, value, k) => (k === i ? sum : sum + value), 0);
  const left = 1 - share;
  return ratio.map((value, k) =>
    k === i ? share : rest > 0 ? (value / rest) * left : left / Math.max(1, ratio.length - 1),
  );
}

/** A mixture that is tried: what the model behind a report predicts of it, in the report's order of languages. */
export function tryMixture(
  model: Model,
  problem: AllocationProblem,
  ratio: readonly number[],
): ReportAllocation {
  return reporterOf(model, problem)(evaluateAllocation(model, problem, ratio));
}

/**
 * What trying it would change, in words, and which limits it breaks.
 *
 * @param gain over the mixture that it is compared with, with its interval; null: not known
 */
export function trialSentence(
  report: Report,
  { base, choice }: Pair,
  { ratio, objective }: ReportAllocation,
  gain: Gain | null,
): string {
  if (objective.value === null) return 'Nothing can be predicted for these shares.';
  const { value } = objective;
  const prior = report.origin === 'prior';
  const against = ({ name, allocation }: Named, interval: string): string[] => {
    const other = allocation.objective.value;
    if (other === null || other === 0) return [];
    if (totalVariation(ratio, allocation.ratio) < sameShown) return [`the same as ${name}`];
    const change = (value - other) / other;
    if (!prior) return [`${signedPercent(change)} against ${name}${interval}`];
    return [`${orderOf(change)} ${name}`];
  };
  const said = [...(base === null ? [] : against(base, intervalOf(gain))), ...against(choice, '')];
  const broken = report.languages
    .filter(
      ({ minShare, maxShare }, i) => (ratio[i] ?? 0) > maxShare + 1e-6 || (ratio[i] ?? 0) < minShare - 1e-6,
    )
    .map(({ code }) => code);
  const limits = broken.length === 0 ? '' : ` Outside its limits: ${broken.join(', ')}.`;
  const predicted = prior
    ? 'By relatedness alone'
    : `Predicted ${withUnit(withInterval(objective), objectiveUnit(report))}`;
  return `${predicted}: ${said.join(', ')}.${limits}`;
}

/** Which of two predicted losses is lower, which is all that the losses of a prior tell: they have no scale. */
const orderOf = (change: number): string =>
  Math.abs(change) < noGain ? 'as good as' : change < 0 ? 'better than' : 'worse than';

/** The interval of a difference: ` (90 %: −4.1 to −2.3)`, in per cent; a gain is a loss that falls. */
const intervalOf = (gain: Gain | null): string =>
  gain?.low == null || gain.high === null
    ? ''
    : ` (${intervalLevel}: ${points(-gain.high)} to ${points(-gain.low)})`;

/** One mixture against another in a sentence, with the interval of the difference. */
export function pairSentence(report: Report, { base, choice }: Pair, gain: Gain | null): string {
  if (base === null) return '';
  const [from, to] = [base.allocation.objective.value, choice.allocation.objective.value];
  if (from === null || to === null || from === 0) return '';
  const change = (to - from) / from;
  if (report.origin === 'prior')
    return `By relatedness alone, ${choice.name} is ${orderOf(change)} ${base.name}.`;
  return `${capital(choice.name)}: predicted loss ${signedPercent(change)} against ${base.name}${intervalOf(gain)}.`;
}
