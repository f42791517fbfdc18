import { sumOf } from '../climb/dense/vectors.ts';
import type { ShareGroup } from '../climb/model/allocation.ts';
import { nearestMixture } from '../climb/optimum/nearest.ts';
import type { Part } from './stages.ts';

/** Sums nearer than this to a limit keep it. */
const tolerance = 1e-10;
/** How exactly the parts of the training get their tokens, as a share of all. */
const exactness = 1e-13;
/** The ways to look at all stages double with each: more stages than this are taken to have no bounds of their own. */
const mostFreeParts = 12;

/**
 * What keeps free stages with bounds of their own from adding up to the given shares: a limit on the sum of some languages that the shares
 * break; null: they do add up.
 *
 * What the stages can give are the flows from stages to languages; by max-flow min-cut (Hoffman's circulation theorem) shares r can be
 * had if and only if `Σ_S r <= Σ_k min(most_k(S), w_k − least_k(not S))` for every set S of languages. Which of the two is the smaller is
 * tried in all ways over the stages, and for each way the worst S is found language by language. Whoever adds each limit that is broken
 * and solves anew ends at the optimum over all stages, and its certificate holds, since every limit holds for whatever they give.
 */
export function brokenByStages(parts: readonly Part[], ratio: readonly number[]): ShareGroup | null {
  const free = parts.filter(({ fixed }) => fixed === null);
  if (free.length < 2 || free.length > mostFreeParts) return null;
  const wanted = beyondFixed(parts, ratio);
  let worst = { members: [] as number[], most: 0, excess: tolerance };
  for (let ways = 0; ways < 1 << free.length; ways++) {
    const byMost = free.filter((_, k) => (ways >> k) % 2 === 1);
    const byLeast = free.filter((_, k) => (ways >> k) % 2 === 0);
    const members: number[] = [];
    let most = sumOf(byLeast.map(({ weight }) => weight));
    let excess = -most;
    for (const [i, share] of wanted.entries()) {
      const given = sumOf(byMost.map(({ weight, max }) => weight * (max[i] ?? 1)));
      const kept = sumOf(byLeast.map(({ weight, min }) => weight * (min[i] ?? 0)));
      if (share - given > kept) {
        members.push(i);
        most += given + ((ratio[i] ?? 0) - share);
        excess += share - given;
      } else {
        most -= kept;
        excess += kept;
      }
    }
    if (excess > worst.excess) worst = { members, most, excess };
  }
  const { members, most } = worst;
  return members.length === 0 ? null : { name: 'of the stages', members, min: 0, max: Math.min(1, most) };
}

/**
 * The shares of each part that add up to the given shares of all tokens and differ least from the file's: fixed parts stay, and the free ones,
 * which the model cannot tell apart, get the shares of least Kullback–Leibler divergence from their own. Where there are none yet, all
 * free parts get the same.
 *
 * @param ratio shares of all tokens that the parts can give
 */
export function spreadOverParts(parts: readonly Part[], ratio: readonly number[]): number[][] {
  const free = parts.filter(({ fixed }) => fixed === null);
  const wanted = beyondFixed(parts, ratio).map((share) => Math.max(0, share));
  const found = free.length === 1 ? [wanted] : flows(free, wanted);
  return parts.map((part) => {
    if (part.fixed !== null) return [...part.fixed];
    const tokens = Array.from(found[free.indexOf(part)] ?? wanted);
    const sum = sumOf(tokens);
    return tokens.map((share) => (sum > 0 ? share / sum : 1 / tokens.length));
  });
}

/** What the free parts have to give of each language, as a share of all tokens. */
function beyondFixed(parts: readonly Part[], ratio: readonly number[]): number[] {
  return ratio.map((share, i) => {
    const given = parts.map(({ fixed, weight }) => weight * (fixed?.[i] ?? 0));
    return share - sumOf(given);
  });
}

/** Tokens of each language in each free part, as shares of all tokens. */
function flows(free: readonly Part[], wanted: readonly number[]): Float64Array[] {
  const n = wanted.length;
  const each = (of: (part: Part, share: number, i: number) => number): Float64Array =>
    Float64Array.from(free.flatMap((part) => wanted.map((share, i) => of(part, share, i))));
  const lower = each(({ weight, min }, _, i) => weight * (min[i] ?? 0));
  const upper = each(({ weight, max }, _, i) => weight * (max[i] ?? 1));
  const equalities = [
    ...free.map(({ weight }, k) => ({
      members: Int32Array.from(wanted, (_, i) => k * n + i),
      total: weight,
    })),
    ...wanted.map((share, i) => ({ members: Int32Array.from(free, (_, k) => k * n + i), total: share })),
  ];
  const found = nearestMixture(
    { lower, upper, equalities, groups: [] },
    each(({ weight, shares }, share, i) => weight * (shares?.[i] ?? share)),
  );
  const rows = (values: Float64Array): Float64Array[] =>
    free.map((_, k) => values.subarray(k * n, (k + 1) * n));
  const tokens = rows(found);
  level(
    tokens,
    rows(lower),
    rows(upper),
    free.map(({ weight }) => weight),
  );
  return tokens;
}

/**
 * Moves tokens from parts that have too many to parts that have too few, languages keeping their sums: where bounds leave next to one
 * choice, projections come near it only slowly. Shortest augmenting paths over the parts (Edmonds & Karp 1972).
 */
function level(
  tokens: readonly Float64Array[],
  lower: readonly Float64Array[],
  upper: readonly Float64Array[],
  weights: readonly number[],
): void {
  const parts = [...tokens.keys()];
  const over = (k: number): number => (tokens[k]?.reduce((sum, x) => sum + x, 0) ?? 0) - (weights[k] ?? 0);
  /** The language that most can be moved of from one part to another, and how much of it. */
  const between = (from: number, to: number): { language: number; most: number } => {
    let best = { language: 0, most: 0 };
    tokens[from]?.forEach((share, language) => {
      const spare = share - (lower[from]?.[language] ?? 0);
      const room = (upper[to]?.[language] ?? 0) - (tokens[to]?.[language] ?? 0);
      const most = Math.min(spare, room);
      if (most > best.most) best = { language, most };
    });
    return best;
  };
  const most = 4 * parts.length * (tokens[0]?.length ?? 0);
  for (let round = 0; round < most; round++) {
    const [start] = parts.filter((k) => over(k) > exactness);
    if (start === undefined) return;
    const from = new Map<number, number>([[start, start]]);
    const queue = [start];
    let end: number | null = null;
    for (let at = queue.shift(); at !== undefined && end === null; at = queue.shift())
      for (const to of parts) {
        if (from.has(to) || between(at, to).most <= exactness) continue;
        from.set(to, at);
        queue.push(to);
        if (over(to) < -exactness) {
          end = to;
          break;
        }
      }
    if (end === null) return;
    const steps: { from: number; to: number; language: number }[] = [];
    let amount = Math.min(over(start), -over(end));
    for (let to = end; to !== start; to = from.get(to) ?? start) {
      const before = from.get(to) ?? start;
      const { language, most: largest } = between(before, to);
      amount = Math.min(amount, largest);
      steps.push({ from: before, to, language });
    }
    for (const { from: before, to, language } of steps) {
      add(tokens[before], language, -amount);
      add(tokens[to], language, amount);
    }
  }
}

function add(values: Float64Array | undefined, at: number, amount: number): void {
  if (values !== undefined) values[at] = (values[at] ?? 0) + amount;
}
