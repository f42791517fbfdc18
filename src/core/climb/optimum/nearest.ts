import { addAlong } from '../dense/vectors.ts';
import type { Polytope } from './polytope.ts';

const rounds = 500;

/**
 * The allowed mixture nearest to the given weights: least Kullback–Leibler divergence, so that shares stay proportional to the weights
 * wherever no bound holds them (water-filling: a floor stays a floor, a cap stays a cap, the rest is shared out again).
 *
 * Method: Bregman's cyclic projections on the multipliers of the sum and of each group; one round is exact when there are no groups.
 *
 * @param weight per variable, >= 0; a language without weight gets its minimum unless the others cannot take the budget
 */
export function nearestMixture(polytope: Omit<Polytope, 'interior'>, weight: Float64Array): Float64Array {
  const { lower, upper, equalities, groups } = polytope;
  const n = weight.length;
  const mean = weight.reduce((a, b) => a + b, 0) / n;
  const least = mean > 0 ? mean * 1e-9 : 1;
  const base = weight.map((w) => Math.log(Math.max(w, least)));
  const rows = [
    ...equalities.map(({ members, total }) => ({
      members,
      weight: undefined,
      min: total,
      max: total,
      pull: 0,
    })),
    ...groups.map(({ members, weight, min, max }) => ({ members, weight, min, max, pull: 0 })),
  ];
  const share = (j: number): number => Math.min(upper[j]!, Math.max(lower[j]!, Math.exp(base[j]!)));
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (const row of rows) {
      // Undo this row's own pull, then find the pull that makes it hold.
      addAlong(base, row, -row.pull);
      const sum = (pull: number): number => {
        let total = 0;
        row.members.forEach((j, i) => {
          const part = row.weight?.[i] ?? 1;
          total += part * Math.min(upper[j]!, Math.max(lower[j]!, Math.exp(base[j]! + part * pull)));
        });
        return total;
      };
      const free = sum(0);
      const goal = free < row.min ? row.min : free > row.max ? row.max : null;
      const pull = goal === null ? 0 : pullTo(sum, goal);
      moved = Math.max(moved, Math.abs(pull - row.pull));
      row.pull = pull;
      addAlong(base, row, pull);
    }
    if (moved < 1e-13 || rows.length === 1) break;
  }
  return Float64Array.from(weight, (_, j) => share(j));
}

/** The root of an increasing function by bisection, to rounding. */
function pullTo(sum: (pull: number) => number, goal: number): number {
  let low = -1;
  let high = 1;
  while (sum(low) > goal && low > -1e4) low *= 2;
  while (sum(high) < goal && high < 1e4) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (sum(middle) < goal) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
