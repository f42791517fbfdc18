import { factorise, solveFactorised } from '../dense/cholesky.ts';
import { addSquares, addWeighted } from '../dense/squares.ts';

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

/** Arrays that one solve needs; hand the same workspace to many solves of the same size. */
export class Workspace {
  readonly residual: Float64Array;
  readonly jacobian: Float64Array;
  readonly trialResidual: Float64Array;
  readonly trialJacobian: Float64Array;
  readonly shorterResidual: Float64Array;
  readonly shorterJacobian: Float64Array;
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
  readonly trial: Float64Array;
  readonly shorter: Float64Array;
  readonly free: Int32Array;
  readonly moving: Int32Array;
  readonly curvature: Float64Array;

  constructor(residuals: number, parameters: number) {
    this.residual = new Float64Array(residuals);
    this.jacobian = new Float64Array(residuals * parameters);
    this.trialResidual = new Float64Array(residuals);
    this.trialJacobian = new Float64Array(residuals * parameters);
    this.shorterResidual = new Float64Array(residuals);
    this.shorterJacobian = new Float64Array(residuals * parameters);
    this.hessian = new Float64Array(parameters * parameters);
    this.gradient = new Float64Array(parameters);
    this.factor = new Float64Array(parameters * parameters);
    this.step = new Float64Array(parameters);
    this.trial = new Float64Array(parameters);
    this.shorter = new Float64Array(parameters);
    this.free = new Int32Array(parameters);
    this.moving = new Int32Array(parameters);
    this.curvature = new Float64Array(residuals);
  }
}

/** How many sizes of workspaces are kept. */
const mostKept = 3;
const kept: Workspace[] = [];

/**
 * A workspace of this size, most likely one that served before: the solves of a fit come in few sizes, and each would allocate
 * megabytes. Whoever asks for the same size next gets the same one.
 */
export function workspaceFor(residuals: number, parameters: number): Workspace {
  const at = kept.findIndex(
    ({ residual, gradient }) => residual.length === residuals && gradient.length === parameters,
  );
  const workspace = at < 0 ? new Workspace(residuals, parameters) : kept.splice(at, 1)[0]!;
  kept.unshift(workspace);
  kept.length = Math.min(kept.length, mostKept);
  return workspace;
}

