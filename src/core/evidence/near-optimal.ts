import type { IsCancelled } from '../cancel.ts';
import type { AllocationProblem, Solution } from '../climb/model/allocation.ts';
import { ofLanguage, type Model } from '../climb/model/model.ts';
import { nearOptimalRanges, type ShareRange } from '../climb/optimum/ranges.ts';
import { mostRanged, showable } from './thresholds.ts';

/** Shares that are as good as the optimum as far as a training could show. */
export interface NearOptimal {
  /** What the objective may rise by, relative. */
  readonly tolerance: number;
  /** By language: its share may be anything in between, the others following. */
  readonly range: readonly ShareRange[];
}

/**
 * The near-optimal range of every language. What a training could show is the larger of 0.1 % and the noise of seeds in the objective.
 *
 * @returns null where the optimum is not known, or there are too many languages to ask for each
 * @throws Cancelled
 */
export function nearOptimal(
  model: Model,
  problem: AllocationProblem,
  solution: Pick<Solution, 'status' | 'joint'>,
  isCancelled?: IsCancelled,
): NearOptimal | null {
  if (model.languages.length > mostRanged) return null;
  const tolerance = Math.max(showable, seedNoise(model, problem));
  const range = nearOptimalRanges(model, problem, solution, tolerance, isCancelled);
  return range === null ? null : { tolerance, range };
}

/** Standard deviation of the log-objective between seeds, those of one run taken as independent over languages; 0 where nothing was repeated. */
function seedNoise(model: Model, problem: AllocationProblem): number {
  const spreads = model.quality?.evidence?.seedSpread ?? {};
  let square = 0;
  let total = 0;
  model.languages.forEach((code, t) => {
    const weight = model.coefficient[t] === null ? 0 : (problem.importance[t] ?? 0);
    square += (weight * (ofLanguage(spreads, code) ?? 0)) ** 2;
    total += weight;
  });
  return total > 0 ? Math.sqrt(square) / total : 0;
}
