/**
 * The mixtures that the constraints allow, over the shares that can vary: a box cut by the sum and by groups. Not empty, and with
 * a point strictly inside the box and the groups (`feasible.ts` sees to it by fixing what has no room).
 */
export interface Polytope {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Sums that are given; the first is that of all shares. */
  readonly equalities: readonly { readonly members: Int32Array; readonly total: number }[];
  /** Sums between two bounds. */
  readonly groups: readonly { readonly members: Int32Array; readonly min: number; readonly max: number }[];
  /** Strictly inside the box and the groups, equalities holding. */
  readonly interior: Float64Array;
}

/**
 * The vertex of least cost, `argmin cost·v`: exact, so that the Frank–Wolfe gap built on it is a bound. Without groups the cheapest
 * shares are filled first (fractional knapsack), O(n log n).
 */
export function leastCost(polytope: Polytope, cost: Float64Array): Float64Array {
  const { lower, upper } = polytope;
  const v = Float64Array.from(lower);
  let left = polytope.equalities[0]!.total;
  for (const low of lower) left -= low;
  const order = Array.from(cost, (_, j) => j).sort((a, b) => cost[a]! - cost[b]!);
  for (const j of order) {
    if (left <= 0) break;
    const more = Math.min(left, upper[j]! - lower[j]!);
    v[j] = v[j]! + more;
    left -= more;
  }
  return v;
}
