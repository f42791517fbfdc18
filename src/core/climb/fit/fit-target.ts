import { powers, terms, type Form } from '../model/terms.ts';
import { layoutOf, type Layout } from './layout.ts';
import { evaluateTarget } from './kernel.ts';
import {
  accumulate,
  fine,
  rough,
  solveLeastSquares,
  type Known,
  type LeastSquares,
  type LeastSquaresResult,
  type Limits,
} from './least-squares.ts';
import { workspaceFor, type Workspace } from './workspace.ts';
import { median, robustSpread } from '../dense/median.ts';
import { boxOf, leastLossOf, levels, startOf, starts, type Box } from './start.ts';
import type { Shrinkage } from './shrinkage.ts';
import { allRows, type TargetData } from './target-data.ts';
import type { TargetFit } from './target-fit.ts';

/** Residuals beyond this many spreads are damped (soft-L1). */
const robustSpreads = 2;

/** Rows a parameter that starts are tried on; the best of them goes on to all. */
const rowsToStart = 6;
/** Rows a parameter on which the spread of the residuals is found, and the fewest: a law of three numbers has a spread as uncertain as any. */
const [rowsToScale, leastToScale] = [12, 800];
/** Two starts whose costs differ by less, relative, have come to one place: no third is tried. */
const agreement = 0.02;
/** What a later start is given first, and how many times the best cost it may have then to be given more. */
const glance: Limits = { ...rough, maxIterations: 5 };
const hopeless = 2;

/**
 * Fits one target to some of its rows: plain least squares from several starts (a robust loss would let a start far away
 * write off whole groups of runs), then the robust loss, scaled by the spread of the residuals, from the best of them.
 */
export function fitTarget(data: TargetData, form: Form, rows: Int32Array, shrinkage?: Shrinkage): TargetFit {
  const solver = solverOf(data, form, rows, shrinkage);
  const few = thinned(rows, rowsToStart * solver.layout.size);
  const starter = solverOf(data, form, few, shrinkage);
  let best: LeastSquaresResult | null = null;
  for (let variant = 0; variant < starts; variant++) {
    const from = startOf(data, solver.layout, few, variant);
    let result: LeastSquaresResult = starter.solve(from, Infinity, best === null ? rough : glance);
    if (best !== null && !result.converged && result.cost < hopeless * best.cost)
      result = starter.solve(result.theta, Infinity, rough, result.damping);
    const agrees = best !== null && Math.abs(result.cost - best.cost) < agreement * best.cost;
    // A start must be clearly better to win, so that rounding never decides between equal ones.
    if (best === null || result.cost < best.cost * (1 - 1e-6)) best = result;
    if (agrees) break;
  }
  const enough = thinned(rows, Math.max(rowsToScale * solver.layout.size, leastToScale));
  const pilot = solverOf(data, form, enough, shrinkage).solve(best!.theta, Infinity, rough, best!.damping);
  return solver.finish(pilot.theta, robustScaleOf(robustSpread(pilot.residual)), pilot.damping);
}

/** Every so many of the rows, so that at most `most` are left; their order is by content, so that these are of all kinds. */
function thinned(rows: Int32Array, most: number): Int32Array {
  const every = Math.ceil(rows.length / most);
  return every < 2 ? rows : rows.filter((_, k) => k % every === 0);
}

/** Fits the same rows under another prior, from a known answer. */
export function refitTarget(
  data: TargetData,
  known: TargetFit,
  rows: Int32Array,
  shrinkage: Shrinkage,
): TargetFit {
  return solverOf(data, known.layout.form, rows, shrinkage).finish(
    known.theta,
    robustScaleOf(known.spread),
    known.damping,
  );
}

/** Fits the rows outside each part: `partOf` of each row; every part has rows, and so has what is left without it. */
type RefitWithout = (partOf: Int32Array, parts: number) => TargetFit[];

/**
 * Fits without parts of the rows, from the fit to all of them. All start at that fit, so that it is evaluated once for them all, and
 * what a part's rows have in the Hessian there is taken out of the whole.
 */
