import { precisePercent } from '../../text/words.ts';
import { total } from '../dense/vectors.ts';
import type { AllocationProblem } from '../model/allocation.ts';
import { classesOf, classProgramme, isImplied, type Limits } from './limits.ts';
import { optimalVertex } from './simplex.ts';

/** What a sum may exceed its bound by and still be meant as equal (shares are often written with few digits). */
const rounding = 1e-9;

const percent = (share: number): string => precisePercent(share, 4);

/** Two shares that differ, to as many digits as show it. */
function unequal(one: number, other: number): [string, string] {
  let digits = 4;
  const told = (share: number): string => precisePercent(share, digits);
  while (digits < mostDigits && told(one) === told(other)) digits++;
  return [told(one), told(other)];
}

/** Of a double, more are rests of the binary system. */
const mostDigits = 12;

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
  const words = wordsOf(problem, languages, limits);
  const conflict = boxConflict(languages, limits, words);
  if (conflict !== null || limits.groups.length === 0) return conflict;
  return groupConflict(problem, languages, limits, words);
}

/** Whether all constraints can hold together; takes far less than finding out which cannot. */
export function canHold(problem: AllocationProblem, languages: readonly string[], limits: Limits): boolean {
  if (boxConflict(languages, limits, wordsOf(problem, languages, limits)) !== null) return false;
  return limits.groups.length === 0 || isPossible(limits, classesOf(limits, languages.length));
}

interface Words {
  readonly least: (s: number) => string;
  readonly most: (s: number) => string;
  /** The limit above, whose share is written as given. */
  readonly limit: (s: number, share: string) => string;
}

function wordsOf(problem: AllocationProblem, languages: readonly string[], { lower, upper }: Limits): Words {
  const least = (s: number): string => `min ${percent(lower[s]!)} of ${languages[s]!}`;
  const most = (s: number): string =>
    problem.available?.[s] === 0
      ? `no text of ${languages[s]!}`
      : Math.min(1, problem.max[s]!) > upper[s]!
        ? `at most ${problem.maxEpochs[s]!} epochs of ${languages[s]!} (${percent(upper[s]!)} of the budget)`
        : `max ${percent(upper[s]!)} of ${languages[s]!}`;
  const limit = (s: number, share: string): string =>
    problem.available?.[s] === 0
      ? 'nothing, since none of its text is available'
      : Math.min(1, problem.max[s]!) > upper[s]!
        ? `the ${share} that ${problem.maxEpochs[s]!} epochs of its text make`
        : `its maximum, ${share}`;
  return { least, most, limit };
}

/** The single bounds, or the sums of all minima or maxima, that cannot hold. */
function boxConflict(
  languages: readonly string[],
  { lower, upper }: Limits,
  { least, most, limit }: Words,
): Conflict | null {
  for (let s = 0; s < languages.length; s++)
    if (lower[s]! > upper[s]! + rounding) {
      const [low, high] = unequal(lower[s]!, upper[s]!);
      return {
        reason: `The minimum of ${languages[s]!}, ${low}, is above ${limit(s, high)}.`,
        conflict: [least(s), most(s)],
      };
    }
  // The largest minima are the fewest that exceed 1.
  const descending = languages.map((_, s) => s).sort((a, b) => lower[b]! - lower[a]!);
  let sum = 0;
  for (const [count, s] of descending.entries()) {
    sum += lower[s]!;
    if (sum <= 1 + rounding) continue;
    const set = descending.slice(0, count + 1);
    return {
      reason: `The minima of ${set.map((i) => languages[i]!).join(', ')} sum to ${unequal(sum, 1).join(', more than ')}.`,
      conflict: set.map(least),
    };
  }
  const highest = upper.reduce((a, b) => a + b, 0);
  if (highest < 1 - rounding)
    return {
      reason: `The most that all languages may have sums to ${unequal(highest, 1).join(', less than ')}.`,
      conflict: languages.map((_, s) => most(s)),
    };
  return null;
}

