import { total, type WeightedSum } from '../dense/vectors.ts';
import { elementAt } from '../../text/elements.ts';
import { optimalVertex } from './simplex.ts';

/**
 * The mixtures that the constraints allow, over the shares that can vary: a box cut by the sum and by groups. Not empty, and with
 * a point strictly inside the box and the groups (`feasible.ts` sees to it by fixing what has no room).
 */
export interface Polytope {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /**
   * Sums that are given, linearly independent; the first is that of all shares. `between`: the bounds of one that is given only because
   * they leave next to no room, within which gaps are measured.
   */
  readonly equalities: readonly {
    readonly members: Int32Array;
    readonly total: number;
    readonly between?: readonly [number, number];
  }[];
  /** Sums between two bounds. */
  readonly groups: readonly (WeightedSum & {
    readonly members: Int32Array;
    readonly weight?: Float64Array | undefined;
    readonly min: number;
    readonly max: number;
  })[];
  /** Strictly inside the box and the groups, equalities holding. */
  readonly interior: Float64Array;
}

/** How far rounding may lead a given sum astray. */
const astray = 1e-9;

/** Whether the shares have the sums that are given. */
export const keepsSums = ({ equalities }: Polytope, r: Float64Array): boolean =>
  equalities.every(({ members, total: sum }) => Math.abs(total(r, members) - sum) <= astray);

/**
 * The vertex of least cost, `argmin cost·v`: exact, so that the Frank–Wolfe gap built on it is a bound. Without groups the cheapest
 * shares are filled first (fractional knapsack), else by the simplex method.
 */
export function leastCost(polytope: Polytope, cost: Float64Array): Float64Array {
  return polytope.groups.length === 0 && polytope.equalities.length === 1
    ? cheapestFirst(polytope, cost)
    : optimalVertex(programmeOf(polytope, cost)).x.slice(0, cost.length);
}

/** max over v of cost·(r − v): the Frank–Wolfe gap at r, where `cost` is a gradient there. */
export function regret(polytope: Polytope, cost: Float64Array, r: Float64Array): number {
  const best = leastCost(polytope, cost);
  let sum = 0;
  for (let j = 0; j < cost.length; j++) sum += cost[j]! * (r[j]! - best[j]!);
  return sum;
}

function cheapestFirst(polytope: Polytope, cost: Float64Array): Float64Array {
  const { lower, upper } = polytope;
  const v = lower.slice();
  let left = polytope.equalities[0]!.total;
  for (const low of lower) left -= low;
  const fill = (j: number): void => {
    const more = Math.max(0, Math.min(left, upper[j]! - lower[j]!));
    v[j] = v[j]! + more;
    left -= more;
  };
  // Mostly the single cheapest takes all, and there is nothing to sort.
  let cheapest = 0;
  for (let j = 1; j < cost.length; j++) if (cost[j]! < cost[cheapest]!) cheapest = j;
  if (upper[cheapest]! - lower[cheapest]! >= left) {
    fill(cheapest);
    return v;
  }
  for (const j of Array.from(cost, (_, i) => i).sort((a, b) => cost[a]! - cost[b]!)) {
    if (left <= 0) break;
    fill(j);
  }
  return v;
}

/** Groups, and sums between bounds, become rows with a bounded slack each: `Σ weight·members − w = 0`. */
function programmeOf(polytope: Polytope, cost: Float64Array): Parameters<typeof optimalVertex>[0] {
  const { lower, upper, equalities, groups } = polytope;
  const columns: { row: number; value: number }[][] = Array.from(cost, () => []);
  const rows: readonly WeightedSum[] = [...equalities, ...groups];
  rows.forEach(({ members, weight }, row) => {
    members.forEach((j, i) => columns[j]!.push({ row, value: weight?.[i] ?? 1 }));
  });
  const bounds = [
    ...equalities.map(({ between }) => between),
    ...groups.map(({ min, max }) => [min, max] as const),
  ];
  const slacks = bounds.filter((between) => between !== undefined);
  bounds.forEach((between, row) => {
    if (between !== undefined) columns.push([{ row, value: -1 }]);
  });
  return {
    cost: Float64Array.from([...cost, ...slacks.map(() => 0)]),
    lower: Float64Array.from([...lower, ...slacks.map(([min]) => min)]),
    upper: Float64Array.from([...upper, ...slacks.map(([, max]) => max)]),
    columns,
    b: bounds.map((between, row) => (between === undefined ? elementAt(equalities, row).total : 0)),
  };
}
