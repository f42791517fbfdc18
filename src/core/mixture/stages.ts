import type { Located } from '../text/range.ts';
import type { Mixture, Stage } from './mixture.ts';

/**
 * A part of the training that is on one set of shares. Stages without shares of their own are trained on the file's ratios, so together
 * they are one part; a file without stages is one part altogether. Arrays are in the order of the file's languages.
 */
export interface Part {
  /** Whose own shares these are; null: the ratios below `languages`. */
  readonly stage: Stage | null;
  /** Of the budget; the weights of all parts sum to 1. */
  readonly weight: number;
  /** Normalised; null where the file does not say. */
  readonly shares: readonly number[] | null;
  /** The shares again where the optimiser is to leave them as they are; null: it may choose. */
  readonly fixed: readonly number[] | null;
  /** Bounds on the shares within this part. */
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/** The parts of the training: first that on the file's own ratios, if any stage is, then the stages with shares of their own in their order. */
export function partsOf(mixture: Mixture): readonly Part[] {
  const { languages, stages } = mixture;
  const all = (value: number): number[] => languages.map(() => value);
  const own = normalised(languages.map(({ ratio }) => ratio));
  const whole: Part = { stage: null, weight: 1, shares: own, fixed: null, min: all(0), max: all(1) };
  if (stages.length === 0) return [whole];
  const weights = stageWeights(mixture);
  const parts: Part[] = [];
  let shared: Part | null = null;
  for (const [k, stage] of stages.entries()) {
    const weight = weights[k] ?? 0;
    const named = new Map(stage.languages.map((entry) => [entry.code, entry]));
    const entries = languages.map(({ code }) => named.get(code));
    const min = entries.map((entry) => entry?.min?.value ?? 0);
    const max = entries.map((entry) => entry?.max?.value ?? 1);
    if (hasOwnShares(stage)) {
      const nothing = { value: 0, range: stage.range };
      const shares = normalised(entries.map((entry) => entry?.ratio ?? nothing));
      parts.push({ stage, weight, shares, fixed: stage.fixed ? shares : null, min, max });
    } else {
      const before: Part = shared ?? { ...whole, weight: 0 };
      shared = {
        ...before,
        weight: before.weight + weight,
        min: before.min.map((low, i) => Math.max(low, min[i] ?? 0)),
        max: before.max.map((high, i) => Math.min(high, max[i] ?? 1)),
      };
    }
  }
  return shared === null ? parts : [shared, ...parts];
}

/** Whether a stage gives shares, rather than taking the file's. */
export function hasOwnShares({ languages }: Stage): boolean {
  return languages.some(({ ratio }) => ratio !== null);
}

/** Whether the ratios below `languages` are those of any part of the training. */
export function usesFileRatios({ stages }: Mixture): boolean {
  return stages.length === 0 || !stages.every(hasOwnShares);
}

/** The part that a stage belongs to. */
export function partOf(parts: readonly Part[], stage: Stage): Part | undefined {
  return parts.find((part) => part.stage === stage) ?? parts.find((part) => part.stage === null);
}

/**
 * Each stage's part of the budget; they sum to 1. What a stage says is tokens, or up to 1 a part of the budget; the only one that
 * says nothing takes what is left. Where they do not add up (`stage.tokens` tells), they are scaled.
 */
export function stageWeights(mixture: Mixture): number[] {
  const written = writtenWeights(mixture);
  const silent = written.filter((weight) => weight === null).length;
  const told = written.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
  const rest = silent === 0 ? 0 : Math.max(0, 1 - told) / silent;
  const weights = written.map((weight) => weight ?? rest);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? weights.map((weight) => weight / sum) : weights.map(() => 1 / weights.length);
}

/** What each stage says of its size, as a part of the budget; null: nothing, or tokens of an unknown budget. */
export function writtenWeights({ stages, tokens }: Mixture): (number | null)[] {
  return stages.map((stage) => {
    if (stage.tokens === null) return null;
    if (isPartOfBudget(stage.tokens.value)) return stage.tokens.value;
    return tokens === null ? null : stage.tokens.value / tokens.value;
  });
}

/** Nobody trains a stage on a single token: up to 1 it is a part of the budget. */
export function isPartOfBudget(tokens: number): boolean {
  return tokens <= 1;
}

/** The shares of all training tokens, over all parts; null where the file does not say. */
export function sharesOverParts(parts: readonly Part[]): readonly number[] | null {
  const sum: number[] = [];
  for (const { weight, shares } of parts) {
    if (shares === null) return null;
    for (const [i, share] of shares.entries()) sum[i] = (sum[i] ?? 0) + weight * share;
  }
  return sum;
}

/** The least and the most of all tokens that the parts together can give to each language, as shares. */
export function reachOf(parts: readonly Part[]): { least: number[]; most: number[] } {
  const sum = (bounds: (part: Part) => readonly number[]): number[] => {
    const totals = new Array<number>(parts[0]?.min.length ?? 0).fill(0);
    for (const part of parts)
      for (const [i, bound] of (part.fixed ?? bounds(part)).entries())
        totals[i] = (totals[i] ?? 0) + part.weight * bound;
    // What only rounding keeps below everything is everything.
    return totals.map((x) => (x > 1 - 1e-10 ? 1 : x));
  };
  return { least: sum(({ min }) => min), most: sum(({ max }) => max) };
}

/** Shares in proportion to ratios; null unless every language has a finite one that is not negative, and some are above 0. */
function normalised(ratios: readonly (Located<number> | null)[]): readonly number[] | null {
  const values: number[] = [];
  for (const ratio of ratios) {
    if (ratio === null || !Number.isFinite(ratio.value) || ratio.value < 0) return null;
    values.push(ratio.value);
  }
  const sum = values.reduce((total, value) => total + value, 0);
  return sum > 0 ? values.map((value) => value / sum) : null;
}
