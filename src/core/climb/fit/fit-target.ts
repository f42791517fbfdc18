import { layoutOf, type Form, type Layout } from './form.ts';
import { evaluateTarget } from './kernel.ts';
import {
  fine,
  rough,
  solveLeastSquares,
  Workspace,
  type LeastSquaresResult,
  type Limits,
} from './least-squares.ts';
import { median } from '../dense/median.ts';
import { boxOf, startOf, starts } from './start.ts';
import type { Shrinkage } from './shrinkage.ts';
import type { TargetData } from './target-data.ts';

export interface TargetFit {
  readonly layout: Layout;
  readonly theta: Float64Array;
  readonly converged: boolean;
  /** Where the damping of the last solve ended. */
  readonly damping: number;
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
 */
export function fitTarget(data: TargetData, form: Form, rows: Int32Array, shrinkage?: Shrinkage): TargetFit {
  const solver = solverOf(data, form, rows, shrinkage);
  let best: LeastSquaresResult | null = null;
  for (let variant = 0; variant < starts; variant++) {
    const result = solver.solve(startOf(data, solver.layout, rows, variant), Infinity, rough);
    // A start must be clearly better to win, so that rounding never decides between equal ones.
    if (best === null || result.cost < best.cost * (1 - 1e-6)) best = result;
  }
  const pilot = solver.solve(best!.theta, Infinity, rough, best!.damping);
  return solver.finish(pilot.theta, robustScaleOf(solver.spread(pilot.theta)), pilot.damping);
}

/** Fits other rows of the same target (a fold), or the same rows under another prior, from a known answer. */
export function refitTarget(
  data: TargetData,
  known: TargetFit,
  rows: Int32Array,
  shrinkage?: Shrinkage,
  limits: Limits = fine,
): TargetFit {
  return solverOf(data, known.layout.form, rows, shrinkage).finish(
    known.theta,
    robustScaleOf(known.spread),
    known.damping,
    limits,
  );
}

/** Fits the same rows in another form, starting from what both forms have in common. */
export function reformTarget(
  data: TargetData,
  known: TargetFit,
  form: Form,
  rows: Int32Array,
  shrinkage: Shrinkage,
): TargetFit {
  const solver = solverOf(data, form, rows, shrinkage);
  const theta = startOf(data, solver.layout, rows, 0);
  for (const [name, from] of Object.entries(known.layout) as [keyof Layout, unknown][]) {
    const to = solver.layout[name];
    if (typeof from !== 'number' || typeof to !== 'number' || name === 'size' || name === 'sources') continue;
    if (from < 0 || to < 0) continue;
    const several = name === 'transfer' || name === 'saturation' || name === 'interference';
    for (let s = 0; s < (several ? solver.layout.sources : 1); s++) theta[to + s] = known.theta[from + s]!;
  }
  // Where the level of the start is lowered by E, the rest has to reach less far.
  if (solver.layout.irreducible >= 0 && known.layout.irreducible < 0) theta[solver.layout.irreducible] = 0;
  const pilot = solver.solve(theta, robustScaleOf(known.spread), rough, known.damping);
  return solver.finish(pilot.theta, robustScaleOf(solver.spread(pilot.theta)), pilot.damping);
}

function robustScaleOf(spread: number): number {
  return robustSpreads * Math.max(spread, 1e-6);
}

function solverOf(data: TargetData, form: Form, rows: Int32Array, shrinkage?: Shrinkage) {
  const layout = layoutOf(form, data.sources.length);
  const workspace = new Workspace(rows.length, layout.size);
  const box = boxOf(data, layout, rows, shrinkage);
  const weight = Float64Array.from(rows, (i) => data.weight[i]!);
  const solve = (
    start: Float64Array,
    robustScale: number,
    limits: Limits,
    damping?: number,
  ): LeastSquaresResult =>
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
      limits,
      damping,
    );
  const spread = (theta: Float64Array): number => {
    const residual = new Float64Array(rows.length);
    evaluateTarget(data, layout, rows, theta, residual, null);
    return 1.4826 * median(residual.map(Math.abs));
  };
  const finish = (
    start: Float64Array,
    robustScale: number,
    startDamping: number,
    limits: Limits = fine,
  ): TargetFit => {
    const { theta, converged, damping } = solve(start, robustScale, limits, startDamping);
    const atBound = Uint8Array.from(theta, (value, j) =>
      value <= box.lower[j]! || value >= box.upper[j]! ? 1 : 0,
    );
    return { layout, theta, converged, damping, atBound, spread: spread(theta) };
  };
  return { layout, solve, spread, finish };
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
