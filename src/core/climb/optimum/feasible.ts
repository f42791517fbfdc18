import { total, weightedTotal } from '../dense/vectors.ts';
import type { AllocationProblem } from '../model/allocation.ts';
import { canHold, smallestConflict } from './conflict.ts';
import { classesOf, classProgramme, isImplied, limitsOf, type Limits } from './limits.ts';
import { compile } from '../model/compiled.ts';
import type { Model } from '../model/model.ts';
import { Evaluator, type Objective } from '../model/evaluator.ts';
import { reduceKept, single, spreadColumns, type Column } from './kept-columns.ts';
import { KeptEvaluator } from './kept-evaluator.ts';
import type { Polytope } from './polytope.ts';
import { optimalVertex } from './simplex.ts';

/** Widths below this are no room: the share is fixed. */
const noRoom = 1e-12;
/** The same of the sum of a group. Slacks of so little, of several sums at once, leave an interior point no step; gaps take them into account. */
const noRoomOfSum = 5e-11;
/** How far a sum in parts may stray that is fixed. */
const held = 1e-9;

export type Feasible =
  | {
      readonly kind: 'feasible';
      /** Languages whose share varies. */
      readonly variables: readonly number[];
      /** What varies as one: each a language, or a kept group. The columns of `polytope`. */
      readonly columns: readonly Column[];
      /** All languages: the share where it is fixed, the interior point elsewhere. */
      readonly ratio: Float64Array;
      readonly polytope: Polytope;
    }
  | { readonly kind: 'infeasible'; readonly reason: string; readonly conflict: readonly string[] };

/** The mixtures that the problem allows, or why there are none, in words that name the languages and groups. */
export function feasibleMixtures(problem: AllocationProblem, languages: readonly string[]): Feasible {
  if ((problem.kept?.length ?? 0) > 0) return keptMixtures(problem, languages);
  const given = limitsOf(problem);
  const conflict = smallestConflict(problem, languages, given);
  if (conflict !== null) return { kind: 'infeasible', ...conflict };
  const limits = { ...given, groups: given.groups.filter((group) => !isImplied(given, group)) };
  const n = languages.length;
  // Bounds that only rounding makes cross are one value.
  const lower = limits.lower.map((low, s) => Math.min(low, limits.upper[s]!));
  const upper = limits.upper;

  const classes = classesOf(limits, n);
  const { totals, fixedBetween } = middleOf(limits, classes, lower, upper);
  const ratio = new Float64Array(n);
  const variables: number[] = [];
  classes.forEach((members, c) => {
    const lowest = total(lower, members);
    const width = total(upper, members) - lowest;
    // How far between its bounds every member stands, the same for all.
    const between = width > 0 ? Math.min(1, Math.max(0, (totals[c]! - lowest) / width)) : 0;
    for (const s of members) {
      const room = upper[s]! - lower[s]!;
      ratio[s] = lower[s]! + between * room;
      if (room * between > noRoom && room * (1 - between) > noRoom) variables.push(s);
    }
  });
  variables.sort((a, b) => a - b);
  const column = new Map(variables.map((s, j) => [s, j]));
  const rest = (members: readonly number[]): number =>
    members.reduce((sum, s) => (column.has(s) ? sum : sum + ratio[s]!), 0);
  const inside = (members: readonly number[]): Int32Array =>
    Int32Array.from(members.flatMap((s) => column.get(s) ?? []));

  const all = languages.map((_, s) => s);
  const equalities: Polytope['equalities'][number][] = [{ members: inside(all), total: 1 - rest(all) }];
  const groups: Polytope['groups'][number][] = [];
  limits.groups.forEach((group, k) => {
    const members = inside(group.members);
    if (members.length === 0) return;
    const weight =
      group.weight && Float64Array.from(group.weight.filter((_, i) => column.has(group.members[i]!)));
    const own = Float64Array.from(variables, (s) => ratio[s]!);
    const sum = weightedTotal(own, { members, weight });
    const outside = weightedTotal(ratio, group) - sum;
    const between = fixedBetween[k];
    if (between == null) groups.push({ members, weight, min: group.min - outside, max: group.max - outside });
    else if (weight === undefined) {
      const [least, most] = between;
      equalities.push({
        members,
        total: sum,
        ...(most - least > noRoom && { between: [least - outside, most - outside] }),
      });
    }
    // What is given of a sum in parts is held as near as rounding lets.
    else groups.push({ members, weight, min: sum - held, max: sum + held });
  });
  return {
    kind: 'feasible',
    variables,
    columns: variables.map(single),
    ratio,
    polytope: {
      lower: Float64Array.from(variables, (s) => lower[s]!),
      upper: Float64Array.from(variables, (s) => upper[s]!),
      equalities: independent(equalities, variables.length),
      groups,
      interior: Float64Array.from(variables, (s) => ratio[s]!),
    },
  };
}

