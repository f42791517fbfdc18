import type { AllocationProblem } from '../model/allocation.ts';
import type { optimalVertex } from './simplex.ts';

/** Bounds on the share of every language (min, and the lesser of max and the epoch limit) and on the sums of groups. */
export interface Limits {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly groups: readonly {
    readonly members: readonly number[];
    /** As in a `ShareGroup`. */
    readonly weight: readonly number[] | undefined;
    readonly min: number;
    readonly max: number;
  }[];
}

export function limitsOf(problem: AllocationProblem): Limits {
  return {
    lower: Float64Array.from(problem.min, (x) => Math.max(0, x)),
    upper: Float64Array.from(problem.max, (x, s) => Math.min(1, x, epochLimit(problem, s))),
    groups: problem.groups.map(({ members, weight, min, max }) => ({
      members: weight === undefined ? [...new Set(members)] : members,
      weight,
      min: Math.max(0, min),
      max: Math.min(1, max),
    })),
  };
}

/** maxEpochs·u/D: the share at which language s has been read as often as allowed; 0 where there is nothing to read, Infinity without a limit. */
export function epochLimit(problem: AllocationProblem, s: number): number {
  const epochs = problem.maxEpochs[s];
  const available = problem.available?.[s];
  if (available === 0) return 0;
  return epochs == null || available == null ? Infinity : (epochs * available) / problem.tokens;
}

/** Whether a group's bounds follow from those of its members: it asks for nothing. */
export function isImplied(
  { lower, upper }: Limits,
  { members, weight, min, max }: Limits['groups'][number],
): boolean {
  const sum = (bounds: Float64Array): number =>
    members.reduce((total, s, i) => total + (weight?.[i] ?? 1) * bounds[s]!, 0);
  // Shares sum to 1, and so no more than 1 of them is in a group.
  const isAny = weight === undefined && max >= 1;
  return (min <= 0 || min <= sum(lower)) && (isAny || max >= sum(upper));
}

/** Languages that count alike in the same groups are alike to the constraints on sums: lists of them. */
export function classesOf({ groups }: Pick<Limits, 'groups'>, n: number): number[][] {
  const classes = new Map<string, number[]>();
  const key = Array.from({ length: n }, () => '');
  groups.forEach(({ members, weight }, k) => {
    members.forEach((s, i) => (key[s] = `${key[s]!}${k}:${weight?.[i] ?? 1},`));
  });
  key.forEach((name, s) => {
    const members = classes.get(name);
    if (members === undefined) classes.set(name, [s]);
    else members.push(s);
  });
  return [...classes.values()];
}

/** The constraints on sums, with one column a class and one slack a group. */
export function classProgramme(
  groups: Limits['groups'],
  classes: readonly (readonly number[])[],
  lowest: readonly number[],
  highest: readonly number[],
): Parameters<typeof optimalVertex>[0] {
  const columns = classes.map(() => [{ row: 0, value: 1 }]);
  const classOf = new Map(classes.map((members, c) => [members[0]!, c]));
  groups.forEach((group, k) => {
    group.members.forEach((s, i) => {
      const c = classOf.get(s);
      if (c !== undefined) columns[c]!.push({ row: k + 1, value: group.weight?.[i] ?? 1 });
    });
  });
  groups.forEach((_, k) => columns.push([{ row: k + 1, value: -1 }]));
  return {
    cost: new Float64Array(columns.length),
    lower: Float64Array.from([...lowest, ...groups.map(({ min }) => min)]),
    upper: Float64Array.from([...highest, ...groups.map(({ max }) => max)]),
    columns,
    b: [1, ...groups.map(() => 0)],
  };
}
