import { Cancelled, neverCancelled, type IsCancelled } from '../../cancel.ts';
import type { AllocationProblem, SolveMethod, Solution, SolveStatus } from '../model/allocation.ts';
import { hasActiveSet, minimise } from './active-set.ts';
import { highest, type Ceiling } from './ceiling.ts';
import { brokenConvexity } from '../model/convexity.ts';
import { directionAt, logEffectiveAt } from './direction.ts';
import { equalBenefits } from './equal-benefits.ts';
import { judgeOf } from '../model/evaluate.ts';
import { lossCoefficient, normalisedImportance, targetsOf } from '../model/compiled.ts';
import { feasibleMixtures, gather, objectiveOver, spread, type Feasible } from './feasible.ts';
import { finiteStart } from './finite-start.ts';
import { interiorPoint, type InteriorResult } from './interior.ts';
import type { Evaluator, Objective } from '../model/evaluator.ts';
import type { Model } from '../model/model.ts';
import { nearestMixture } from './nearest.ts';
import { keepsSums, leastCost, type Polytope } from './polytope.ts';
import { exactGap, rounding } from './settings.ts';

export interface SolveOptions {
  /** Which optimum stands at the top level of the solution; the joint one when absent. */
  readonly method: SolveMethod;
  /** The mixture in use, to compare with; null: none. */
  readonly current: readonly number[] | null;
  /** A mixture near the optimum, such as that of a neighbouring budget; null: none is known. */
  readonly start: readonly number[] | null;
  /** Largest gap that counts as optimal, in the objective's unit; `exactGap` when absent. */
  readonly tolerance: number | null;
  readonly isCancelled: IsCancelled;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** Enough to compare objectives with: intervals are wider by orders. */
const roughTolerance = 1e-6;
/** How far towards the interior another try starts where the gap did not close. */
const restarts = [1e-3, 1e-1, 0.5];
/** How well the common marginal benefit must be known (relative): the trace of F that breaks ties costs the proof that much. */
const stepTolerance = 1e-6;
/** How far towards the interior a known mixture is pulled, off its bounds. */
const nearInside = 0.01;
/** The same for the joint optimum as a start of the two steps, which end elsewhere. */
const nearTwoSteps = 0.1;

/**
 * Both optimisers: the two steps (equal marginal benefits along a direction, then the largest magnitude) and the minimiser of F
 * itself, with the certificate. Never throws for a well-formed model and problem: `status` and `reason` say what happened.
 */
export function solve(
  model: Model,
  problem: AllocationProblem,
  options: Partial<SolveOptions> = {},
): Solution {
  const now = options.now ?? (() => 0);
  const started = now();
  const method = options.method ?? 'joint';
  const tolerance = options.tolerance ?? exactGap;
  const isCancelled = options.isCancelled ?? neverCancelled;
  const mixtures = feasibleMixtures(problem, model.languages);

  const finish = (answer: Answer): Solution => {
    const judge = judgeOf(model, problem);
    const twoSteps = judge(answer.ratio);
    const joint = judge(answer.joint);
    const current = options.current == null ? null : judge(options.current);
    return {
      method,
      status: answer.status,
      reason: answer.reason,
      languages: model.languages,
      tokens: problem.tokens,
      ...(method === 'joint' ? joint : twoSteps),
      direction: answer.direction,
      magnitude: answer.magnitude,
      current,
      joint: { ...joint, gap: answer.gap },
      twoSteps,
      iterations: answer.iterations,
      milliseconds: now() - started,
      conflict: answer.conflict,
    };
  };
  const unsolved = (status: SolveStatus, reason: string, ratio: Float64Array): Answer => ({
    status,
    reason,
    ratio,
    joint: ratio,
    gap: Infinity,
    direction: model.languages.map((_, t) => (model.coefficient[t] == null ? null : 0)),
    magnitude: 0,
    iterations: { magnitude: 0, joint: 0 },
    conflict: null,
  });

  if (mixtures.kind === 'infeasible') {
    const n = model.languages.length;
    const ratio = Float64Array.from(options.current ?? new Array<number>(n).fill(1 / n));
    return finish({
      ...unsolved('infeasible', mixtures.reason, ratio),
      conflict: mixtures.conflict,
    });
  }
  try {
    return finish(
      optimise(model, problem, mixtures, {
        method,
        start: options.start ?? null,
        tolerance,
        bound: (objective) => Math.max(tolerance, rounding * Math.abs(objective)),
        isCancelled,
      }),
    );
  } catch (error) {
    if (error instanceof Cancelled)
      return finish(unsolved('cancelled', 'The computation was cancelled.', mixtures.ratio));
    throw error;
  }
}

/**
 * The shares that minimise F, without the two steps and without a word on how sure: for judging many models, or many neighbouring
 * problems.
 *
 * @param start a mixture near the optimum; it need not keep the limits
 * @param tolerance of F, in its unit
 * @returns null where no mixture keeps the limits
 * @throws Cancelled
 */
export function jointOptimum(
  model: Model,
  problem: AllocationProblem,
  start: readonly number[],
  tolerance = roughTolerance,
  isCancelled: IsCancelled = neverCancelled,
): readonly number[] | null {
  const mixtures = feasibleMixtures(problem, model.languages);
  if (mixtures.kind === 'infeasible') return null;
  const { variables, polytope, ratio } = mixtures;
  if (variables.length === 0) return Array.from(ratio);
  const targets = lowerable(model, problem);
  const evaluator = objectiveOver(model, problem, mixtures, targets);
  const from = finiteStart(evaluator, polytope, startFrom(mixtures, start));
  const found =
    evaluator.rows === 0
      ? from
      : hasActiveSet(evaluator, polytope)
        ? leastLoss(evaluator, polytope, from, tolerance, isCancelled).ratio
        : interiorPoint(evaluator, polytope, from, null, tolerance, isCancelled).ratio;
  return Array.from(spread(mixtures, found));
}

/** The least F by an active set; by the interior point where that met rounding first. */
function leastLoss(
  evaluator: Evaluator,
  polytope: Polytope,
  start: Float64Array,
  tolerance: number,
  isCancelled: IsCancelled,
): InteriorResult {
  const unit = evaluator.value(start) - evaluator.offset;
  const enough = Math.max(tolerance * Math.min(1, unit), rounding * unit);
  const { ratio, gap, iterations } = minimise(evaluator, polytope, start, enough, isCancelled);
  if (gap <= Math.max(enough, tolerance))
    return { ratio, objective: evaluator.value(ratio), level: -Infinity, levelGap: 0, gap, iterations };
  const middle = finiteStart(evaluator, polytope, polytope.interior);
  const inside = interiorPoint(evaluator, polytope, middle, null, tolerance, isCancelled);
  // Of two that rounding stopped the better.
  const known = inside.gap <= gap ? inside : { ...inside, ratio, objective: evaluator.value(ratio), gap };
  return { ...known, iterations: iterations + inside.iterations };
}

type Verdict = Pick<Answer, 'status' | 'reason' | 'conflict'>;

interface Answer {
  readonly status: SolveStatus;
  readonly reason: string | null;
  readonly ratio: Float64Array;
  readonly joint: Float64Array;
  readonly gap: number;
  readonly direction: readonly (number | null)[];
  readonly magnitude: number;
  readonly iterations: Solution['iterations'];
  readonly conflict: readonly string[] | null;
}

/** What is asked of a search, and how exactly. */
interface Goal {
  readonly method: SolveMethod;
  readonly tolerance: number;
  /** The largest gap that counts as none at an objective F. */
  readonly bound: (objective: number) => number;
}

/** The problem without what cannot vary or does not matter. */
function optimise(
  model: Model,
  problem: AllocationProblem,
  mixtures: Feasible & { kind: 'feasible' },
  options: Goal & { readonly start: readonly number[] | null; readonly isCancelled: IsCancelled },
): Answer {
  const { variables, polytope, ratio } = mixtures;
  const weighty = lowerable(model, problem);
  const learns = canLearn(model, mixtures);
  const hopeless = weighty.filter((t) => !learns(t));
  const targets = weighty.filter(learns);
  const evaluator = objectiveOver(model, problem, mixtures, targets);
  const { gain, exponent, rows } = evaluator;
  const direction: (number | null)[] = model.languages.map((_, t) =>
    model.coefficient[t] == null ? null : 0,
  );
  if (rows === 0)
    return {
      ...(hopeless.length > 0 ? withoutText(model, hopeless) : settled),
      ratio,
      joint: ratio,
      gap: 0,
      direction,
      magnitude: 0,
      iterations: { magnitude: 0, joint: 0 },
    };

  const broken = brokenConvexity(model);
  const found =
    variables.length === 0
      ? onlyMixture(polytope.interior, evaluator)
      : search({ ...options, evaluator, targets, polytope, mixtures, isConvex: broken === null });
  const { one, two } = found;
  const magnitude = logEffectiveAt(two.level, gain, exponent).reduce((sum, x) => sum + Math.exp(x), 0);
  directionAt(magnitude, gain, exponent).direction.forEach((p, i) => (direction[targets[i]!] = p));
  return {
    ...(hopeless.length > 0 ? withoutText(model, hopeless) : verdictOf(found, polytope, broken, options)),
    ratio: spread(mixtures, two.ratio),
    joint: spread(mixtures, one.ratio),
    gap: one.gap < 0 ? 0 : one.gap,
    direction,
    magnitude,
    iterations: { magnitude: two.iterations, joint: one.iterations },
  };
}

/** The joint optimum and the two steps. */
interface Found {
  readonly one: InteriorResult;
  readonly two: InteriorResult;
}

interface Search extends Goal {
  readonly start: readonly number[] | null;
  readonly isCancelled: IsCancelled;
  readonly evaluator: Objective;
  /** Languages of the evaluator's rows. */
  readonly targets: readonly number[];
  readonly polytope: Polytope;
  readonly mixtures: Feasible & { kind: 'feasible' };
  readonly isConvex: boolean;
}

/** Both optima, from several starts where the problem is not convex and again from elsewhere where a gap stayed open. */
function search({ evaluator, targets, polytope, mixtures, isConvex, ...options }: Search): Found {
  const { start, bound, tolerance, isCancelled } = options;
  const ceiling = benefitCeiling(evaluator);
  // A tenth of the tolerance, so that rounding elsewhere does not cost the certificate.
  const finite = (from: Float64Array): Float64Array => finiteStart(evaluator, polytope, from);
  const least = (from: Float64Array): InteriorResult =>
    interiorPoint(evaluator, polytope, finite(from), null, tolerance / 10, isCancelled);
  const level = (from: Float64Array): InteriorResult =>
    interiorPoint(evaluator, polytope, finite(from), ceiling, tolerance, isCancelled);
  const pulled = (from: Float64Array, pull: number): Float64Array =>
    from.map((share, j) => (1 - pull) * share + pull * polytope.interior[j]!);
  const starts = isConvex ? [startFrom(mixtures, start)] : severalStarts(polytope.interior, mixtures);

  let one = best(
    starts.map((from) =>
      isConvex && hasActiveSet(evaluator, polytope)
        ? leastLoss(evaluator, polytope, finite(from), tolerance / 10, isCancelled)
        : least(from),
    ),
    (result) => result.objective,
  );
  let two =
    (isConvex && hasActiveSet(evaluator, polytope)
      ? equalBenefits(evaluator, polytope, ceiling, rowsOf(mixtures, targets), one.ratio, isCancelled)
      : null) ??
    best((isConvex ? [pulled(one.ratio, nearTwoSteps)] : starts).map(level), (result) => result.level);
  // The two steps start better than nothing where the joint search got stuck.
  if (!(one.objective <= two.objective)) one = best([one, least(two.ratio)], (result) => result.objective);
  if (!isConvex) return { one, two };
  // Where the last digits of a gap are lost to rounding on one way, another often keeps them.
  for (const pull of restarts) {
    if (one.gap <= bound(one.objective)) break;
    const next = least(pulled(one.ratio, pull));
    if (next.gap < one.gap) one = next;
  }
  for (const pull of restarts) {
    if (two.levelGap <= Math.max(tolerance, stepTolerance)) break;
    const next = level(pulled(two.ratio, pull));
    if (next.levelGap < two.levelGap) two = next;
  }
  return { one, two };
}

/** Of each share that varies the row of its own language; −1: its loss does not matter. */
function rowsOf({ variables }: Feasible & { kind: 'feasible' }, targets: readonly number[]): Int32Array {
  const row = new Map(targets.map((t, i) => [t, i]));
  return Int32Array.from(variables, (s) => row.get(s) ?? -1);
}

/** What may be said of what was found. */
function verdictOf(
  { one, two }: Found,
  polytope: Polytope,
  broken: string | null,
  { method, bound, tolerance }: Goal,
): Verdict {
  if (!Number.isFinite(one.objective) || !Number.isFinite(two.objective))
    return { status: 'stalled', reason: 'No mixture with finite losses was found.', conflict: null };
  // Numbers near the least that there are lose the sum: no gap says anything there.
  if (![one, two].every(({ ratio }) => keepsSums(polytope, ratio)))
    return {
      status: 'stalled',
      reason:
        'Rounding led away from the allowed mixtures: the numbers of the model are too small or too large.',
      conflict: null,
    };
  if (broken !== null)
    return {
      status: 'local',
      reason: `The best of several starts, not proven to be the optimum: ${broken}, so the problem is not convex.`,
      conflict: null,
    };
  // Asked this way round, a gap that is no number is none that is small.
  if (!(one.gap <= bound(one.objective)))
    return {
      status: 'stalled',
      reason: `The joint optimum is known only to within ${one.gap.toExponential(1)}, not to ${Number(bound(one.objective).toPrecision(2))}.`,
      conflict: null,
    };
  if (!(two.levelGap <= Math.max(tolerance, stepTolerance))) {
    const known = `Step 2 did not converge: the common marginal benefit is known only to within ${two.levelGap.toExponential(1)} (relative).`;
    // Where the optimum is what is recommended, that is said of the two steps and takes nothing from its certificate.
    return { status: method === 'joint' ? 'optimal' : 'stalled', reason: known, conflict: null };
  }
  return { status: 'optimal', reason: null, conflict: null };
}

/**
 * The fixed point of both steps as one convex programme (ours): r̃ >= e(λ), step 1's effective ratios, for the smallest λ that can be
 * had, is step 2 along step 1's direction with S = σ. So the mixture whose largest marginal benefit is least; the rows are
 * `log m[t] = log(ω·γ·C) − (γ + 1)·log r̃[t]`, convex since log r̃ is concave.
 */
export function benefitCeiling(evaluator: Objective): Ceiling {
  return {
    offset: evaluator.exponent.map((gamma, i) => Math.log(evaluator.gain[i]! * gamma)),
    rate: evaluator.exponent.map((gamma) => gamma + 1),
  };
}

const settled: Verdict = {
  status: 'optimal',
  reason: 'No language has importance and a loss that text can lower: all mixtures are equally good.',
  conflict: null,
};

function withoutText(model: Model, hopeless: readonly number[]): Verdict {
  const names = hopeless.map((t) => model.languages[t]!);
  return {
    status: 'infeasible',
    reason: `${names.join(', ')} may have no text and nothing helps, so the loss is infinite at every allowed mixture; allow a share or set importance 0.`,
    conflict: names.map((name) => `no text for ${name}`),
  };
}

/** Languages with importance and a loss that text can lower. */
function lowerable(model: Model, problem: AllocationProblem): number[] {
  const weight = normalisedImportance(model, problem);
  return targetsOf(model).filter(
    (t) => weight[t]! > 0 && model.exponent[t]! > 0 && lossCoefficient(model, problem, t) !== 0,
  );
}

/** Whether any allowed mixture gives a target an effective ratio above zero. */
function canLearn(
  model: Model,
  { variables, ratio }: Feasible & { kind: 'feasible' },
): (target: number) => boolean {
  const possible = new Set(variables);
  const has = (s: number): boolean => possible.has(s) || ratio[s]! > 0;
  return (t) =>
    (model.floor?.[t] ?? 0) > 0 ||
    has(t) ||
    model.languages.some((_, s) => s !== t && (model.transfer[s]?.[t] ?? 0) > 0 && has(s));
}

/** Where nothing varies, the one mixture is both. */
function onlyMixture(shares: Float64Array, evaluator: Objective): Found {
  const objective = evaluator.value(shares);
  const level = highest(evaluator, benefitCeiling(evaluator));
  const result = { ratio: shares, objective, level, levelGap: 0, gap: 0, iterations: 0 };
  return { one: result, two: result };
}

/** A known mixture pulled off the bounds, as interior points must be. */
function startFrom(mixtures: Feasible & { kind: 'feasible' }, known: readonly number[] | null): Float64Array {
  const { polytope } = mixtures;
  if (known === null) return polytope.interior;
  const near = nearestMixture(polytope, gather(mixtures, known));
  return near.map((share, j) => (1 - nearInside) * share + nearInside * polytope.interior[j]!);
}

/** The golden ratio less one: the fractions of its multiples spread evenly, however many there are. */
const golden = 0.6180339887498949;

/** Deterministic starts around the interior point: towards each of a few corners. */
function severalStarts(
  interior: Float64Array,
  { polytope }: Feasible & { kind: 'feasible' },
): Float64Array[] {
  const starts = [interior];
  for (let k = 0; k < 7; k++) {
    // Low-discrepancy costs, so that the corners differ from start to start and are the same every time.
    const cost = interior.map((_, j) => ((j + 1) * (k + 1) * golden) % 1);
    const corner = leastCost(polytope, cost);
    starts.push(interior.map((share, j) => 0.4 * share + 0.6 * corner[j]!));
  }
  return starts;
}

function best(results: readonly InteriorResult[], of: (result: InteriorResult) => number): InteriorResult {
  return results.reduce((a, b) => (of(b) < of(a) || Number.isNaN(of(a)) ? b : a));
}
