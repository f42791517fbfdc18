import { neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { AllocationProblem, Solution } from '../model/allocation.ts';
import { objectiveOf } from '../model/evaluate.ts';
import type { Model } from '../model/model.ts';
import { feasibleMixtures, spread, type Feasible } from './feasible.ts';
import { leastCost } from './polytope.ts';
import { jointOptimum } from './solve.ts';

/** Smallest and largest share. */
export type ShareRange = readonly [low: number, high: number];

/** An end counts as found where √(rise of F) is this close below what is allowed, relative to it. */
const precision = 5e-3;
/** How exactly F is minimised for each share that is tried, relative to the rise that is allowed. */
const exactness = 1e-3;
/** The first share tried, as a part of the way to the limit by roots of shares: half is a quarter of a share that may go. */
const firstTry = 0.5;
/** More than bisection needs from any start to `precision`. */
const mostTries = 40;
/** A share this near to a limit is at it. */
const atLimit = 1e-9;

/**
 * For each language the shares with which F can still stay within a tolerance of its minimum, the other languages free to follow
 * and all limits kept: two convex programmes a language. The rise of F with r[t] held at x is convex in x and nearly quadratic, so
 * its square root is nearly linear and the secant method needs two or three shares a side. Each end given keeps F within the tolerance.
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
  const objective = objectiveOf(model, problem);
  return model.languages.map((_, t): ShareRange => {
    const best = joint.ratio[t]!;
    const [lowest, highest] = reachOf(mixtures, t);
    const rise = (share: number, start: readonly number[]): Tried => {
      const ratio = jointOptimum(model, holding(problem, t, share), start, exactness * allowed, isCancelled);
      if (ratio === null) return { share, ratio: start, root: Infinity };
      const above = objective(ratio) - least;
      return { share, ratio, root: Number.isNaN(above) ? Infinity : Math.sqrt(Math.max(0, above)) };
    };
    const from: Tried = { share: best, ratio: joint.ratio, root: 0 };
    const goal = Math.sqrt(allowed);
    const low = endOf(from, null, lowest, goal, rise);
    const high = endOf(from, low, highest, goal, rise);
    return [Math.min(best, low.share), Math.max(best, high.share)];
  });
}

/** The mixture on the line from the optimum through another, with which language t has a share. */
function onLine(optimum: Tried, { ratio, share }: Tried, to: number): readonly number[] {
  const along = (to - optimum.share) / (share - optimum.share);
  return optimum.ratio.map((best, s) => Math.max(0, best + along * (ratio[s]! - best)));
}

/** A share held, the best mixture with it, and the root of F's rise over the minimum. */
interface Tried {
  readonly share: number;
  readonly ratio: readonly number[];
  readonly root: number;
}

/**
 * The share furthest from the optimum, towards a limit, whose root is at most `goal`: by the secant through the two last tries,
 * within a bracket; halving it where the secant leads out of it or a rise is infinite. Of the root of the share, in which the root
 * of F's rise is straighter: losses turn steep towards no share, and flat towards many.
 *
 * @param across where the other side ended; null: not known
 */
function endOf(
  optimum: Tried,
  across: Tried | null,
  limit: number,
  goal: number,
  rise: (share: number, start: readonly number[]) => Tried,
): Tried {
  if (Math.abs(limit - optimum.share) <= atLimit) return { ...optimum, share: limit };
  const best = Math.sqrt(optimum.share);
  const way = Math.sqrt(limit) - best;
  let inside = optimum;
  let outside: Tried | null = null;
  let last = optimum;
  // F rises about as fast on either side.
  let seen = across !== null && across.root > 0 && Number.isFinite(across.root) ? across : null;
  const first = seen === null ? firstTry : ((goal / seen.root) * (best - Math.sqrt(seen.share))) / way;
  let next = first < 1 ? (best + first * way) ** 2 : limit;
  for (let tries = 0; tries < mostTries; tries++) {
    const tried = rise(next, seen === null ? optimum.ratio : onLine(optimum, seen, next));
    if (Number.isFinite(tried.root) && next !== optimum.share) seen = tried;
    if (tried.root <= goal) {
      inside = tried;
      if (next === limit || (goal > 0 && tried.root >= (1 - precision) * goal)) break;
    } else outside = tried;
    const far = outside?.share ?? limit;
    const root = Math.sqrt(tried.share);
    const along = (root - Math.sqrt(last.share)) / (tried.root - last.root);
    const secant = Math.max(0, root + ((1 - precision / 2) * goal - tried.root) * along) ** 2;
    last = tried;
    // Where the secant leads beyond the limit, or F does not rise at all, the limit itself is tried.
    if (outside === null && !((limit - secant) * (limit - optimum.share) > 0)) next = limit;
    else if ((secant - inside.share) * (secant - far) < 0) next = secant;
    else next = (inside.share + far) / 2;
    if (Math.abs(far - inside.share) <= atLimit) break;
  }
  return inside;
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
