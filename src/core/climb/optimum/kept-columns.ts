import { sumOf } from '../dense/vectors.ts';
import type { AllocationProblem, KeptGroup, ShareGroup } from '../model/allocation.ts';
import { limitsOf } from './limits.ts';

/**
 * What varies as one: a language, or the languages of a kept group, whose shares stand in given proportions. With x the sum of their
 * shares, `r[s] = given[s] + proportion[s]·(x − Σ given)`, so mixtures are an affine image of the columns and all that is convex
 * in shares is convex in columns.
 */
export interface Column {
  /** Languages by their index. */
  readonly members: readonly number[];
  /** Sum to 1. */
  readonly proportion: readonly number[];
  /** What each has whatever the column's sum is. */
  readonly given: readonly number[];
}

/** A problem over columns in place of languages, or why there is none. */
export type Reduced =
  | {
      readonly columns: readonly Column[];
      readonly names: readonly string[];
      readonly problem: AllocationProblem;
    }
  | { readonly reason: string };

export const single = (s: number): Column => ({ members: [s], proportion: [1], given: [0] });

/** The problem in which every kept group is one column, named as the group is. */
export function reduceKept(problem: AllocationProblem, languages: readonly string[]): Reduced {
  const kept = problem.kept ?? [];
  if (kept.length === 0) return { columns: languages.map((_, s) => single(s)), names: languages, problem };
  const all = kept.flatMap(({ members }) => [...new Set(members)]);
  const again = all.find((s, i) => all.indexOf(s) < i);
  if (again !== undefined)
    return { reason: `${languages[again] ?? ''} is in two kept groups, and can keep its part of one only.` };

  const held = heldByGroups(kept);
  const named = [...keptColumns(kept), ...otherColumns(languages, new Set(all), held)];
  const columns = named.map(({ column }) => column);
  const bounds = boundsOf(columns, problem, held);
  const groups = groupsOver(columns, problem.groups, bounds);
  const perColumn = <T>(of: readonly T[], none: T): T[] =>
    columns.map(({ members }) => (members.length === 1 ? (of[members[0] ?? 0] ?? none) : none));
  return {
    columns,
    names: named.map(({ name }) => name),
    problem: {
      ...problem,
      kept: [],
      available: problem.available === null ? null : perColumn<number | null>(problem.available, null),
      maxEpochs: perColumn<number | null>(problem.maxEpochs, null),
      importance: perColumn(problem.importance, 0),
      ...bounds,
      groups,
    },
  };
}

interface NamedColumn {
  readonly name: string;
  readonly column: Column;
}

/** Languages without a part of their group have what they are given, and are fixed there: their shares. */
function heldByGroups(kept: readonly KeptGroup[]): ReadonlyMap<number, number> {
  return new Map(
    kept.flatMap(({ members, proportion, given }) =>
      members.flatMap((s, m) => ((proportion[m] ?? 0) > 0 ? [] : [[s, given[m] ?? 0] as const])),
    ),
  );
}

/** A column a group, of the languages that have a part of it. */
function keptColumns(kept: readonly KeptGroup[]): NamedColumn[] {
  return kept.flatMap(({ name, members, proportion, given }) => {
    const at = members.flatMap((_, m) => ((proportion[m] ?? 0) > 0 ? [m] : []));
    if (at.length === 0) return [];
    const those = (of: readonly number[]): number[] => at.map((m) => of[m] ?? 0);
    return [
      { name, column: { members: those(members), proportion: those(proportion), given: those(given) } },
    ];
  });
}

/** A column a language that no group keeps, or that its group holds where it is. */
function otherColumns(
  languages: readonly string[],
  grouped: ReadonlySet<number>,
  held: ReadonlyMap<number, number>,
): NamedColumn[] {
  return languages.flatMap((name, s) =>
    grouped.has(s) && !held.has(s) ? [] : [{ name, column: single(s) }],
  );
}