function isPossible(limits: Limits, classes: readonly (readonly number[])[]): boolean {
  const { lower, upper } = limits;
  const groups = limits.groups.filter((group) => !isImplied(limits, group));
  if (groups.length === 0) return true;
  const lowest = classes.map((members) => total(lower, members));
  const highest = classes.map((members, c) => Math.max(total(upper, members), lowest[c]!));
  if (groups.some(({ min, max }) => min > max + rounding)) return false;
  return optimalVertex(classProgramme(groups, classes, lowest, highest)).violation <= rounding;
}

interface Constraint {
  readonly words: string;
  /** How much it asks for; what asks for more is blamed first. */
  readonly strength: number;
  readonly apply: (bounds: Limits) => void;
}

/**
 * What finding the smallest conflict is worth, in multiplications of one step of each linear programme; after that, a conflict that is
 * not the smallest is told.
 */
const maxWork = 5e5;
/** Constraints that a sentence names. */
const shown = 20;

/** The bounds and groups that cannot hold together, of which none can be spared; the weakest are spared first. */
function groupConflict(
  problem: AllocationProblem,
  languages: readonly string[],
  limits: Limits,
  { least, most }: Words,
): Conflict | null {
  const classes = classesOf(limits, languages.length);
  if (isPossible(limits, classes)) return null;

  const constraints: Constraint[] = [];
  languages.forEach((_, s) => {
    const [low, high] = [limits.lower[s]!, limits.upper[s]!];
    if (low > 0)
      constraints.push({ words: least(s), strength: low, apply: ({ lower }) => void (lower[s] = low) });
    if (high < 1)
      constraints.push({ words: most(s), strength: 1 - high, apply: ({ upper }) => void (upper[s] = high) });
  });
  const group = (k: number, bound: Partial<Limits['groups'][number]>) => (bounds: Limits) =>
    void Object.assign(bounds.groups[k]!, bound);
  limits.groups.forEach(({ min, max }, k) => {
    const { name } = problem.groups[k]!;
    if (min > 0)
      constraints.push({
        words: `min ${percent(min)} of group ${name}`,
        strength: 1 + min,
        apply: group(k, { min }),
      });
    if (max < 1)
      constraints.push({
        words: `max ${percent(max)} of group ${name}`,
        strength: 2 - max,
        apply: group(k, { max }),
      });
  });
  const rows = limits.groups.length + 1;
  const workOfOne = rows ** 3 + rows * (classes.length + rows);
  let work = 0;
  const hold = (some: readonly Constraint[]): boolean => {
    work += workOfOne;
    if (work > maxWork) return true;
    const bounds: Limits = {
      lower: new Float64Array(languages.length),
      upper: new Float64Array(languages.length).fill(1),
      groups: limits.groups.map((group) => ({ ...group, min: 0, max: 1 })),
    };
    for (const { apply } of some) apply(bounds);
    return isPossible(bounds, classes);
  };
  const strongestFirst = constraints.sort((a, b) => a.strength - b.strength).reverse();
  const needed = neededOf([], false, strongestFirst, hold)
    .reverse()
    .map(({ words }) => words);
  const more = needed.length - shown;
  const told = more > 0 ? [...needed.slice(0, shown), `and ${more} more`] : needed;
  return { reason: `These cannot hold together: ${told.join('; ')}.`, conflict: needed };
}

/**
 * Those of the candidates, the first preferred, that conflict with what stays and of which none can be spared: QuickXplain
 * (Junker 2004), which finds k of n in O(k·log(n/k)) looks.
 *
 * @param isNew whether something was added to `stays` since it was known not to conflict
 */
function neededOf<T>(
  stays: readonly T[],
  isNew: boolean,
  candidates: readonly T[],
  hold: (some: readonly T[]) => boolean,
): T[] {
  if (isNew && !hold(stays)) return [];
  if (candidates.length <= 1) return [...candidates];
  const half = candidates.length >> 1;
  const [preferred, others] = [candidates.slice(0, half), candidates.slice(half)];
  const ofOthers = neededOf([...stays, ...preferred], true, others, hold);
  const ofPreferred = neededOf([...stays, ...ofOthers], ofOthers.length > 0, preferred, hold);
  return [...ofPreferred, ...ofOthers];
}
