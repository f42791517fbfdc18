import type { AllocationProblem } from '../model/allocation.ts';
import { classesOf, classProgramme, type Limits } from './limits.ts';
import { optimalVertex } from './simplex.ts';

/** What a sum may exceed its bound by and still be meant as equal (shares are often written with few digits). */
const rounding = 1e-9;

export interface Conflict {
  readonly reason: string;
  readonly conflict: readonly string[];
}

/**
 * The smallest set of constraints that cannot hold together, in words; null when all can. Single bounds and sums of minima or maxima
 * are found directly (the fewest that conflict); with groups the set is irreducible: without any one of it the rest can hold.
 */
export function smallestConflict(
  problem: AllocationProblem,
  languages: readonly string[],
  limits: Limits,
): Conflict | null {
  const { lower, upper } = limits;
  const least = (s: number): string => `min ${percent(lower[s]!)} of ${languages[s]!}`;
  const most = (s: number): string =>
    problem.available?.[s] === 0
      ? `no text of ${languages[s]!}`
      : Math.min(1, problem.max[s]!) > upper[s]!
        ? `at most ${problem.maxEpochs[s]!} epochs of ${languages[s]!} (${percent(upper[s]!)} of the budget)`
        : `max ${percent(upper[s]!)} of ${languages[s]!}`;
  const limitWords = (s: number): string =>
    problem.available?.[s] === 0
      ? 'nothing, since none of its text is available'
      : Math.min(1, problem.max[s]!) > upper[s]!
        ? `the ${percent(upper[s]!)} that ${problem.maxEpochs[s]!} epochs of its text make`
        : `its maximum, ${percent(upper[s]!)}`;
  for (let s = 0; s < languages.length; s++)
    if (lower[s]! > upper[s]! + rounding)
      return {
        reason: `The minimum of ${languages[s]!}, ${percent(lower[s]!)}, is above ${limitWords(s)}.`,
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
      reason: `The minima of ${set.map((i) => languages[i]!).join(', ')} sum to ${percent(sum)}, more than everything.`,
      conflict: set.map(least),
    };
  }
  const highest = upper.reduce((a, b) => a + b, 0);
  if (highest < 1 - rounding)
    return {
      reason: `The most that all languages may have sums to ${percent(highest)}, less than everything.`,
      conflict: languages.map((_, s) => most(s)),
    };
  return limits.groups.length === 0 ? null : groupConflict(problem, languages, limits, least, most);
}

/** Constraints are dropped one by one, the weakest first, as long as the rest still conflict (deletion filter, Chinneck 2008). */
function groupConflict(
  problem: AllocationProblem,
  languages: readonly string[],
  limits: Limits,
  least: (s: number) => string,
  most: (s: number) => string,
): Conflict | null {
  const lower = Float64Array.from(limits.lower);
  const upper = Float64Array.from(limits.upper);
  const groups = limits.groups.map((group) => ({ ...group }));
  const classes = classesOf(limits, languages.length);
  const possible = (): boolean => {
    const sums = (values: Float64Array): number[] =>
      classes.map((members) => members.reduce((a, s) => a + values[s]!, 0));
    const lowest = sums(lower);
    const highest = sums(upper).map((high, c) => Math.max(high, lowest[c]!));
    if (groups.some(({ min, max }) => min > max + rounding)) return false;
    return optimalVertex(classProgramme(groups, classes, lowest, highest)).violation <= rounding;
  };
  if (possible()) return null;

  interface Constraint {
    readonly words: string;
    /** How much it asks for; what asks for less is dropped first. */
    readonly strength: number;
    readonly relax: () => () => void;
  }
  const constraints: Constraint[] = [];
  languages.forEach((_, s) => {
    const [low, high] = [lower[s]!, upper[s]!];
    if (low > 0)
      constraints.push({
        words: least(s),
        strength: low,
        relax: () => ((lower[s] = 0), () => (lower[s] = low)),
      });
    if (high < 1)
      constraints.push({
        words: most(s),
        strength: 1 - high,
        relax: () => ((upper[s] = 1), () => (upper[s] = high)),
      });
  });
  groups.forEach((group, k) => {
    const name = problem.groups[k]!.name;
    const { min, max } = group;
    if (min > 0)
      constraints.push({
        words: `min ${percent(min)} of group ${name}`,
        strength: 1 + min,
        relax: () => ((group.min = 0), () => (group.min = min)),
      });
    if (max < 1)
      constraints.push({
        words: `max ${percent(max)} of group ${name}`,
        strength: 2 - max,
        relax: () => ((group.max = 1), () => (group.max = max)),
      });
  });
  const needed = constraints
    .sort((a, b) => a.strength - b.strength)
    .filter(({ relax }) => {
      const restore = relax();
      if (!possible()) return false;
      restore();
      return true;
    })
    .map(({ words }) => words);
  return { reason: `These cannot hold together: ${needed.join('; ')}.`, conflict: needed };
}

function percent(share: number): string {
  return `${digits(100 * share)} %`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
