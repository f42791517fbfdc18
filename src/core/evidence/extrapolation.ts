import type { AllocationProblem } from '../climb/model/allocation.ts';
import { namesBudget, type Model } from '../climb/model/model.ts';
import { elementAt } from '../text/elements.ts';
import { extrapolated, extrapolatedShare } from './thresholds.ts';

/** A budget or a size beyond those of the runs. */
export interface Extrapolation {
  readonly value: number;
  /** The least and the most of the runs. */
  readonly range: readonly [number, number];
  /** Whether it is larger than the most, or smaller than the least. */
  readonly isAbove: boolean;
  /** How many times larger or smaller. */
  readonly factor: number;
}

/** What no run tells directly; null and empty: within what they do, or nothing is known of the runs. */
export interface Extrapolations {
  readonly tokens: Extrapolation | null;
  readonly parameters: Extrapolation | null;
  /** Languages with a larger share than in any run, by model index. */
  readonly above: readonly number[];
  /** Languages with a smaller share than in any run. */
  readonly below: readonly number[];
}

/**
 * In what mixtures lie beyond all runs.
 *
 * @param at their budget and size; null: not known
 * @param mixtures shares in the model's order
 */
export function extrapolationsOf(
  model: Model,
  at: { readonly tokens: number | null; readonly parameters: number | null },
  mixtures: readonly (readonly number[])[],
): Extrapolations {
  const range = model.quality?.range;
  if (range === undefined) return { tokens: null, parameters: null, above: [], below: [] };
  const { maxShare, minShare } = range;
  const where = (isBeyond: (share: number, i: number) => boolean): number[] =>
    model.languages.flatMap((_, i) => (mixtures.some((shares) => isBeyond(shares[i] ?? NaN, i)) ? [i] : []));
  return {
    tokens: namesBudget(model) ? extrapolation(range.tokens, at.tokens) : null,
    parameters: extrapolation(range.parameters, at.parameters),
    above: where((share, i) => share > elementAt(maxShare, i) + extrapolatedShare),
    below:
      minShare === undefined ? [] : where((share, i) => share < elementAt(minShare, i) - extrapolatedShare),
  };
}

function extrapolation(range: readonly [number, number] | null, value: number | null): Extrapolation | null {
  if (range === null || value === null) return null;
  const [low, high] = range;
  const [above, below] = [value / high, low / value];
  const factor = Math.max(above, below);
  return factor > extrapolated ? { value, range, isAbove: above > below, factor } : null;
}

/**
 * How much wider an interval is beyond the budgets and sizes of the runs than within: in proportion to the logarithm of the factor,
 * measured in the range that the runs span. 1: within. Null: the runs have one budget or size and say nothing of another, so the
 * interval is unknown.
 */
export function growthBeyond(model: Model, problem: AllocationProblem): number | null {
  const { tokens, parameters } = extrapolationsOf(model, problem, []);
  const [budget, size] = [growth(tokens), growth(parameters)];
  return budget === null || size === null ? null : budget * size;
}

/** Whether the runs have one budget or size, and so say nothing of another. */
export const isUnknown = ({ range: [low, high] }: Extrapolation): boolean => high / low <= extrapolated;

function growth(beyond: Extrapolation | null): number | null {
  if (beyond === null) return 1;
  const [low, high] = beyond.range;
  return isUnknown(beyond) ? null : 1 + Math.log(beyond.factor) / Math.log(high / low);
}
