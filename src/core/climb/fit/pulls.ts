import { factorise, solveFactorised } from '../dense/cholesky.ts';
import { terms } from '../model/terms.ts';
import type { TargetFit } from './target-fit.ts';
import { hashOf, mulberry32 } from './folds.ts';
import type { Layout } from './layout.ts';
import type { Shrinkage } from './shrinkage.ts';
import { boxOf, leastLossOf } from './start.ts';
import { allRows, type TargetData } from './target-data.ts';
import { pulledSquares, type Curvature } from './uncertainty.ts';

/**
 * Most that a centre of a pull is taken to be off, a standard deviation in θ: transfers of one class of kinship scatter by about as much.
 * A width that cross-validation chose larger says that the runs decide, and where they do not, not that transfers scatter by e¹⁰.
 */
const mostOff = 0.5;

/**
 * A fit with the centres of its pulls drawn anew, each around where it was, several times. Fits to other runs all lean on the same pulls, and
 * agree where these decide, however little is known there; these do not (randomised maximum a posteriori: Wang, Bui-Thanh and
 * Ghattas 2018, to first order).
 *
 *     θ + H⁻¹·P·δ,   δⱼ ~ N(0, min(s/√Pⱼ, ½)²),   H = JᵀWJ + P,   s: spread of the residuals
 *
 * @param curvature of the fit
 * @param languages of the runs: the draws depend on their codes, and not on their order
 * @param draws how many fits
 */
export function withPullsDrawn(
  data: TargetData,
  fit: TargetFit,
  shrinkage: Shrinkage,
  { squares }: Curvature,
  languages: readonly string[],
  draws: number,
): TargetFit[] {
  const { layout } = fit;
  const n = layout.size;
  const { priorPrecision, lower, upper } = boxOf(data, layout, leastLossOf(data, allRows(data)), shrinkage);
  const names = namesOf(layout, data, languages);
  const free = Array.from({ length: n }, (_, j) => j).filter((j) => fit.atBound[j] !== 1);
  const hessian = pulledSquares(squares, n, free, priorPrecision);
  const solvable = factorise(hessian, free.length);
  return Array.from({ length: draws }, (_, draw) => {
    if (!solvable) return fit;
    const step = Float64Array.from(free, (j) => {
      const precision = priorPrecision[j]!;
      if (precision === 0) return 0;
      const off = Math.min(fit.spread / Math.sqrt(precision), mostOff);
      return precision * off * normal(`${draw} ${names[j]!}`);
    });
    solveFactorised(hessian, free.length, step);
    const theta = Float64Array.from(fit.theta);
    free.forEach((j, a) => {
      theta[j] = Math.min(Math.max(theta[j]! + step[a]!, lower[j]!), upper[j]!);
    });
    return { ...fit, theta };
  });
}

/** What each parameter is, by the codes of its languages. */
function namesOf(layout: Layout, { target, sources }: TargetData, languages: readonly string[]): string[] {
  const names: string[] = [];
  for (const { name, shape } of terms) {
    const first = layout[name];
    if (first < 0) continue;
    const of = shape === 'matrix' ? sources.map((s) => `${languages[s]!} `) : [''];
    of.forEach((source, s) => (names[first + s] = `${name} ${source}${languages[target]!}`));
  }
  return names;
}

/** A standard normal number that depends on the text alone (Box and Muller 1958). */
function normal(text: string): number {
  const uniform = mulberry32(hashOf(text) * 2 ** 32);
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