/** Bounds of the columns, which may be moved. */
interface Bounds {
  readonly min: number[];
  readonly max: number[];
}

function boundsOf(
  columns: readonly Column[],
  problem: AllocationProblem,
  held: ReadonlyMap<number, number>,
): Bounds {
  const { lower, upper } = limitsOf(problem);
  const bounds: Bounds = { min: [], max: [] };
  for (const { members, proportion, given } of columns) {
    const [only] = members;
    if (only !== undefined && members.length === 1 && given[0] === 0) {
      const share = held.get(only);
      bounds.min.push(Math.max(problem.min[only] ?? 0, share ?? 0));
      bounds.max.push(Math.min(problem.max[only] ?? 1, share ?? 1));
      continue;
    }
    const base = sumOf(given);
    // From each language's limits to the sum that takes it there.
    const reaching = (limits: Float64Array): number[] =>
      members.map((s, m) => base + ((limits[s] ?? 0) - (given[m] ?? 0)) / (proportion[m] ?? 1));
    bounds.min.push(Math.max(base, ...reaching(lower)));
    bounds.max.push(Math.min(1, ...reaching(upper)));
  }
  return bounds;
}

/** Limits on sums of languages as limits on sums of columns. One that a single column meets alone narrows its bounds instead. */
function groupsOver(
  columns: readonly Column[],
  groups: readonly ShareGroup[],
  { min, max }: Bounds,
): ShareGroup[] {
  return groups.flatMap((group): ShareGroup[] => {
    const wanted = new Set(group.members);
    const { whole, part } = heldBy(columns, wanted);
    if (part.length === 0) return [{ ...group, members: whole }];
    const cuts = part.map((c) => cutOf(columns[c] ?? single(0), wanted));
    const fixed = sumOf(cuts.map((cut) => cut.fixed));
    const [least, most] = [group.min - fixed, group.max - fixed];
    const [only] = part;
    const [cut] = cuts;
    if (only !== undefined && cut !== undefined && part.length === 1 && whole.length === 0) {
      min[only] = Math.max(min[only] ?? 0, least / cut.counts);
      max[only] = Math.min(max[only] ?? 1, most / cut.counts);
      return [];
    }
    return [
      {
        ...group,
        members: [...whole, ...part],
        weight: [...whole.map(() => 1), ...cuts.map(({ counts }) => counts)],
        min: least,
        max: most,
      },
    ];
  });
}

/** The columns of which a set of languages holds all members, and those that it cuts. */
function heldBy(
  columns: readonly Column[],
  wanted: ReadonlySet<number>,
): { readonly whole: number[]; readonly part: number[] } {
  const whole: number[] = [];
  const part: number[] = [];
  for (const [c, { members }] of columns.entries()) {
    const count = members.filter((s) => wanted.has(s)).length;
    if (count > 0) (count === members.length ? whole : part).push(c);
  }
  return { whole, part };
}

/** What a set of languages holds of a column x that it cuts: `fixed + counts·x`. */
function cutOf(
  { members, proportion, given }: Column,
  wanted: ReadonlySet<number>,
): { readonly counts: number; readonly fixed: number } {
  const sum = (values: readonly number[]): number =>
    members.reduce((total, s, m) => (wanted.has(s) ? total + (values[m] ?? 0) : total), 0);
  const counts = sum(proportion);
  return { counts, fixed: sum(given) - counts * sumOf(given) };
}

/** Shares of all languages from those that are fixed and the columns. */
export function spreadColumns(
  columns: readonly Column[],
  ratio: Float64Array,
  x: ArrayLike<number>,
): Float64Array {
  const all = Float64Array.from(ratio);
  for (const [j, { members, proportion, given }] of columns.entries()) {
    const base = sumOf(given);
    for (const [m, s] of members.entries())
      all[s] = (given[m] ?? 0) + (proportion[m] ?? 0) * ((x[j] ?? 0) - base);
  }
  return all;
}
