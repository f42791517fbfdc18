import { factorise, solveFactorised } from '../dense/cholesky.ts';
import type { Workspace } from './workspace.ts';

/**
 * The damped Gauss–Newton step within the box, into `trial`: variables that the step would take beyond a bound stop at it, and
 * the others are solved for again (an active set that only grows). Returns what the quadratic model promises for it.
 *
 * @param count of the variables in `free`
 */
export function boxedStep(
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
  workspace: Workspace,
  count: number,
  damping: number,
): number {
  const { free, moving, step } = workspace;
  const { theta } = workspace.here;
  const trial = workspace.trial.theta;
  moving.set(free.subarray(0, count));
  let left = count;
  trial.set(theta);
  for (;;) {
    dampedStep(workspace, count, left, damping);
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
  return predictedDrop(workspace, count);
}

/**
 * Solves (H + damping·diag H)·step = −g over the first `count` of the `moving` variables by Cholesky, given where `trial` holds the
 * other `free` ones; where that is singular, its diagonal is lifted until it is not.
 */
function dampedStep(workspace: Workspace, freeCount: number, count: number, damping: number): void {
  const { hessian, gradient, free, moving, factor, step, here, trial } = workspace;
  const n = gradient.length;
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
        const moved = trial.theta[j]! - here.theta[j]!;
        if (moved !== 0) sum -= (ja >= j ? hessian[ja * n + j]! : hessian[j * n + ja]!) * moved;
      }
    step[a] = sum;
  }
  solveFactorised(factor, count, step);
}

/** What the quadratic model promises for the (clipped) step, which moves the first `count` of `free`. */
function predictedDrop({ hessian, gradient, free, here, trial }: Workspace, count: number): number {
  const n = gradient.length;
  const { theta } = here;
  let linear = 0;
  let quadratic = 0;
  for (let a = 0; a < count; a++) {
    const ja = free[a]!;
    const da = trial.theta[ja]! - theta[ja]!;
    linear += gradient[ja]! * da;
    quadratic += 0.5 * hessian[ja * (n + 1)]! * da * da;
    for (let b = 0; b < a; b++) {
      const jb = free[b]!;
      quadratic += hessian[ja * n + jb]! * da * (trial.theta[jb]! - theta[jb]!);
    }
  }
  return -linear - quadratic;
}
