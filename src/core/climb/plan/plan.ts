import { mulberry32 } from '../fit/folds.ts';

/** What a planned mixture is for: an anchor, that is one of the mixtures people would choose, or a random one. */
export type PlannedKind = 'uniform' | 'natural' | 'temperature' | 'optimum' | 'random';

export interface PlannedMixture {
  readonly kind: PlannedKind;
  /** Shares in the order of the languages; sums to 1. */
  readonly ratio: readonly number[];
  readonly tokens: number;
}

export interface PlanRequest {
  readonly languages: number;
  /** How many runs to plan. */
  readonly count: number;
  /** Budgets of the runs, smallest first: a fit to one budget says nothing of another. */
  readonly budgets: readonly number[];
  /** Mixtures that will be asked about: fits to random mixtures alone are surest where nobody wants to train. */
  readonly anchors: readonly { readonly kind: PlannedKind; readonly ratio: readonly number[] }[];
  /** Runs so far, trained or planned. */
  readonly done: readonly { readonly ratio: readonly number[]; readonly tokens: number | null }[];
  /** Largest share of each language in a run of so many tokens; they sum to at least 1. */
  readonly maxShare: (tokens: number) => readonly number[];
}

/**
 * The next proxy runs: anchors at every budget and then once more (repeats tell noise from what the form of the law misses), up to half of the
 * runs, and random mixtures for the rest, two in three at the smallest budget. Random ones are drawn alternately from Dirichlet(1), which
 * reaches far, and Dirichlet(3), which stays nearer to where optima lie. Deterministic; going on plans others.
 *
 * Trained mixtures bore out this and no optimal design (docs/model.md, "Planning the next runs").
 */
export function planRuns(request: PlanRequest): PlannedMixture[] {
  const { budgets, count, done, languages, maxShare } = request;
  const anchored = missingAnchors(request).slice(0, Math.floor(count / 2));
  const random = mulberry32(7 + done.length);
  const drawn = Array.from({ length: count - anchored.length }, (_, i): PlannedMixture => {
    const tokens = i % 3 < 2 ? budgets[0]! : budgets[(1 + Math.floor(i / 3)) % budgets.length]!;
    const concentration = i % 2 === 0 ? 1 : 3;
    const weights = Array.from({ length: languages }, () => {
      let weight = 0;
      for (let k = 0; k < concentration; k++) weight -= Math.log(1 - random());
      return weight;
    });
    // Scarce text is drawn beyond its limit again and again: at the limit each time, no run would tell what less of it does.
    const most = maxShare(tokens);
    const ratio = capped(
      weights,
      most,
      most.map((limit) => limit * random()),
    );
    return { kind: 'random', ratio: written(ratio), tokens };
  });
  return [...anchored, ...drawn];
}

/** Every anchor at every budget, then again at the smallest, without those that were planned before. */
function missingAnchors({ anchors, budgets, done, maxShare }: PlanRequest): PlannedMixture[] {
  const taken = new Set<number>();
  return [...budgets, budgets[0]!].flatMap((tokens) =>
    anchors.flatMap(({ kind, ratio }) => {
      const shares = written(capped(ratio, maxShare(tokens)));
      const before = done.findIndex(
        (run, i) => !taken.has(i) && (run.tokens ?? tokens) === tokens && isSame(run.ratio, shares),
      );
      taken.add(before);
      return before >= 0 ? [] : [{ kind, ratio: shares, tokens }];
    }),
  );
}

/** As `written` leaves them, or as another table rounded them. */
const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((share, i) => Math.abs(share - b[i]!) < 1e-3 && (share === 0) === (b[i] === 0));

/** Shares in proportion to the weights, those above their limit held there, or at `at` within it as long as the others can take what is left. */
function capped(
  weights: readonly number[],
  maxShare: readonly number[],
  at: readonly number[] = maxShare,
): number[] {
  const held = new Set<number>();
  for (;;) {
    const free = weights.map((weight, i) => (held.has(i) ? 0 : weight));
    const left = 1 - [...held].reduce((sum, i) => sum + at[i]!, 0);
    const sum = free.reduce((total, weight) => total + weight, 0);
    if (sum === 0 && at !== maxShare) return capped(weights, maxShare);
    if (sum === 0)
      return weights.map((_, i) => (held.has(i) ? maxShare[i]! : left / (weights.length - held.size)));
    const shares = free.map((weight, i) => (held.has(i) ? at[i]! : (left * weight) / sum));
    const above = shares.flatMap((share, i) => (!held.has(i) && share > maxShare[i]! ? [i] : []));
    if (above.length === 0) return shares;
    for (const i of above) held.add(i);
  }
}

/** Digits of a share in files, and its fewest significant ones: a small share that is meant is never rounded to none. */
const decimals = 4;
const significant = 2;

/** Rounded as they will be written; what rounding leaves goes to the largest. */
function written(shares: readonly number[]): number[] {
  const places = shares.map((share) =>
    share > 0 ? Math.max(decimals, significant - 1 - Math.floor(Math.log10(share))) : decimals,
  );
  const unit = 10 ** Math.max(...places);
  const parts = shares.map((share, i) => Math.round(share * 10 ** places[i]!) * (unit / 10 ** places[i]!));
  const largest = parts.indexOf(Math.max(...parts));
  parts[largest]! += unit - parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / unit);
}