/** Why there are none, in words; null: there are some, which are not looked for. */
export function whyNoMixture(problem: AllocationProblem, languages: readonly string[]): string | null {
  const reduced = reduceKept(problem, languages);
  if ('reason' in reduced) return reduced.reason;
  return smallestConflict(reduced.problem, reduced.names, limitsOf(reduced.problem))?.reason ?? null;
}

/** Whether there are some. */
export function hasMixture(problem: AllocationProblem, languages: readonly string[]): boolean {
  const reduced = reduceKept(problem, languages);
  return !('reason' in reduced) && canHold(reduced.problem, reduced.names, limitsOf(reduced.problem));
}

/** The same where kept groups vary as one. */
function keptMixtures(problem: AllocationProblem, languages: readonly string[]): Feasible {
  const reduced = reduceKept(problem, languages);
  if ('reason' in reduced) return { kind: 'infeasible', reason: reduced.reason, conflict: [] };
  const found = feasibleMixtures(reduced.problem, reduced.names);
  if (found.kind === 'infeasible') return found;
  const columns = found.variables.flatMap((c) => reduced.columns[c] ?? []);
  return {
    ...found,
    columns,
    variables: columns.flatMap(({ members }) => members).sort((a, b) => a - b),
    ratio: spreadColumns(reduced.columns, new Float64Array(languages.length), found.ratio),
  };
}

/** Shares of all languages from values of the polytope's columns. */
export function spread(
  { columns, ratio }: Feasible & { kind: 'feasible' },
  x: ArrayLike<number>,
): Float64Array {
  return spreadColumns(columns, ratio, x);
}

/** Values of the polytope's columns from shares, or weights, of all languages. */
export function gather({ columns }: Feasible & { kind: 'feasible' }, ratio: ArrayLike<number>): Float64Array {
  return Float64Array.from(columns, ({ members }) => members.reduce((sum, s) => sum + (ratio[s] ?? 0), 0));
}

/** The model over the polytope's columns, for some of its targets. */
export function objectiveOver(
  model: Model,
  problem: AllocationProblem,
  { variables, columns, ratio }: Feasible & { kind: 'feasible' },
  targets: readonly number[],
): Objective {
  const evaluator = new Evaluator(compile(model, problem, { targets, variables, ratio }));
  return (problem.kept?.length ?? 0) === 0 ? evaluator : new KeptEvaluator(evaluator, variables, columns);
}

/**
 * Sums for the classes that satisfy all constraints with room wherever there is room: the mean of the vertices that are extreme
 * for each class and each group.
 */
function middleOf(
  { groups }: Limits,
  classes: readonly (readonly number[])[],
  lower: Float64Array,
  upper: Float64Array,
): { totals: Float64Array; fixedBetween: (readonly [number, number] | null)[] } {
  const lowest = classes.map((members) => total(lower, members));
  const highest = classes.map((members) => total(upper, members));
  if (groups.length === 0) return { totals: Float64Array.of(1), fixedBetween: [] };
  const programme = classProgramme(groups, classes, lowest, highest);
  const count = classes.length + groups.length;
  const mean = new Float64Array(count);
  const range = Array.from({ length: count }, () => ({ low: Infinity, high: -Infinity }));
  for (let j = 0; j < count; j++)
    for (const sign of [1, -1]) {
      const cost = new Float64Array(count);
      cost[j] = sign;
      const { x } = optimalVertex({ ...programme, cost });
      for (let i = 0; i < count; i++) {
        mean[i] = mean[i]! + x[i]! / (2 * count);
        range[i]!.low = Math.min(range[i]!.low, x[i]!);
        range[i]!.high = Math.max(range[i]!.high, x[i]!);
      }
    }
  return {
    totals: mean.slice(0, classes.length),
    fixedBetween: groups.map((_, k) => {
      const { low, high } = range[classes.length + k]!;
      return high - low <= noRoomOfSum ? [low, high] : null;
    }),
  };
}

/** Those equalities that do not follow from the ones before. */
function independent(
  equalities: readonly Polytope['equalities'][number][],
  n: number,
): Polytope['equalities'] {
  const echelon: { row: Float64Array; lead: number }[] = [];
  return equalities.filter(({ members }) => {
    const row = new Float64Array(n);
    for (const j of members) row[j] = 1;
    for (const known of echelon) {
      const factor = row[known.lead]! / known.row[known.lead]!;
      for (let j = 0; j < n; j++) row[j] = row[j]! - factor * known.row[j]!;
    }
    const lead = row.findIndex((value) => Math.abs(value) > 1e-9);
    if (lead >= 0) echelon.push({ row, lead });
    return lead >= 0;
  });
}
