import { allocationProblem } from '../mixture/allocation-problem.ts';
import type { AllocationProblem } from '../climb/model/allocation.ts';
import { feasibleMixtures, gather, hasMixture, spread, whyNoMixture } from '../climb/optimum/feasible.ts';
import { reduceKept } from '../climb/optimum/kept-columns.ts';
import { nearestMixture } from '../climb/optimum/nearest.ts';
import type { RoundOptions } from '../text/decimal.ts';
import type { TextEdit } from '../text/range.ts';
import { applyRatios } from './apply-ratios.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { epochLimit, shareTolerance } from '../mixture/shares.ts';
import { elementAt } from '../text/elements.ts';

/** The bounds of a mixture as the solver sees them; without a budget, epochs bound nothing. */
export function boundsOf(mixture: Mixture): AllocationProblem {
  const asked = allocationProblem(mixture, mixture.tokens?.value ?? 1);
  // Groups that cannot be kept are told by `group.keep`.
  const problem = 'reason' in reduceKept(asked, codes(mixture)) ? { ...asked, kept: [] } : asked;
  return mixture.tokens === null ? { ...problem, available: null } : problem;
}

/**
 * What can be told at every keystroke; the rest is left to the solver. The linear programme behind it has a row for each group and
 * up to a column for each language (`cells`), finding which of them conflict solves it anew for each group (`explained`), and moving shares
 * takes several hundred rounds over the members of groups.
 */
const most = { groups: 60, cells: 20_000, members: 1_000, explained: 20 };

const bounded = ({ groups }: Mixture): Mixture['groups'] =>
  groups.filter(({ min, max }) => min !== null || max !== null);

function isTooMuchToTell(mixture: Mixture): boolean {
  const groups = bounded(mixture).length;
  return groups > most.groups || groups * mixture.languages.length > most.cells;
}

/** Whether so many languages are bounded together that moving shares within the bounds would keep the editor. */
export function isTooMuchToMove(mixture: Mixture): boolean {
  const groups = bounded(mixture);
  if (groups.length === 0) return false;
  const members = groups.reduce((sum, group) => sum + group.members.length, mixture.languages.length);
  return isTooMuchToTell(mixture) || members > most.members;
}

/** Why no mixture can keep all bounds, in words; null: some can, or there are too many groups to tell. */
export function boundsConflict(mixture: Mixture): string | null {
  if (isTooMuchToTell(mixture)) return null;
  const bounds = boundsOf(mixture);
  if (bounded(mixture).length <= most.explained) return whyNoMixture(bounds, codes(mixture));
  if (hasMixture(bounds, codes(mixture))) return null;
  const ofLanguages = whyNoMixture({ ...bounds, groups: [] }, codes(mixture));
  return ofLanguages ?? 'Those of its groups cannot hold together.';
}

/** Whether some mixture can keep all bounds; true where there are too many groups to tell. */
export function canKeepBounds(mixture: Mixture): boolean {
  return isTooMuchToTell(mixture) || hasMixture(boundsOf(mixture), codes(mixture));
}

/**
 * The shares nearest to the given ones that keep every bound, epoch limit and group (water-filling: what is held stays
 * held, the rest keeps its proportions); null: no shares can, or it is too much to move.
 */
function withinBounds(mixture: Mixture, shares: readonly number[]): readonly number[] | null {
  if (isTooMuchToMove(mixture)) return null;
  const feasible = feasibleMixtures(boundsOf(mixture), codes(mixture));
  if (feasible.kind === 'infeasible') return null;
  if (feasible.columns.length === 0) return Array.from(feasible.ratio);
  return Array.from(spread(feasible, nearestMixture(feasible.polytope, gather(feasible, shares))));
}

/** The edits that write `withinBounds`, rounded so that they stay within; null where there is no such mixture. */
export function redistribute(parsed: ParsedMixture, shares: readonly number[]): TextEdit[] | null {
  const { mixture } = parsed;
  const ratios = withinBounds(mixture, shares);
  if (ratios === null) return null;
  const { min, max } = boundsOf(mixture);
  const most = mixture.languages.map((language, i) =>
    Math.min(elementAt(max, i), epochLimit(mixture, language) ?? 1),
  );
  const bounds = (i: number): readonly [number, number] => [elementAt(min, i), elementAt(most, i)];
  // The residual of rounding goes where it cannot push a share over its bound.
  const slack = 2 * shareTolerance * ratios.length;
  const isFree = (i: number): boolean => {
    const [ratio, [low, high]] = [elementAt(ratios, i), bounds(i)];
    return ratio > low + slack && ratio < high - slack;
  };
  const receives = ratios.some((_, i) => isFree(i)) ? isFree : (): boolean => true;
  // Bounds of sums and of stages are kept by rounding finely, bounds of one share by rounding towards them.
  const options: RoundOptions =
    mixture.groups.length > 0 || mixture.stages.length > 0 ? { places: 7, receives } : { receives, bounds };
  return applyRatios(parsed, ratios, options);
}

function codes({ languages }: Mixture): readonly string[] {
  return languages.map(({ code }) => code);
}