export interface Limits {
  readonly maxIterations: number;
  /** Stop when a step lowers the cost by less than this, relative. */
  readonly costTolerance: number;
  /** The last step allowed is taken without a look at where it leads, if it is nearly Newton's and the one before kept its promise. */
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

/** What is known of the misfit at a point, the pulls apart. */
export interface Known {
  readonly residual: Float64Array;
  readonly gradient: Float64Array;
  /** Lower triangle. */
  readonly hessian: Float64Array;
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
  const n = problem.parameters;
  const { lower, upper } = problem;
  const { hessian, gradient, free } = workspace;
  let { residual, jacobian, trial, trialResidual, trialJacobian } = workspace;
  let { shorter, shorterResidual, shorterJacobian } = workspace;
  const theta = Float64Array.from(start);
  for (let j = 0; j < n; j++) theta[j] = Math.min(Math.max(theta[j]!, lower[j]!), upper[j]!);
  if (known === null) problem.evaluate(theta, residual, jacobian);
  else residual.set(known.residual);
  let cost = costOf(problem, theta, residual);
  let damping = startDamping;
  let growth = 2;
  let quiet = 0;
  let promiseKept = false;
  let iterations = 0;
  let converged = false;
  while (iterations < limits.maxIterations && !converged) {
    iterations++;
    if (known !== null && iterations === 1) {
      hessian.set(known.hessian);
      gradient.set(known.gradient);
    } else {
      hessian.fill(0);
      gradient.fill(0);
      accumulate(problem, residual, jacobian, workspace);
    }
    pull(problem, theta, workspace);
    let count = 0;
    let slope = 0;
    for (let j = 0; j < n; j++) {
      const g = gradient[j]!;
      const held = (theta[j]! <= lower[j]! && g > 0) || (theta[j]! >= upper[j]! && g < 0);
      if (held) continue;
      free[count++] = j;
      slope = Math.max(slope, Math.abs(g) / Math.sqrt(hessian[j * n + j]! + 1e-300));
    }
    if (count === 0 || slope <= 1e-9 * Math.sqrt(cost + 1e-300)) {
      converged = true;
      break;
    }
    for (;;) {
      const predicted = boxedStep(problem, theta, trial, free, count, damping, workspace);
      rise(problem, theta, trial);
      const isLast = iterations === limits.maxIterations;
      const isQuiet = quiet > 0 && predicted <= limits.costTolerance * cost;
      if (promiseKept && damping < trusted && (isQuiet || (isLast && limits.lastUnseen === true))) {
        theta.set(trial);
        converged = isQuiet;
        break;
      }
      // With its Jacobian: most steps are taken, and the residuals share the work. After the last one nobody asks for it.
      problem.evaluate(trial, trialResidual, isLast ? null : trialJacobian);
      let trialCost = costOf(problem, trial, trialResidual);
      let ratio = predicted > 0 ? (cost - trialCost) / predicted : 1;
      if (ratio < fellShort && ratio > 1e-4) {
        const part = 1 / (2 - ratio);
        for (let j = 0; j < n; j++) shorter[j] = theta[j]! + part * (trial[j]! - theta[j]!);
        problem.evaluate(shorter, shorterResidual, isLast ? null : shorterJacobian);
        const shorterCost = costOf(problem, shorter, shorterResidual);
        if (shorterCost < trialCost) {
          [trial, shorter] = [shorter, trial];
          [trialResidual, shorterResidual] = [shorterResidual, trialResidual];
          [trialJacobian, shorterJacobian] = [shorterJacobian, trialJacobian];
          // Of what the model promises for this part of the step.
          ratio = Math.max(ratio, (cost - shorterCost) / (predicted * part * (2 - part)));
          trialCost = shorterCost;
        }
      }
      const drop = cost - trialCost;
      if (drop > 0 && drop > 1e-4 * predicted) {
        // Nielsen's damping update (Madsen, Nielsen, Tingleff 2004, §3.2).
        promiseKept = ratio >= fellShort;
        damping = Math.max(damping * Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3), 1e-12);
        growth = 2;
        quiet = drop <= limits.costTolerance * cost ? quiet + 1 : 0;
        converged = quiet >= 2;
        theta.set(trial);
        cost = trialCost;
        [residual, trialResidual] = [trialResidual, residual];
        [jacobian, trialJacobian] = [trialJacobian, jacobian];
        break;
      }
      // No step however short lowers the cost: this is as far as the arithmetic goes.
      if (damping > 1e12)
        return { theta, residual, cost, iterations, converged: Math.abs(predicted) <= 1e-8 * cost, damping };
      damping *= growth;
      growth *= 2;
    }
  }
  return { theta, residual, cost, iterations, converged, damping };
}

/**
 * A Gauss–Newton step of Δ > 0 in log τ takes the model to be linear in log τ; it is about linear in τ, whose own step would lead to τ·(1 + Δ).
 * So it is shortened to log(1 + Δ): transfers next to nothing would else overshoot and come back in turns, and damp all others.
 */
function rise({ logarithmic }: LeastSquares, theta: Float64Array, trial: Float64Array): void {
  for (let j = 0; j < theta.length; j++) {
    const up = trial[j]! - theta[j]!;
    if (up > 0 && logarithmic[j] === 1) trial[j] = theta[j]! + Math.log1p(up);
  }
}

