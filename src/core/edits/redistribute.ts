import { allocationProblem } from '../mixture/allocation-problem.ts';
import type { AllocationProblem } from '../climb/model/allocation.ts';
import { feasibleMixtures } from '../climb/optimum/feasible.ts';
import { nearestMixture } from '../climb/optimum/nearest.ts';
import type { RoundOptions } from '../text/decimal.ts';
import type { TextEdit } from '../text/range.ts';
import { applyRatios } from './apply-ratios.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { shareTolerance } from '../mixture/shares.ts';

/** The bounds of a mixture as the solver sees them; without a budget, epochs bound nothing. */
export function boundsOf(mixture: Mixture): AllocationProblem {
  const problem = allocationProblem(mixture, mixture.tokens?.value ?? 1);
  return mixture.tokens === null ? { ...problem, available: null } : problem;
}

/** More groups than this are left to the solver: whether all can hold takes too long to tell at every keystroke. */
const maxGroups = 200;

/** Why no mixture can keep all bounds, in words; null: some can, or there are too many groups to tell. */
export function boundsConflict(mixture: Mixture): string | null {
  if (mixture.groups.length > maxGroups) return null;
  const feasible = feasibleMixtures(boundsOf(mixture), codes(mixture));
  return feasible.kind === 'infeasible' ? feasible.reason : null;
}

/**
 * The shares nearest to the given ones that keep every bound, epoch limit and group (water-filling: what is held stays
 * held, the rest keeps its proportions); null: no shares can, or there are too many groups to tell.
 */
export function withinBounds(mixture: Mixture, shares: readonly number[]): readonly number[] | null {
  if (mixture.groups.length > maxGroups) return null;
  const feasible = feasibleMixtures(boundsOf(mixture), codes(mixture));
  if (feasible.kind === 'infeasible') return null;
  const { variables, polytope } = feasible;
  const ratio = Array.from(feasible.ratio);
  const nearest = nearestMixture(
    polytope,
    Float64Array.from(variables, (s) => shares[s]!),
  );
  variables.forEach((s, j) => (ratio[s] = nearest[j]!));
  return ratio;
}

/** The edits that write `withinBounds`, rounded finely enough to stay within; null where there is no such mixture. */
export function redistribute(parsed: ParsedMixture, shares: readonly number[]): TextEdit[] | null {
  const { mixture } = parsed;
  const ratios = withinBounds(mixture, shares);
  if (ratios === null) return null;
  const { min, max } = boundsOf(mixture);
  // The residual of rounding goes where it cannot push a share over its bound.
  const slack = 2 * shareTolerance * ratios.length;
  let receiver = -1;
  ratios.forEach((ratio, i) => {
    const free = ratio > min[i]! + slack && ratio < max[i]! - slack;
    if (free && (receiver < 0 || ratio > ratios[receiver]!)) receiver = i;
  });
  const options: RoundOptions = { places: 7, ...(receiver < 0 ? {} : { receiver }) };
  return applyRatios(parsed, ratios, options);
}

function codes({ languages }: Mixture): readonly string[] {
  return languages.map(({ code }) => code);
}
