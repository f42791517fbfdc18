import { neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { AllocationProblem, Solution } from '../model/allocation.ts';
import { evaluateAllocation } from '../model/evaluate.ts';
import type { Model } from '../model/model.ts';
import { feasibleMixtures, spread, type Feasible } from './feasible.ts';
import { leastCost } from './polytope.ts';
import { jointOptimum } from './solve.ts';

/** Smallest and largest share. */
export type ShareRange = readonly [low: number, high: number];

/** An end counts as found where √(rise of F) is this close below what is allowed, relative to it. */
const precision = 1e-3;
/** How exactly F is minimised for each share that is tried, relative to the rise that is allowed. */
const exactness = 1e-4;
/** The first share tried, as a part of the way to the limit; a quarter is near the end where F is flat, and never far beyond it. */
const firstTry = 0.25;
/** More than bisection needs from any start to `precision`. */
const mostTries = 40;
/** A share this near to a limit is at it. */
const atLimit = 1e-9;

/**
 * For each language the shares with which F can still stay within a tolerance of its minimum, the other languages free to follow
 * and all limits kept: two convex programmes a language. The rise of F with r[t] held at x is convex in x and nearly quadratic, so
 * its square root is nearly linear and the secant method needs three to five shares a side. Each end given keeps F within the tolerance.
 *
 * @param solution of the same model and problem; its joint optimum is where the ranges start
 * @param tolerance allowed rise of F over its minimum, relative to |F|, >= 0
 * @returns shares in the model's language order; null where the optimum is not known (nothing allowed, cancelled, or only local), or F
 *   is not finite
 * @throws Cancelled
 */
export function nearOptimalRanges(
  model: Model,
  problem: AllocationProblem,
  solution: Pick<Solution, 'status' | 'joint'>,
  tolerance: number,
  isCancelled: IsCancelled = neverCancelled,
): ShareRange[] | null {
  const { status, joint } = solution;
  const least = joint.objective;
  if ((status !== 'optimal' && status !== 'stalled') || !Number.isFinite(least)) return null;
  const mixtures = feasibleMixtures(problem, model.languages);
  if (mixtures.kind === 'infeasible') return null;
  const allowed = tolerance * Math.abs(least);
  return model.languages.map((_, t): ShareRange => {
    const best = joint.ratio[t]!;
    const [lowest, highest] = reachOf(mixtures, t);
    const rise = (share: number, start: readonly number[]): Tried => {
      const ratio = jointOptimum(model, holding(problem, t, share), start, exactness * allowed, isCancelled);
      if (ratio === null) return { share, ratio: start, root: Infinity };
      const above = evaluateAllocation(model, problem, ratio).objective - least;
      return { share, ratio, root: Number.isNaN(above) ? Infinity : Math.sqrt(Math.max(0, above)) };
    };
    const from: Tried = { share: best, ratio: joint.ratio, root: 0 };
    return [
      Math.min(best, endOf(from, lowest, Math.sqrt(allowed), rise)),
      Math.max(best, endOf(from, highest, Math.sqrt(allowed), rise)),
    ];
  });
}

/** A share held, the best mixture with it, and the root of F's rise over the minimum. */
interface Tried {
  readonly share: number;
  readonly ratio: readonly number[];
  readonly root: number;
}

/**
 * The share furthest from the optimum, towards a limit, whose root is at most `goal`: by the secant through the two last tries,
 * within a bracket; halving it where the secant leads out of it or a rise is infinite.
 */
function endOf(
  optimum: Tried,
  limit: number,
  goal: number,
  rise: (share: number, start: readonly number[]) => Tried,
): number {
  if (Math.abs(limit - optimum.share) <= atLimit) return limit;
  let inside = optimum;
  let outside: Tried | null = null;
  let last = optimum;
  let next = optimum.share + firstTry * (limit - optimum.share);
  for (let tries = 0; tries < mostTries; tries++) {
    const tried = rise(next, inside.ratio);
    if (tried.root <= goal) {
      inside = tried;
      if (next === limit || (goal > 0 && tried.root >= (1 - precision) * goal)) break;
    } else outside = tried;
    const far = outside?.share ?? limit;
    const along = (tried.share - last.share) / (tried.root - last.root);
    const secant = tried.share + ((1 - precision / 2) * goal - tried.root) * along;
    last = tried;
    // Where the secant leads beyond the limit, or F does not rise at all, the limit itself is tried.
    if (outside === null && !((limit - secant) * (limit - optimum.share) > 0)) next = limit;
    else if ((secant - inside.share) * (secant - far) < 0) next = secant;
    else next = (inside.share + far) / 2;
    if (Math.abs(far - inside.share) <= atLimit) break;
  }
  return inside.share;
}

/** The least and the most of language t that any allowed mixture holds. */
function reachOf(mixtures: Feasible & { kind: 'feasible' }, t: number): ShareRange {
  const { columns, polytope, ratio } = mixtures;
  const j = columns.findIndex(({ members }) => members.includes(t));
  if (j < 0) return [ratio[t]!, ratio[t]!];
  const cost = new Float64Array(columns.length);
  cost[j] = 1;
  const low = spread(mixtures, leastCost(polytope, cost))[t]!;
  cost[j] = -1;
  return [low, spread(mixtures, leastCost(polytope, cost))[t]!];
}

/** The problem with the share of one language given. */
function holding(problem: AllocationProblem, t: number, share: number): AllocationProblem {
  const held = (limits: readonly number[]): number[] => limits.map((limit, s) => (s === t ? share : limit));
  return { ...problem, min: held(problem.min), max: held(problem.max) };
}
