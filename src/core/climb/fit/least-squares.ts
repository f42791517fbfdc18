import { addSquares, addWeighted } from '../dense/squares.ts';
import { boxedStep } from './boxed-step.ts';
import type { Point, Workspace } from './workspace.ts';

/**
 * Bounded, robust, regularised non-linear least squares:
 *
 *     minimise  Σ_i w_i·f²·(√(1 + (r_i(θ)/f)²) − 1) + ½·Σ_j p_j·(θ_j − μ_j)²      subject to  lower <= θ <= upper
 *
 * The first term is the soft-L1 loss (½·w·r² for |r| well below f, w·f·|r| well above); f = ∞ gives plain least squares.
 * Levenberg–Marquardt with Marquardt's diagonal scaling (Moré 1978), the robust loss entering through its first and second
 * derivative (Triggs et al. 2000, without the indefinite part: soft-L1's curvature is positive everywhere), bounds through
 * an active set: a variable at its bound whose gradient points outward is held, steps are clipped into the box.
 * Deterministic: no randomness, one order of summation.
 */
export interface LeastSquares {
  readonly parameters: number;
  readonly residuals: number;
  readonly weight: Float64Array;
  /** f, in the residual's unit; Infinity: not robust. */
  readonly robustScale: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** μ and p of the quadratic pull on each parameter; p = 0: none. */
  readonly priorMean: Float64Array;
  readonly priorPrecision: Float64Array;
  /** 1: the logarithm of what acts about linearly, so that a step up in it is one down in scale (see `rise`). */
  readonly logarithmic: Uint8Array;
  /** Writes r(θ) into `residual` and, where asked, ∂r_i/∂θ_j into `jacobian[i·parameters + j]`. */
  evaluate(theta: Float64Array, residual: Float64Array, jacobian: Float64Array | null): void;
}

export interface LeastSquaresResult {
  readonly theta: Float64Array;
  /** At theta, or before a last step that nobody looked at; the workspace's own, so that the next solve overwrites it. */
  readonly residual: Float64Array;
  readonly cost: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Where the damping ended: a solve that goes on from here starts well with it. */
  readonly damping: number;
}

export interface Limits {
  readonly maxIterations: number;
  /** Stop when a step lowers the cost by less than this, relative. */
  readonly costTolerance: number;
  /**
   * The last step allowed is taken without a look at where it leads, if it is nearly Newton's, short, and the one before kept its
   * promise or there is none before and the start is known.
   */
  readonly lastUnseen?: boolean;
}

/** Beyond this, predictions of runs that were not seen no longer change (docs/model.md, "The fit"). */
export const fine: Limits = { maxIterations: 200, costTolerance: 1e-4 };
/** Enough to tell a good start from a bad one. */
export const rough: Limits = { maxIterations: 12, costTolerance: 5e-3 };
const firstDamping = 1e-3;
/**
 * Where a step keeps less of its promise than this, the parabola through the slope and both costs has its least point well before the end:
 * at 1/(2 − ratio) of the way. Steps too long by half would else lead from one side of a valley to the other and back, hundreds of times.
 */
const fellShort = 0.75;
/** Damping below which a step is nearly Newton's, so that what it promises is what is left to gain. */
const trusted = 1e-2;
/** A step that promises to lower the cost by at most this, relative, is so short that it keeps its promise. */
const short = 0.05;

/** What is known of the misfit at a point, the pulls apart. */
export interface Known {
  readonly residual: Float64Array;
  readonly gradient: Float64Array;
  /** Lower triangle. */
  readonly hessian: Float64Array;
}

/** How a solve gets on. */
interface Progress {
  /** At `here`. */
  cost: number;
  damping: number;
  /** What the next rejection multiplies the damping by. */
  growth: number;
  /** Steps in a row that lowered the cost by next to nothing. */
  quiet: number;
  /** The last step lowered the cost by about what the quadratic model said. */
  promiseKept: boolean;
  iterations: number;
  converged: boolean;
}

