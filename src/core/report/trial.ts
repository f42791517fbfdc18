import type { AllocationProblem } from '../climb/model/allocation.ts';
import { evaluateAllocation } from '../climb/model/evaluate.ts';
import type { Model } from '../climb/model/model.ts';
import { allocationOf } from './build.ts';
import { points } from '../text/words.ts';
import { recommendedOf, type Report, type ReportAllocation } from './report.ts';
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
    k === i ? share : rest > 0 ? (value * left) / rest : left / Math.max(1, ratio.length - 1),
  );
}

/** A mixture that is tried: what the model behind a report predicts of it, in the report's order of languages. */
export function tryMixture(
  model: Model,
  problem: AllocationProblem,
  ratio: readonly number[],
): ReportAllocation {
  return allocationOf(evaluateAllocation(model, problem, ratio), model, problem);
}

/** What trying it would change, in words, and which limits it breaks. */
export function trialSentence(report: Report, { ratio, objective }: ReportAllocation): string {
  if (objective.value === null) return 'Nothing can be predicted of these shares.';
  const { value } = objective;
  const prior = report.origin === 'prior';
  const against = (name: string, other: number | null): string[] => {
    if (other === null || other === 0) return [];
    const change = (value - other) / other;
    if (!prior) return [`${points(change)}\u00a0% against ${name}`];
    // A prior's losses have no scale: only which is lower means something.
    return [
      Math.abs(change) < 5e-4 ? `as good as ${name}` : `${change < 0 ? 'better' : 'worse'} than ${name}`,
    ];
  };
  const said = [
    ...against('the file', report.current?.objective.value ?? null),
    ...against('the optimum', recommendedOf(report).objective.value),
  ];
  const broken = report.languages
    .filter(
      ({ minShare, maxShare }, i) => (ratio[i] ?? 0) > maxShare + 1e-6 || (ratio[i] ?? 0) < minShare - 1e-6,
    )
    .map(({ code }) => code);
  const limits = broken.length === 0 ? '' : ` Outside its limits: ${broken.join(', ')}.`;
  const predicted = prior ? 'By relatedness alone' : `Predicted ${withInterval(objective)} nats`;
  return `${predicted}: ${said.join(', ')}.${limits}`;
}
