import type { TargetWish } from '../formats/wish.ts';
import type { Mixture, Target } from '../mixture/mixture.ts';
import { sourceNames } from '../mixture/paths.ts';
import { sharesOf } from '../mixture/shares.ts';

/** The shares of a mixture by code; null where the file does not say. */
export function sharesByCode(mixture: Mixture): ReadonlyMap<string, number> | null {
  const shares = sharesOf(mixture);
  return shares === null ? null : new Map(mixture.languages.map(({ code }, index) => [code, shares[index]!]));
}

/** What the mixture asks of one of its targets; null where it does not give every language a share. */
export function targetWish(mixture: Mixture, { map, sizes }: Target): TargetWish | null {
  const shares = sharesByCode(mixture);
  if (shares === null) return null;
  return {
    shares,
    map: sourceNames(map),
    sizes,
    tokens: mixture.tokens?.value ?? null,
    supply: new Map(
      mixture.languages.map(({ code, available, maxEpochs }) => [
        code,
        {
          available: available?.value ?? null,
          maxEpochs: (maxEpochs ?? mixture.objective.maxEpochs)?.value ?? null,
        },
      ]),
    ),
  };
}
