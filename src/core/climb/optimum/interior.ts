import { Cancelled, type IsCancelled } from '../../cancel.ts';
import { Barrier, trace } from './barrier.ts';
import { highest, type Ceiling } from './ceiling.ts';
import type { Objective } from '../model/evaluator.ts';
import type { Polytope } from './polytope.ts';
import { progress } from './settings.ts';

export interface InteriorResult {
  readonly ratio: Float64Array;
  /** F. */
  readonly objective: number;
  /** Smallest level that can hold; −Infinity without a ceiling. */
  readonly level: number;
  /** A bound on how far `level` lies above the smallest possible one; Infinity when none was found. */
  readonly levelGap: number;
  /** The Frank–Wolfe gap, a bound on how far F lies above its minimum, in F's unit; Infinity with a ceiling, where F comes second. */
  readonly gap: number;
  readonly iterations: number;
}

const maxIterations = 200;
/** Steps without progress after which rounding, or the lack of a certificate, is taken as reached. */
const patience = 12;
/** Below this, such a step counts for three. */
const nearRounding = 1e-10;
/** How well F / unit is minimised among mixtures at the least level. */
export const traceTolerance = 1e-5;

/**
 * Minimises F over the polytope, or (with a ceiling) the level, and among the mixtures at the least level F: a trace of F is added to the
 * level. Both are convex programmes when log r̃ is concave (docs/model.md), so what is found is the global optimum and the gaps,
 * which rest on convexity alone, prove it.
 *
 * Method: primal-dual interior point with a line search on the barrier function (Nocedal & Wright, 2nd edition, ch. 19; Boyd &
 * Vandenberghe, ch. 11).
 *
 * @param tolerance of F, in units of its reducible part; without a ceiling the gap is brought below it
 * @throws Cancelled between iterations
 */
export function interiorPoint(
  evaluator: Objective,
  polytope: Polytope,
  start: Float64Array,
  ceiling: Ceiling | null,
  tolerance: number,
  isCancelled: IsCancelled,
): InteriorResult {
  const barrier = new Barrier(evaluator, polytope, start, ceiling);
  const target = ceiling === null ? tolerance / Math.max(1, barrier.unit) : trace * traceTolerance;
  let gap = barrier.gap();
  let least = { gap, ratio: barrier.r.slice() };
  let bound = barrier.levelBound();
  let iterations = 0;
  let since = 0;
  while (!(least.gap <= target) && iterations < maxIterations && since < patience) {
    if (isCancelled()) throw new Cancelled();
    if (!barrier.step(gap, target)) break;
    iterations++;
    gap = barrier.gap();
    bound = Math.max(bound, barrier.levelBound());
    since = gap < progress * least.gap ? 0 : since + (least.gap < nearRounding ? 3 : 1);
    if (gap < least.gap) least = { gap, ratio: barrier.r.slice() };
  }
  const objective = evaluator.value(least.ratio);
  const level = ceiling === null ? -Infinity : highest(evaluator, ceiling);
  return {
    ratio: least.ratio,
    objective,
    level,
    levelGap: ceiling === null ? 0 : level - bound,
    gap: ceiling === null ? least.gap * barrier.unit : Infinity,
    iterations,
  };
}
