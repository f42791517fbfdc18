import type { Layout } from './layout.ts';
import { evaluateTarget } from './kernel.ts';
import type { LeastSquares } from './least-squares.ts';
import { median } from '../dense/median.ts';
import { powers, terms, type FitContext, type NamedTerm } from '../model/terms.ts';
import { unshrunk, type Shrinkage } from './shrinkage.ts';
import type { TargetData } from './target-data.ts';

/** The parts of C[t]: what moves all losses alike. */
export const levels = ['coefficient' as const, ...powers.map(({ level }) => level.name)];

export type Box = Pick<LeastSquares, 'lower' | 'upper' | 'priorMean' | 'priorPrecision' | 'logarithmic'>;

/** Bounds of the parameters, and what pulls them: the rows of `model/terms.ts`, one after another. */
export function boxOf(
  data: TargetData,
  layout: Layout,
  leastLoss: number,
  shrinkage: Shrinkage = unshrunk,
): Box {
  const lower = new Float64Array(layout.size);
  const upper = new Float64Array(layout.size);
  const priorMean = new Float64Array(layout.size);
  const priorPrecision = new Float64Array(layout.size);
  const logarithmic = new Uint8Array(layout.size);
  const context: FitContext = { form: layout.form, sources: layout.sources, leastLoss, shrinkage };
  for (const term of terms as readonly NamedTerm[]) {
    const several = term.shape === 'matrix';
    for (const [at, related] of placesOf(data, layout, term)) {
      const { lower: low, upper: high, pull } = term.fit(context, related);
      lower[at] = low;
      upper[at] = high;
      priorMean[at] = pull?.mean ?? 0;
      priorPrecision[at] = pull?.precision ?? 0;
      logarithmic[at] = several && term.held !== 'plain' ? 1 : 0;
    }
  }
  return { lower, upper, priorMean, priorPrecision, logarithmic };
}

/** The least loss among the rows. */
export function leastLossOf(data: TargetData, rows: Int32Array): number {
  let least = Infinity;
  for (const row of rows) least = Math.min(least, data.logLoss[row]!);
  return Math.exp(least);
}

/** Where the numbers of a term stand in θ, and whether the source of each is related to the target. */
function placesOf(
  data: TargetData,
  layout: Layout,
  { name, shape }: NamedTerm,
): (readonly [number, number])[] {
  const first = layout[name];
  if (first < 0) return [];
  if (shape === 'vector') return [[first, 0]];
  return data.sources.map((_, s) => [first + s, data.related[s]!]);
}

/** Number of starting points that `startOf` knows. */
export const starts = 3;

/** A starting point whose level makes the median residual zero; `variant` in [0, starts) spreads exponent and transfers. */
export function startOf(data: TargetData, layout: Layout, rows: Int32Array, variant: number): Float64Array {
  const theta = new Float64Array(layout.size);
  const leastLoss = leastLossOf(data, rows);
  const context: FitContext = { form: layout.form, sources: layout.sources, leastLoss, shrinkage: unshrunk };
  for (const { start, held, ...term } of terms as readonly NamedTerm[]) {
    const value = typeof start === 'function' ? start(context) : (start[variant] ?? start[0]);
    const parameter = held === 'plain' ? value : Math.log(value);
    for (const [at] of placesOf(data, layout, { start, held, ...term })) theta[at] = parameter;
  }
  const residual = new Float64Array(rows.length);
  for (let pass = 0; pass < 3; pass++) {
    evaluateTarget(data, layout, rows, theta, residual, null);
    const shift = median(residual);
    // Without E one pass is exact.
    if (Math.abs(shift) < 1e-9) break;
    for (const name of levels) if (layout[name] >= 0) theta[layout[name]]! -= shift;
  }
  return theta;
}
