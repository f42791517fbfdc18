import type { Located } from '../text/range.ts';
import type { LanguageEntry, Mixture } from './mixture.ts';
import { partsOf, sharesOverParts } from './stages.ts';

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

/** The shares of training tokens that the file asks for, over all stages, normalised; null where it does not say. */
export function sharesOf(mixture: Mixture): readonly number[] | null {
  return mixture.languages.length === 0 ? null : sharesOverParts(partsOf(mixture));
}

/** How often a language's text may be read: as it says itself, or the objective for all; null: no limit. */
export function maxEpochsOf({ objective }: Mixture, { maxEpochs }: LanguageEntry): Located<number> | null {
  return maxEpochs ?? objective.maxEpochs;
}

/** Rounded ratios and weights may exceed a limit on epochs by this much of it. */
export const epochTolerance = 1e-3;

/** A limit on epochs as a share: `max_epochs · available / D`; null where the file does not say enough. */
export function epochLimit(mixture: Mixture, language: LanguageEntry): number | null {
  const epochs = maxEpochsOf(mixture, language);
  const { available } = language;
  if (epochs === null || available === null || mixture.tokens === null) return null;
  return (epochs.value * available.value) / mixture.tokens.value;
}