/** @param known of the misfit at the start, which is then not evaluated there */
export function solveLeastSquares(
  problem: LeastSquares,
  start: Float64Array,
  workspace: Workspace,
  limits: Limits,
  startDamping = firstDamping,
  known: Known | null = null,
): LeastSquaresResult {
  const { here } = workspace;
  here.theta.set(start);
  for (let j = 0; j < start.length; j++)
    here.theta[j] = Math.min(Math.max(start[j]!, problem.lower[j]!), problem.upper[j]!);
  if (known === null) problem.evaluate(here.theta, here.residual, here.jacobian);
  else here.residual.set(known.residual);
  const progress: Progress = {
    cost: costOf(problem, here),
    damping: startDamping,
    growth: 2,
    quiet: 0,
    // What is known is the end of a solve of nearly the same.
    promiseKept: known !== null,
    iterations: 0,
    converged: false,
  };
  while (progress.iterations < limits.maxIterations && !progress.converged) {
    progress.iterations++;
    formSystem(problem, workspace, progress.iterations === 1 ? known : null);
    const free = findFree(problem, workspace, progress.cost);
    if (free === null) progress.converged = true;
    else if (!takeStep(problem, workspace, free, progress, limits)) break;
  }
  const { cost, iterations, converged, damping } = progress;
  const { theta, residual } = workspace.here;
  return { theta: theta.slice(), residual, cost, iterations, converged, damping };
}

/** Gradient and Gauss–Newton Hessian where the solve stands, with what the pulls have in them. */
function formSystem(problem: LeastSquares, workspace: Workspace, known: Known | null): void {
  const { here, hessian, gradient } = workspace;
  if (known === null) {
    hessian.fill(0);
    gradient.fill(0);
    accumulate(problem.weight, problem.robustScale, here.residual, here.jacobian, workspace);
  } else {
    hessian.set(known.hessian);
    gradient.set(known.gradient);
  }
  pull(problem, workspace);
}

/** Fills `free` with the variables that are not at a bound against which the cost pushes. Gives their number; null: nothing falls any more. */
function findFree(
  { lower, upper, parameters: n }: LeastSquares,
  { here: { theta }, hessian, gradient, free }: Workspace,
  cost: number,
): number | null {
  let count = 0;
  let slope = 0;
  for (let j = 0; j < n; j++) {
    const g = gradient[j]!;
    const held = (theta[j]! <= lower[j]! && g > 0) || (theta[j]! >= upper[j]! && g < 0);
    if (held) continue;
    free[count++] = j;
    slope = Math.max(slope, Math.abs(g) / Math.sqrt(hessian[j * n + j]! + 1e-300));
  }
  return count === 0 || slope <= 1e-9 * Math.sqrt(cost + 1e-300) ? null : count;
}

/** Damps until a step lowers the cost, and takes it. False: no step does, however short. */
function takeStep(
  problem: LeastSquares,
  workspace: Workspace,
  free: number,
  progress: Progress,
  { maxIterations, costTolerance, lastUnseen = false }: Limits,
): boolean {
  const isLast = progress.iterations === maxIterations;
  for (;;) {
    const predicted = boxedStep(problem, workspace, free, progress.damping);
    rise(problem, workspace);
    const isQuiet = progress.quiet > 0 && predicted <= costTolerance * progress.cost;
    if (
      progress.promiseKept &&
      progress.damping < trusted &&
      (isQuiet || (isLast && lastUnseen && predicted <= short * progress.cost))
    ) {
      workspace.here.theta.set(workspace.trial.theta);
      progress.converged = isQuiet;
      return true;
    }
    // With its Jacobian: most steps are taken, and the residuals share the work. After the last one nobody asks for it.
    const { cost, ratio } = tryStep(problem, workspace, progress.cost, predicted, !isLast);
    const drop = progress.cost - cost;
    if (drop > 0 && drop > 1e-4 * predicted) {
      [workspace.here, workspace.trial] = [workspace.trial, workspace.here];
      // Nielsen's damping update (Madsen, Nielsen, Tingleff 2004, §3.2).
      progress.damping = Math.max(progress.damping * Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3), 1e-12);
      progress.growth = 2;
      progress.promiseKept = ratio >= fellShort;
      progress.quiet = drop <= costTolerance * progress.cost ? progress.quiet + 1 : 0;
      progress.converged = progress.quiet >= 2;
      progress.cost = cost;
      return true;
    }
    // This is as far as the arithmetic goes.
    if (progress.damping > 1e12) {
      progress.converged = Math.abs(predicted) <= 1e-8 * progress.cost;
      return false;
    }
    progress.damping *= progress.growth;
    progress.growth *= 2;
  }
}

