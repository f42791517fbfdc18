import type { AllocationProblem } from './allocation.ts';
import type { Polytope } from './polytope.ts';

/** Widths below this are no room: the share is fixed. */
const noRoom = 1e-12;
/** What the sum of minima may exceed 1 by and still be meant as 1 (shares are often written with few digits). */
const rounding = 1e-9;

export type Feasible =
  | {
      readonly kind: 'feasible';
      /** Languages whose share varies; the columns of `polytope`. */
      readonly variables: readonly number[];
      /** All languages: the share where it is fixed, the interior point elsewhere. */
      readonly ratio: Float64Array;
      readonly polytope: Polytope;
    }
  | { readonly kind: 'infeasible'; readonly reason: string; readonly conflict: readonly string[] };

/** Bounds on the share of every language: min and the lesser of max and the epoch limit. */
export function shareBounds(problem: AllocationProblem): { lower: Float64Array; upper: Float64Array } {
  const lower = Float64Array.from(problem.min, (x) => Math.max(0, x));
  const upper = Float64Array.from(problem.max, (x, s) => Math.min(1, x, epochLimit(problem, s)));
  return { lower, upper };
}

/** maxEpochs·u/D: the share at which language s has been read as often as allowed. */
function epochLimit(problem: AllocationProblem, s: number): number {
  const epochs = problem.maxEpochs[s];
  const available = problem.available?.[s];
  return epochs == null || available == null ? Infinity : (epochs * available) / problem.tokens;
}

/** The mixtures that the problem allows, or why there are none, in words that name the languages. */
export function feasibleMixtures(problem: AllocationProblem, languages: readonly string[]): Feasible {
  const { lower, upper } = shareBounds(problem);
  const conflict = boundConflict(problem, languages, lower, upper);
  if (conflict !== null) return { kind: 'infeasible', ...conflict };
  const n = languages.length;
  let lowest = 0;
  let highest = 0;
  for (let s = 0; s < n; s++) {
    lowest += lower[s]!;
    highest += upper[s]!;
  }
  // How far between the lower and the upper bounds the mixture with sum 1 lies that is equally far everywhere.
  const between = highest > lowest ? Math.min(1, Math.max(0, (1 - lowest) / (highest - lowest))) : 0;
  const ratio = new Float64Array(n);
  const variables: number[] = [];
  let fixed = 0;
  for (let s = 0; s < n; s++) {
    const width = upper[s]! - lower[s]!;
    ratio[s] = lower[s]! + between * width;
    if (width * between > noRoom && width * (1 - between) > noRoom) variables.push(s);
    else fixed += ratio[s]!;
  }
  if (variables.length === 1) {
    ratio[variables[0]!] = 1 - fixed;
    variables.pop();
  }
  return {
    kind: 'feasible',
    variables,
    ratio,
    polytope: {
      lower: Float64Array.from(variables, (s) => lower[s]!),
      upper: Float64Array.from(variables, (s) => upper[s]!),
      equalities: [{ members: Int32Array.from(variables, (_, j) => j), total: 1 - fixed }],
      groups: [],
      interior: Float64Array.from(variables, (s) => ratio[s]!),
    },
  };
}

function boundConflict(
  problem: AllocationProblem,
  languages: readonly string[],
  lower: Float64Array,
  upper: Float64Array,
): { reason: string; conflict: string[] } | null {
  const least = (s: number): string => `min ${percent(lower[s]!)} of ${languages[s]!}`;
  const most = (s: number): string =>
    problem.max[s]! > upper[s]!
      ? `at most ${problem.maxEpochs[s]!} epochs of ${languages[s]!} (${percent(upper[s]!)} of the budget)`
      : `max ${percent(upper[s]!)} of ${languages[s]!}`;
  for (let s = 0; s < languages.length; s++)
    if (lower[s]! > upper[s]! + rounding)
      return {
        reason: `${languages[s]!} cannot have ${least(s)} and ${most(s)} at once.`,
        conflict: [least(s), most(s)],
      };
  // The largest minima are the fewest that exceed 1.
  const descending = languages.map((_, s) => s).sort((a, b) => lower[b]! - lower[a]!);
  let sum = 0;
  for (const [count, s] of descending.entries()) {
    sum += lower[s]!;
    if (sum <= 1 + rounding) continue;
    const set = descending.slice(0, count + 1);
    return {
      reason: `The minima of ${set.map((i) => languages[i]).join(', ')} sum to ${Number(sum.toPrecision(4))}, more than 1.`,
      conflict: set.map(least),
    };
  }
  const highest = upper.reduce((a, b) => a + b, 0);
  if (highest < 1 - rounding)
    return {
      reason: `The most that all languages may have sums to ${Number(highest.toPrecision(4))}, less than 1.`,
      conflict: languages.map((_, s) => most(s)),
    };
  return null;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}
