import type { Objective } from '../model/evaluator.ts';
import { regret, type Polytope } from './polytope.ts';

/** Upper bounds that share one level: `offset[t] − rate[t]·log r̃[t](r) <= level` for every row of the evaluator. */
export interface Ceiling {
  readonly offset: Float64Array;
  readonly rate: Float64Array;
}

/** Height of row t at the mixture that the evaluator saw last. */
export function heightOf(evaluator: Objective, { offset, rate }: Ceiling, t: number): number {
  return offset[t]! - rate[t]! * evaluator.logEffective[t]!;
}

/** The level of the mixture that the evaluator saw last: its highest bounded row. */
export function highest(evaluator: Objective, ceiling: Ceiling): number {
  let level = -Infinity;
  for (let t = 0; t < evaluator.rows; t++) level = Math.max(level, heightOf(evaluator, ceiling, t));
  return level;
}

/** What weights on the rows prove of the least level. */
export interface LevelBound {
  /** The level at r, and how far at most it lies above the least one. */
  readonly level: number;
  readonly gap: number;
  /** The gradient at r of what the gap is of. */
  readonly gradient: Float64Array;
}

/**
 * With weights y on the rows, no mixture can have a level below `Σ y·φ + min over v of Σ y·∇φ·(v − r)`, φ being convex (the Lagrangian
 * bound; Boyd & Vandenberghe, ch. 5).
 *
 * @param evaluator linearised at r
 * @param y multipliers of the rows, >= 0 and not all 0; their sum does not matter
 * @param slope further Σ slope·z, convex, that is minimised along with the level; null: the level alone
 */
export function levelBound(
  evaluator: Objective,
  polytope: Polytope,
  ceiling: Ceiling,
  r: Float64Array,
  y: Float64Array,
  slope: Float64Array | null,
): LevelBound {
  const sum = y.reduce((a, b) => a + b, 0);
  const level = highest(evaluator, ceiling);
  const weight = slope?.slice() ?? new Float64Array(evaluator.rows);
  let below = 0;
  for (let t = 0; t < evaluator.rows; t++) {
    const part = y[t]! / sum;
    below += part * (level - heightOf(evaluator, ceiling, t));
    weight[t] = weight[t]! - part * ceiling.rate[t]!;
  }
  const gradient = evaluator.combine(weight);
  return { level, gap: below + regret(polytope, gradient, r), gradient };
}