function costOf(problem: LeastSquares, theta: Float64Array, residual: Float64Array): number {
  const { weight, robustScale: f, priorMean, priorPrecision, parameters } = problem;
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
  { weight, robustScale: f, parameters: n }: Pick<LeastSquares, 'weight' | 'robustScale' | 'parameters'>,
  residual: Float64Array,
  jacobian: Float64Array,
  { hessian, gradient, curvature }: Pick<Workspace, 'hessian' | 'gradient' | 'curvature'>,
): void {
  const slope = new Float64Array(residual.length);
  for (let i = 0; i < residual.length; i++) {
    const r = residual[i]!;
    let first = weight[i]!;
    let second = first;
    if (f !== Infinity) {
      const root = Math.sqrt(1 + (r / f) ** 2);
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
  theta: Float64Array,
  { hessian, gradient }: Workspace,
): void {
  for (let j = 0; j < n; j++) {
    gradient[j]! += priorPrecision[j]! * (theta[j]! - priorMean[j]!);
    hessian[j * n + j]! += priorPrecision[j]!;
  }
}

/**
 * The damped Gauss–Newton step within the box, into `trial`: variables that the step would take beyond a bound stop at it, and
 * the others are solved for again (an active set that only grows). Returns what the quadratic model promises for it.
 */
function boxedStep(
  { parameters: n, lower, upper }: LeastSquares,
  theta: Float64Array,
  trial: Float64Array,
  free: Int32Array,
  count: number,
  damping: number,
  { hessian, gradient, factor, step, moving }: Workspace,
): number {
  moving.set(free.subarray(0, count));
  let left = count;
  trial.set(theta);
  for (;;) {
    dampedStep(hessian, gradient, theta, trial, free, count, moving, left, n, damping, factor, step);
    let kept = 0;
    for (let k = 0; k < left; k++) {
      const j = moving[k]!;
      const to = theta[j]! + step[k]!;
      if (to < lower[j]!) trial[j] = lower[j]!;
      else if (to > upper[j]!) trial[j] = upper[j]!;
      else {
        step[kept] = step[k]!;
        moving[kept++] = j;
      }
    }
    const stopped = kept < left;
    left = kept;
    if (!stopped || left === 0) break;
  }
  for (let k = 0; k < left; k++) trial[moving[k]!] = theta[moving[k]!]! + step[k]!;
  return predictedDrop(hessian, gradient, free, count, n, theta, trial);
}

/**
 * Solves (H + damping·diag H)·step = −g over the `moving` variables by Cholesky, given where `trial` holds the other free ones; where
 * that is singular, its diagonal is lifted until it is not.
 */
function dampedStep(
  hessian: Float64Array,
  gradient: Float64Array,
  theta: Float64Array,
  trial: Float64Array,
  free: Int32Array,
  freeCount: number,
  moving: Int32Array,
  count: number,
  n: number,
  damping: number,
  factor: Float64Array,
  step: Float64Array,
): void {
  let largest = 0;
  for (let k = 0; k < count; k++) largest = Math.max(largest, hessian[moving[k]! * (n + 1)]!);
  const floor = 1e-12 * largest + 1e-300;
  for (let lift = 0; ; lift = Math.max(100 * lift, 1e-4 * floor)) {
    // No number at all: no step, and the caller gives up.
    if (!(lift <= 1e6 * largest)) {
      step.fill(0, 0, count);
      return;
    }
    for (let a = 0; a < count; a++) {
      const ja = moving[a]!;
      // `moving` rises, so that this is the lower triangle.
      for (let b = 0; b <= a; b++) factor[a * count + b] = hessian[ja * n + moving[b]!]!;
      const diagonal = factor[a * count + a]!;
      factor[a * count + a] = diagonal + damping * Math.max(diagonal, floor) + lift;
    }
    if (factorise(factor, count)) break;
  }
  for (let a = 0; a < count; a++) {
    const ja = moving[a]!;
    let sum = -gradient[ja]!;
    if (count < freeCount)
      for (let k = 0; k < freeCount; k++) {
        const j = free[k]!;
        const moved = trial[j]! - theta[j]!;
        if (moved !== 0) sum -= (ja >= j ? hessian[ja * n + j]! : hessian[j * n + ja]!) * moved;
      }
    step[a] = sum;
  }
  solveFactorised(factor, count, step);
}

/** What the quadratic model promises for the (clipped) step. */
function predictedDrop(
  hessian: Float64Array,
  gradient: Float64Array,
  free: Int32Array,
  count: number,
  n: number,
  theta: Float64Array,
  trial: Float64Array,
): number {
  let linear = 0;
  let quadratic = 0;
  for (let a = 0; a < count; a++) {
    const ja = free[a]!;
    const da = trial[ja]! - theta[ja]!;
    linear += gradient[ja]! * da;
    quadratic += 0.5 * hessian[ja * (n + 1)]! * da * da;
    for (let b = 0; b < a; b++) {
      const jb = free[b]!;
      quadratic += hessian[ja * n + jb]! * da * (trial[jb]! - theta[jb]!);
    }
  }
  return -linear - quadratic;
}
