import type { LanguageEntry, Mixture } from './mixture.ts';

/** Largest departure of a sum of shares from 1, for each language, that counts as rounding. */
export const shareTolerance = 1e-6;

/** The ratios as written, in the file's order; null unless every language has a finite one that is not negative. */
export function writtenRatios({ languages }: Mixture): readonly number[] | null {
  const ratios: number[] = [];
  for (const { ratio } of languages) {
    if (ratio === null || !Number.isFinite(ratio.value) || ratio.value < 0) return null;
    ratios.push(ratio.value);
  }
  return ratios.length === 0 ? null : ratios;
}

/** The shares of training tokens that the file asks for, normalised; null where it does not say. */
export function sharesOf(mixture: Mixture): readonly number[] | null {
  const ratios = writtenRatios(mixture);
  if (ratios === null) return null;
  const sum = total(ratios);
  return sum > 0 ? ratios.map((ratio) => ratio / sum) : null;
}

export function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** A limit on epochs as a share: `max_epochs · available / D`; null where the file does not say enough. */
export function epochLimit(mixture: Mixture, { available, maxEpochs }: LanguageEntry): number | null {
  const epochs = maxEpochs?.value ?? mixture.objective.maxEpochs?.value ?? null;
  if (epochs === null || available === null || mixture.tokens === null) return null;
  return (epochs * available.value) / mixture.tokens.value;
}