/**
 * The cost at the end of the step, and how much of its promise it keeps; where that falls short (`fellShort`) and less far is better,
 * of the shorter step, which is `trial` then.
 */
function tryStep(
  problem: LeastSquares,
  workspace: Workspace,
  cost: number,
  predicted: number,
  withJacobian: boolean,
): { readonly cost: number; readonly ratio: number } {
  const { here, trial, shorter } = workspace;
  problem.evaluate(trial.theta, trial.residual, withJacobian ? trial.jacobian : null);
  const full = costOf(problem, trial);
  const ratio = predicted > 0 ? (cost - full) / predicted : 1;
  if (!(ratio < fellShort && ratio > 1e-4)) return { cost: full, ratio };
  const part = 1 / (2 - ratio);
  for (let j = 0; j < here.theta.length; j++)
    shorter.theta[j] = here.theta[j]! + part * (trial.theta[j]! - here.theta[j]!);
  problem.evaluate(shorter.theta, shorter.residual, withJacobian ? shorter.jacobian : null);
  const less = costOf(problem, shorter);
  if (!(less < full)) return { cost: full, ratio };
  [workspace.trial, workspace.shorter] = [shorter, trial];
  // Of what the model promises for this part of the step.
  return { cost: less, ratio: Math.max(ratio, (cost - less) / (predicted * part * (2 - part))) };
}

/**
 * A Gauss–Newton step of Δ > 0 in log τ takes the model to be linear in log τ; it is about linear in τ, whose own step would lead to τ·(1 + Δ).
 * So it is shortened to log(1 + Δ): transfers next to nothing would else overshoot and come back in turns, and damp all others.
 */
function rise({ logarithmic }: LeastSquares, { here: { theta }, trial }: Workspace): void {
  for (let j = 0; j < theta.length; j++) {
    const up = trial.theta[j]! - theta[j]!;
    if (up > 0 && logarithmic[j] === 1) trial.theta[j] = theta[j]! + Math.log1p(up);
  }
}

function costOf(
  { weight, robustScale: f, priorMean, priorPrecision, parameters }: LeastSquares,
  { theta, residual }: Point,
): number {
  let sum = 0;
  if (f === Infinity) for (let i = 0; i < residual.length; i++) sum += 0.5 * weight[i]! * residual[i]! ** 2;
  else {
    for (let i = 0; i < residual.length; i++) {
      const z = (residual[i]! / f) ** 2;
      // √(1+z) − 1 without cancellation.
      sum += (weight[i]! * f * f * z) / (Math.sqrt(1 + z) + 1);
    }
  }
  for (let j = 0; j < parameters; j++) {
    if (priorPrecision[j]! > 0) sum += 0.5 * priorPrecision[j]! * (theta[j]! - priorMean[j]!) ** 2;
  }
  return Number.isFinite(sum) ? sum : Infinity;
}

/** Adds the gradient and the (Gauss–Newton) Hessian of the misfit, lower triangle, to what the workspace holds. */
export function accumulate(
  weight: Float64Array,
  robustScale: number,
  residual: Float64Array,
  jacobian: Float64Array,
  { hessian, gradient, curvature }: Pick<Workspace, 'hessian' | 'gradient' | 'curvature'>,
): void {
  const n = gradient.length;
  const slope = new Float64Array(residual.length);
  for (let i = 0; i < residual.length; i++) {
    const r = residual[i]!;
    let first = weight[i]!;
    let second = first;
    if (robustScale !== Infinity) {
      const root = Math.sqrt(1 + (r / robustScale) ** 2);
      first /= root;
      second = first / (root * root);
    }
    curvature[i] = second;
    slope[i] = first * r;
  }
  addWeighted(gradient, n, jacobian, slope);
  addSquares(hessian, n, jacobian, curvature);
}

/** Adds what the pulls have in gradient and Hessian. */
function pull(
  { priorMean, priorPrecision, parameters: n }: LeastSquares,
  { here: { theta }, hessian, gradient }: Workspace,
): void {
  for (let j = 0; j < n; j++) {
    gradient[j]! += priorPrecision[j]! * (theta[j]! - priorMean[j]!);
    hessian[j * n + j]! += priorPrecision[j]!;
  }
}
