import { layoutOf, type Form, type Layout } from './form.ts';
import { evaluateTarget } from './kernel.ts';
import { solveLeastSquares, Workspace, type LeastSquaresResult } from './least-squares.ts';
import { boxOf, median, startOf, starts } from './start.ts';
import type { TargetData } from './target-data.ts';

export interface TargetFit {
  readonly layout: Layout;
  readonly theta: Float64Array;
  readonly converged: boolean;
  /** 1 where a parameter stands at a bound. */
  readonly atBound: Uint8Array;
  /** Robust standard deviation of the residuals of log-loss. */
  readonly spread: number;
}

/** Residuals beyond this many spreads are damped (soft-L1). */
const robustSpreads = 2;

/**
 * Fits one target to some of its rows: plain least squares from several starts (a robust loss would let a start far away
 * write off whole groups of runs), then the robust loss, scaled by the spread of the residuals, from the best of them.
 * `warm` replaces the starts where a close answer is known.
 */
export function fitTarget(
  data: TargetData,
  form: Form,
  rows: Int32Array,
  warm: Float64Array | null = null,
): TargetFit {
  const layout = layoutOf(form, data.sources.length);
  const workspace = new Workspace(rows.length, layout.size);
  const box = boxOf(data, layout, rows);
  const weight = Float64Array.from(rows, (i) => data.weight[i]!);
  const solve = (start: Float64Array, robustScale: number): LeastSquaresResult =>
    solveLeastSquares(
      {
        ...box,
        parameters: layout.size,
        residuals: rows.length,
        weight,
        robustScale,
        evaluate: (theta, residual, jacobian) =>
          evaluateTarget(data, layout, rows, theta, residual, jacobian),
      },
      start,
      workspace,
    );
  let best: LeastSquaresResult | null = null;
  for (let variant = 0; variant < (warm === null ? starts : 1); variant++) {
    const result = solve(warm ?? startOf(data, layout, rows, variant), Infinity);
    // A start must be clearly better to win, so that rounding never decides between equal ones.
    if (best === null || result.cost < best.cost * (1 - 1e-9)) best = result;
  }
  const residual = new Float64Array(rows.length);
  evaluateTarget(data, layout, rows, best!.theta, residual, null);
  const scale = Math.max(1.4826 * median(residual.map(Math.abs)), 1e-6);
  const { theta, converged } = solve(best!.theta, robustSpreads * scale);
  evaluateTarget(data, layout, rows, theta, residual, null);
  const atBound = Uint8Array.from(theta, (value, j) =>
    value <= box.lower[j]! || value >= box.upper[j]! ? 1 : 0,
  );
  return { layout, theta, converged, atBound, spread: 1.4826 * median(residual.map(Math.abs)) };
}

/** Predicted loss of the given rows, nats. */
export function predictRows(
  data: TargetData,
  fit: Pick<TargetFit, 'layout' | 'theta'>,
  rows: Int32Array,
): Float64Array {
  const residual = new Float64Array(rows.length);
  evaluateTarget(data, fit.layout, rows, fit.theta, residual, null);
  return residual.map((value, k) => Math.exp(data.logLoss[rows[k]!]! + value));
}
