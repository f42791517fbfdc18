import type { AllocationProblem } from '../climb/model/allocation.ts';
import { namesBudget, type Model } from '../climb/model/model.ts';
import { extrapolated } from './thresholds.ts';

/**
 * How much wider an interval is beyond the budgets and sizes of the runs than within: in proportion to the logarithm of the factor,
 * measured in the range that the runs span. 1: within. Null: the runs have one budget or size and say nothing of another, so the
 * interval is unknown.
 */
export function growthBeyond(model: Model, problem: AllocationProblem): number | null {
  const range = model.quality?.range;
  if (range === undefined) return 1;
  const budget = namesBudget(model) ? growth(range.tokens, problem.tokens) : 1;
  const size =
    range.parameters === null || problem.parameters === null
      ? 1
      : growth(range.parameters, problem.parameters);
  return budget === null || size === null ? null : budget * size;
}

function growth([low, high]: readonly [number, number], at: number): number | null {
  const factor = Math.max(at / high, low / at);
  if (factor <= extrapolated) return 1;
  if (high / low <= extrapolated) return null;
  return 1 + Math.log(factor) / Math.log(high / low);
}
