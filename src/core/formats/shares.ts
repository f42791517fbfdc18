import type { Blend } from './adapter.ts';

/**
 * The share of each source in what the trainer samples, in the blend's own unit, by the framework's arithmetic; sums
 * to 1. Null where the config does not tell: sizes decide, or a weight is unusable.
 */
export function sampledShares(blend: Blend): readonly number[] | null {
  if (blend.overridden !== null || blend.unit === 'epochs') return null;
  const shares = normalised(weightsOf(blend));
  if (shares === null) return null;
  return blend.realise === null ? shares : blend.realise(shares);
}

/** The weights that the framework takes, defaults filled in; null where a size decides or a weight is missing. */
export function weightsOf(blend: Blend): (number | null)[] {
  return blend.sources.map(({ weight }) => weight?.value ?? (blend.absent === 'size' ? null : blend.absent));
}

/** Weights as shares; null where one is missing or unusable, or they sum to nothing. */
export function normalised(weights: readonly (number | null)[]): number[] | null {
  const total = sumOf(weights);
  return total === null ? null : weights.map((weight) => (weight ?? 0) / total);
}

/** Sum of the weights as written, where all are given and usable. */
export function totalWeight(blend: Blend): number | null {
  return sumOf(blend.sources.map(({ weight }) => weight?.value ?? null));
}

/** Null where a weight is missing or unusable, or they sum to nothing. */
function sumOf(weights: readonly (number | null)[]): number | null {
  let total = 0;
  for (const weight of weights) {
    if (weight === null || !Number.isFinite(weight) || weight < 0) return null;
    total += weight;
  }
  return total > 0 ? total : null;
}
