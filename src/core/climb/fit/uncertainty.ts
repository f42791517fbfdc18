import { addSquares } from '../dense/squares.ts';
import { evaluateTarget } from './kernel.ts';
import type { TargetFit } from './target-fit.ts';
import type { Shrinkage } from './shrinkage.ts';
import { boxOf, leastLossOf } from './start.ts';
import { allRows, type TargetData } from './target-data.ts';

/** How sure the runs are of one target's parameters. */
export interface Uncertainty {
  readonly exponent: number | null;
  /** Standard error of τ, one a source; null: the runs cannot tell. */
  readonly transfer: readonly (number | null)[];
  readonly identified: readonly boolean[];
  /** Effective number of parameters: the trace of the hat matrix, what the pulls leave of them. */
  readonly parameters: number;
  /** Part of what is known of log τ that comes from the runs rather than from the pull, in [0, 1], one a source. */
  readonly informed: readonly number[];
}

/** What a fit leaves at all its rows. */
export interface Curvature {
  /** log(predicted/observed), one a row. */
  readonly residual: Float64Array;
  /** JᵀWJ, n × n, its lower triangle alone. */
  readonly squares: Float64Array;
}

export function curvatureOf(data: TargetData, { layout, theta }: TargetFit): Curvature {
  const n = layout.size;
  const rows = allRows(data);
  const residual = new Float64Array(rows.length);
  const jacobian = new Float64Array(rows.length * n);
  evaluateTarget(data, layout, rows, theta, residual, jacobian);
  const squares = new Float64Array(n * n);
  addSquares(squares, n, jacobian, data.weight);
  return { residual, squares };
}

/** Variance inflation from which two sources' effects count as indistinguishable. */
const indistinguishable = 1e3;

/**
 * Standard errors from the Jacobian at the solution, s²·(JᵀWJ)⁻¹ with s² the residual variance, over the transfers
 * and all other parameters that lie inside their bounds. A transfer is *identified* if its effect can be told from all others (variance inflation of the
 * transfers with their bends held) and is known, over the shares that the runs gave its source, to within half of itself or
 * to within half a share for a share.
 */
export function uncertaintyOf(
  data: TargetData,
  fit: TargetFit,
  shrinkage: Shrinkage,
  { residual, squares }: Curvature,
): Uncertainty {
  const { layout, theta } = fit;
  const n = layout.size;
  const rows = allRows(data);
  const sources = layout.sources;
  const tau = Float64Array.from({ length: sources }, (_, s) => Math.exp(theta[layout.transfer + s]!));
  const used = tau.map((value) => (value > 1e-5 ? 1 : 0));
  const isTransfer = (j: number): boolean => j >= layout.transfer && j < layout.transfer + sources;
  const isBend = (j: number): boolean =>
    layout.saturation >= 0 && j >= layout.saturation && j < layout.saturation + sources;
  const everything: number[] = [];
  const withoutBends: number[] = [];
  for (let j = 0; j < n; j++) {
    if (fit.atBound[j] === 1 && !isTransfer(j)) continue;
    if (!isBend(j)) withoutBends.push(j);
    if (!isBend(j) || used[j - layout.saturation] === 1) everything.push(j);
  }
  let weight = 0;
  let square = 0;
  for (let i = 0; i < rows.length; i++) {
    weight += data.weight[i]!;
    square += data.weight[i]! * residual[i]! ** 2;
  }
  const variance = square / Math.max(weight - everything.length, 1);
  const full = scaledInverse(squares, n, everything);
  const held = scaledInverse(squares, n, withoutBends);
  const errorOf = (inverse: ScaledInverse, j: number): number =>
    Math.sqrt(variance * inverse.inflation[j]!) / inverse.norm[j]!;
  const enough = weight > everything.length;
  const exponent = errorOf(full, layout.exponent);
  const transfer: (number | null)[] = [];
  const identified: boolean[] = [];
  for (let s = 0; s < sources; s++) {
    const j = layout.transfer + s;
    const amplitude = errorOf(held, j);
    const average = amplitude * averageWorth(data, fit, s);
    const told = enough && held.inflation[j]! < indistinguishable && (amplitude < 0.5 || average < 0.5);
    const error = tau[s]! * errorOf(full, j);
    identified.push(told);
    transfer.push(told && Number.isFinite(error) ? error : null);
  }
  const { priorPrecision } = boxOf(data, layout, leastLossOf(data, rows), shrinkage);
  const free = Array.from({ length: n }, (_, j) => j).filter((j) => fit.atBound[j] !== 1);
  const pulled = informedOf(squares, n, free, priorPrecision);
  const parameters = pulled.reduce((sum, part) => sum + part, 0);
  const informed = Array.from({ length: sources }, (_, s) => pulled[layout.transfer + s]!);
  return {
    parameters,
    informed,
    exponent: enough && Number.isFinite(exponent) ? exponent : null,
    transfer,
    identified,
  };
}

