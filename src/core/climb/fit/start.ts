import type { Layout } from './form.ts';
import { evaluateTarget } from './kernel.ts';
import type { LeastSquares } from './least-squares.ts';
import { median } from '../dense/median.ts';
import { unshrunk, type Shrinkage } from './shrinkage.ts';
import type { TargetData } from './target-data.ts';

export type Box = Pick<LeastSquares, 'lower' | 'upper' | 'priorMean' | 'priorPrecision' | 'logarithmic'>;

/**
 * Least log of a floor or a transfer. A language nobody helps has a loss of several times its best, which the power law can
 * only reach at a tiny effective share: 2 = γ·log(1/ε) is ε = 1e-11 for γ = 0.08. A higher bound would bend γ instead.
 */
const leastLog = Math.log(1e-30);

/**
 * Bounds of the parameters, and weak pulls towards ordinary values where runs may say little. A precision of 1e-4 weighs
 * like one residual of 1 % a unit: it decides only what the runs leave open (the bend of a transfer that is hardly used,
 * the exponent β when there are two budgets; its mean is that of Hoffmann et al. 2022, arXiv 2203.15556).
 */
export function boxOf(
  data: TargetData,
  layout: Layout,
  rows: Int32Array,
  shrinkage: Shrinkage = unshrunk,
): Box {
  const lower = new Float64Array(layout.size).fill(-Infinity);
  const upper = new Float64Array(layout.size).fill(Infinity);
  const priorMean = new Float64Array(layout.size);
  const priorPrecision = new Float64Array(layout.size);
  const logarithmic = new Uint8Array(layout.size);
  const set = (at: number, low: number, high: number, mean = 0, precision = 0): void => {
    if (at < 0) return;
    lower[at] = low;
    upper[at] = high;
    priorMean[at] = mean;
    priorPrecision[at] = precision;
  };
  let least = Infinity;
  for (const i of rows) least = Math.min(least, Math.exp(data.logLoss[i]!));
  set(layout.coefficient, -20, 20);
  const { exponent, pooling, saturation, width } = shrinkage;
  set(layout.exponent, 0.005, 3, exponent?.mean, precisionOf(exponent?.deviation));
  const mostFloor = isFloorTold(layout) ? Math.log(0.2) : leastLog + 1e-3;
  set(layout.floor, leastLog, mostFloor, Math.log(1e-3), 1e-7);
  set(layout.irreducible, 0, 0.99 * least, 0, 1e-6);
  set(layout.budget, -20, 20);
  set(layout.beta, 0.01, 2, 0.28, 1e-2);
  set(layout.model, -20, 20);
  set(layout.alpha, 0.01, 2, 0.3, 1e-3);
  set(layout.delta, -2, 4, 0, 1e-4);
  set(layout.pooling, 0.2, 1, pooling.mean, precisionOf(pooling.deviation));
  for (let s = 0; s < layout.sources; s++) {
    set(
      layout.transfer + s,
      leastLog,
      Math.log(1e3),
      shrinkage.transfer[data.related[s]!],
      precisionOf(width),
    );
    logarithmic[layout.transfer + s] = 1;
    if (layout.saturation >= 0) {
      set(
        layout.saturation + s,
        Math.log(1e-2),
        Math.log(1e4),
        saturation.mean,
        precisionOf(saturation.deviation),
      );
      logarithmic[layout.saturation + s] = 1;
    }
    if (layout.interference >= 0) set(layout.interference + s, -10, 10, 0, layout.form.interference!);
  }
  return { lower, upper, priorMean, priorPrecision, logarithmic };
}

/** The precision of a pull of this standard deviation: that of residuals of 1 %, which is what one run's seed moves. */
function precisionOf(deviation: number | undefined): number {
  return deviation === undefined ? 0 : 1e-4 / deviation ** 2;
}

/**
 * Linear transfers hold the floor already: shares sum to 1, so ε and one more ε in every τ give the same losses up to c.
 * With both free no run could tell a single transfer.
 */
function isFloorTold({ sources, saturation, pooling, interference, delta }: Layout): boolean {
  return sources === 0 || saturation >= 0 || pooling >= 0 || interference >= 0 || delta >= 0;
}

/** Number of starting points that `startOf` knows. */
export const starts = 3;

const startExponent = [0.2, 0.6, 0.08];
const startFloor = [1e-3, 1e-2, 1e-4];
const startTransfer = [0.05, 0.3, 0.5];
const startSaturation = [10, 30, 3];

/** A starting point whose level makes the median residual zero; `variant` in [0, starts) spreads exponent and transfers. */
export function startOf(data: TargetData, layout: Layout, rows: Int32Array, variant: number): Float64Array {
  const theta = new Float64Array(layout.size);
  const put = (at: number, value: number): void => {
    if (at >= 0) theta[at] = value;
  };
  put(layout.exponent, startExponent[variant]!);
  put(layout.floor, Math.log(startFloor[variant]!));
  put(layout.beta, 0.4);
  put(layout.alpha, 0.3);
  put(layout.pooling, 0.85);
  for (let s = 0; s < layout.sources; s++) {
    put(layout.transfer + s, Math.log(startTransfer[variant]!));
    if (layout.saturation >= 0) put(layout.saturation + s, Math.log(startSaturation[variant]!));
  }
  let least = Infinity;
  for (const i of rows) least = Math.min(least, Math.exp(data.logLoss[i]!));
  put(layout.irreducible, 0.3 * least);
  const residual = new Float64Array(rows.length);
  for (let pass = 0; pass < 3; pass++) {
    evaluateTarget(data, layout, rows, theta, residual, null);
    const shift = median(residual);
    for (const at of [layout.coefficient, layout.budget, layout.model]) if (at >= 0) theta[at]! -= shift;
  }
  return theta;
}
