import type { Mixture } from '../mixture/mixture.ts';
import { spreadOverParts } from '../mixture/stage-flows.ts';
import { partOf, partsOf, stageWeights } from '../mixture/stages.ts';
import type { ReportStage } from './report.ts';

/**
 * What each stage is trained on: by the file, and where the shares of all tokens are those of the optimum or of the two steps.
 *
 * @param tokens D; null: no budget is known
 */
export function stagesOf(
  mixture: Mixture,
  tokens: number | null,
  optimum: readonly number[],
  twoSteps: readonly number[],
): ReportStage[] {
  const parts = partsOf(mixture);
  const weights = stageWeights(mixture);
  const best = spreadOverParts(parts, optimum);
  const steps = spreadOverParts(parts, twoSteps);
  return mixture.stages.map((stage, k): ReportStage => {
    const part = partOf(parts, stage);
    const at = part === undefined ? -1 : parts.indexOf(part);
    const weight = weights[k] ?? 0;
    return {
      name: stage.name,
      offset: stage.nameRange.start,
      weight,
      tokens: tokens === null ? null : weight * tokens,
      fixed: part !== undefined && part.fixed !== null,
      current: part?.shares ?? null,
      optimum: best[at] ?? optimum,
      twoSteps: steps[at] ?? twoSteps,
    };
  });
}

/** The shares of a stage in the recommended mixture. */
export const recommendedInStage = (
  { optimum, twoSteps }: ReportStage,
  recommended: 'optimum' | 'two-steps',
): readonly number[] => (recommended === 'two-steps' ? twoSteps : optimum);