/** Added to every pull, so that ties that nothing pulls at stay solvable. */
const leastPrecision = 1e-12;

/** JᵀWJ + P of the parameters `free`, its lower triangle alone; `squares` is JᵀWJ of all n, lower triangle. */
export function pulledSquares(
  squares: Float64Array,
  n: number,
  free: readonly number[],
  precision: Float64Array,
): Float64Array {
  const m = free.length;
  const matrix = new Float64Array(m * m);
  free.forEach((j, a) => {
    for (let b = 0; b <= a; b++) matrix[a * m + b] = squares[j * n + free[b]!]!;
    matrix[a * (m + 1)]! += precision[j]! + leastPrecision;
  });
  return matrix;
}

/** 1 − pⱼ·[(JᵀWJ + P)⁻¹]ⱼⱼ of each parameter: 1 where the runs decide it, 0 where the pull does. */
function informedOf(
  squares: Float64Array,
  n: number,
  free: readonly number[],
  precision: Float64Array,
): Float64Array {
  const matrix = pulledSquares(squares, n, free, precision);
  const informed = new Float64Array(n);
  inverseDiagonal(matrix, free.length).forEach((variance, a) => {
    informed[free[a]!] = Math.min(Math.max(1 - (precision[free[a]!]! + leastPrecision) * variance, 0), 1);
  });
  return informed;
}

/** x/r at the largest share of source s that the runs hold: what a share of it was worth there, on average. */
function averageWorth(data: TargetData, { layout, theta }: TargetFit, s: number): number {
  let largest = 0;
  for (let p = 0; p < data.source.length; p++) {
    if (data.source[p] === s) largest = Math.max(largest, data.share[p]!);
  }
  const tau = Math.exp(theta[layout.transfer + s]!);
  if (layout.saturation < 0) return tau;
  const u = Math.exp(theta[layout.saturation + s]!) * largest;
  return u < 1e-9 ? tau : (tau * -Math.expm1(-u)) / u;
}

interface ScaledInverse {
  /** Weighted length of each column of the Jacobian. */
  readonly norm: Float64Array;
  /** Diagonal of the inverse of the columns' correlation matrix; Infinity where a column is (nearly) a mix of others. */
  readonly inflation: Float64Array;
}

/** Both by parameter; parameters outside `columns` have norm 0 and inflation Infinity. `squares` is JᵀWJ, lower triangle. */
function scaledInverse(squares: Float64Array, n: number, columns: readonly number[]): ScaledInverse {
  const norm = new Float64Array(n);
  const inflation = new Float64Array(n).fill(Infinity);
  for (const j of columns) norm[j] = Math.sqrt(squares[j * (n + 1)]!);
  const kept = columns.filter((j) => norm[j]! > 0);
  const m = kept.length;
  const matrix = new Float64Array(m * m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b <= a; b++) {
      matrix[a * m + b] = squares[kept[a]! * n + kept[b]!]! / (norm[kept[a]!]! * norm[kept[b]!]!);
    }
    // Far below any inflation that counts; keeps exact ties finite.
    matrix[a * m + a]! += 1e-10;
  }
  const diagonal = inverseDiagonal(matrix, m);
  kept.forEach((j, a) => (inflation[j] = diagonal[a]!));
  return { norm, inflation };
}

/** Diagonal of the inverse of a positive definite matrix (lower triangle given, overwritten) by Cholesky. */
function inverseDiagonal(matrix: Float64Array, m: number): Float64Array {
  for (let a = 0; a < m; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * m + b]!;
      for (let k = 0; k < b; k++) sum -= matrix[a * m + k]! * matrix[b * m + k]!;
      matrix[a * m + b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[b * m + b]!;
    }
  }
  const diagonal = new Float64Array(m);
  const column = new Float64Array(m);
  for (let j = 0; j < m; j++) {
    // Column j of L⁻¹; the diagonal of (LLᵀ)⁻¹ is the sum of squares of each column of L⁻¹.
    let square = 0;
    for (let a = j; a < m; a++) {
      let sum = a === j ? 1 : 0;
      for (let k = j; k < a; k++) sum -= matrix[a * m + k]! * column[k]!;
      column[a] = sum / matrix[a * m + a]!;
      square += column[a]! ** 2;
    }
    diagonal[j] = square;
  }
  return diagonal;
}