export function refitterOf(
  data: TargetData,
  known: TargetFit,
  shrinkage: Shrinkage,
  limits: Limits,
): RefitWithout {
  const { layout } = known;
  const n = layout.size;
  const rows = allRows(data);
  // Every part leaves some rows, so that the solves below take workspaces of other sizes.
  const { here, trial } = workspaceFor(rows.length, n);
  const { residual, jacobian } = here;
  evaluateTarget(data, layout, rows, known.theta, residual, jacobian);
  const robustScale = robustScaleOf(known.spread);
  // Most parts leave the least loss among the others, and with it their bounds.
  const boxes = new Map<number, Box>();
  return (partOf, parts) => {
    const within = Array.from({ length: parts }, (_, part) => {
      const some = rowsOf(partOf, part, true);
      const curvature = new Float64Array(some.length);
      const sums = { hessian: new Float64Array(n * n), gradient: new Float64Array(n), curvature };
      const weight = valuesAt(data.weight, some);
      copyRows(jacobian, n, some, trial.jacobian);
      accumulate(weight, robustScale, valuesAt(residual, some), trial.jacobian, sums);
      return sums;
    });
    return within.map((_, part) => {
      const others = rowsOf(partOf, part, false);
      const hessian = new Float64Array(n * n);
      const gradient = new Float64Array(n);
      within.forEach((sums, other) => {
        if (other === part) return;
        for (let i = 0; i < n; i++) for (let k = i * n; k <= i * n + i; k++) hessian[k]! += sums.hessian[k]!;
        for (let k = 0; k < n; k++) gradient[k]! += sums.gradient[k]!;
      });
      const there = { residual: valuesAt(residual, others), gradient, hessian };
      const workspace = workspaceFor(others.length, n);
      const leastLoss = leastLossOf(data, others);
      const box = boxes.get(leastLoss) ?? boxOf(data, layout, leastLoss, shrinkage);
      boxes.set(leastLoss, box);
      const solver = solverWithin(box, data, layout, others, workspace);
      const found = solver.solve(known.theta, robustScale, limits, known.damping, there);
      // Nobody asks how the rows scatter around a fit that is there to predict the others.
      return solver.fitOf(found, known.spread);
    });
  };
}

/** The rows of a part, or all others. */
function rowsOf(partOf: Int32Array, part: number, within: boolean): Int32Array {
  const rows = new Int32Array(partOf.length);
  let count = 0;
  for (let row = 0; row < partOf.length; row++) if ((partOf[row] === part) === within) rows[count++] = row;
  return rows.slice(0, count);
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
  for (const { name, shape } of terms) {
    const [from, to] = [known.layout[name], solver.layout[name]];
    if (from < 0 || to < 0) continue;
    const several = shape === 'matrix' ? solver.layout.sources : 1;
    for (let s = 0; s < several; s++) theta[to + s] = known.theta[from + s]!;
  }
  const robustScale = robustScaleOf(known.spread);
  const gainsE = solver.layout.irreducible >= 0 && known.layout.irreducible < 0;
  const from = gainsE
    ? [overNothing(theta, solver.layout), overE(data, theta, solver.layout, rows)]
    : [theta];
  // Where there is a choice of starts, it is made on few rows.
  const starter =
    from.length > 1
      ? solverOf(data, form, thinned(rows, rowsToStart * solver.layout.size), shrinkage)
      : solver;
  const pilots = from.map((start) => {
    // The residuals are the workspace's, and those of the next solve after it.
    const { residual, ...solved } = starter.solve(start, robustScale, rough, known.damping);
    return { ...solved, spread: robustSpread(residual) };
  });
  const pilot = pilots.reduce((best, other) => (other.cost < best.cost * (1 - 1e-6) ? other : best));
  return solver.finish(pilot.theta, robustScaleOf(pilot.spread), pilot.damping);
}

/** A law without E as one with E = 0. */
function overNothing(theta: Float64Array, layout: Layout): Float64Array {
  const start = Float64Array.from(theta);
  start[layout.irreducible] = 0;
  return start;
}

/**
 * A law without E as one that comes near it over the E of a start: what is above E falls by the same, so that its exponents are larger.
 * From E = 0 the way there is long: level, exponents and E move along one valley.
 */
function overE(data: TargetData, theta: Float64Array, layout: Layout, rows: Int32Array): Float64Array {
  const start = Float64Array.from(theta);
  const typical = Math.exp(median(Float64Array.from(rows, (row) => data.logLoss[row]!)));
  const above = 1 - start[layout.irreducible]! / typical;
  start[layout.exponent]! /= above;
  for (const name of levels) if (layout[name] >= 0) start[layout[name]]! += Math.log(above);
  for (const { exponent } of powers) if (layout[exponent.name] >= 0) start[layout[exponent.name]]! /= above;
  return start;
}

function robustScaleOf(spread: number): number {
  return robustSpreads * Math.max(spread, 1e-6);
}

function solverOf(data: TargetData, form: Form, rows: Int32Array, shrinkage?: Shrinkage) {
  const layout = layoutOf(form, data.sources.length);
  const box = boxOf(data, layout, leastLossOf(data, rows), shrinkage);
  return solverWithin(box, data, layout, rows, workspaceFor(rows.length, layout.size));
}

function solverWithin(box: Box, data: TargetData, layout: Layout, rows: Int32Array, workspace: Workspace) {
  const { lower, upper, priorMean, priorPrecision, logarithmic } = box;
  const weight = valuesAt(data.weight, rows);
  const evaluate: LeastSquares['evaluate'] = (theta, residual, jacobian) =>
    evaluateTarget(data, layout, rows, theta, residual, jacobian);
  const solve = (
    start: Float64Array,
    robustScale: number,
    limits: Limits,
    damping?: number,
    known?: Known,
  ): LeastSquaresResult =>
    solveLeastSquares(
      // Field by field: what is spread is an object of a new shape each time, and engines compile for shapes.
      {
        parameters: layout.size,
        residuals: rows.length,
        weight,
        robustScale,
        lower,
        upper,
        priorMean,
        priorPrecision,
        logarithmic,
        evaluate,
      },
      start,
      workspace,
      limits,
      damping,
      known,
    );
  const fitOf = (
    { theta, residual, converged, damping }: LeastSquaresResult,
    spread = robustSpread(residual),
  ): TargetFit => {
    const atBound = Uint8Array.from(theta, (value, j) => (value <= lower[j]! || value >= upper[j]! ? 1 : 0));
    return { layout, theta, converged, damping, atBound, spread };
  };
  const finish = (start: Float64Array, robustScale: number, damping: number): TargetFit =>
    fitOf(solve(start, robustScale, fine, damping));
  return { layout, solve, fitOf, finish };
}

function valuesAt(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) picked[k] = values[rows[k]!]!;
  return picked;
}

/** Copies some rows of a matrix of n columns, one after another. */
function copyRows(matrix: Float64Array, n: number, rows: Int32Array, to: Float64Array): void {
  for (let k = 0; k < rows.length; k++) for (let j = 0; j < n; j++) to[k * n + j] = matrix[rows[k]! * n + j]!;
}

/** log(predicted/observed) of the given rows. */
export function logErrors(
  data: TargetData,
  fit: Pick<TargetFit, 'layout' | 'theta'>,
  rows: Int32Array,
): Float64Array {
  const residual = new Float64Array(rows.length);
  evaluateTarget(data, fit.layout, rows, fit.theta, residual, null);
  return residual;
}

/** Predicted loss of the given rows. */
export function predictRows(
  data: TargetData,
  fit: Pick<TargetFit, 'layout' | 'theta'>,
  rows: Int32Array,
): Float64Array {
  return logErrors(data, fit, rows).map((error, k) => Math.exp(data.logLoss[rows[k]!]! + error));
}
