import { sumOf } from '../climb/dense/vectors.ts';
import { elementAt, valueFor } from '../text/elements.ts';

/** What a mixture asks of a language, and what a config gives it. */
export interface ComparedShare {
  readonly code: string;
  readonly requested: number;
  readonly present: number;
}

/** Whether two shares are not the same: rounding is no difference, one in a thousand and never less than one in a million. */
export function differs(a: number, b: number): boolean {
  return Math.abs(a - b) > Math.max(1e-6, 1e-3 * Math.max(a, b));
}

/**
 * The shares of the languages that a config has sources of, among each other: sources of no language, and languages without a source,
 * are left aside. Null where nothing is left to compare.
 *
 * @param assigned the mixture's language of each source; null: none
 * @param sampled the share of each source in the config
 * @param shares by the mixture's codes, any positive scale
 */
export function comparedShares(
  assigned: readonly (string | null)[],
  sampled: readonly number[],
  shares: ReadonlyMap<string, number>,
): readonly ComparedShare[] | null {
  const present = new Map<string, number>();
  for (const [index, code] of assigned.entries())
    if (code !== null) present.set(code, (present.get(code) ?? 0) + elementAt(sampled, index));
  const known = sumOf(present.values());
  const requested = sumOf([...shares].filter(([code]) => present.has(code)).map(([, share]) => share));
  if (!(known > 0) || !(requested > 0)) return null;
  return [...present].map(([code, share]) => ({
    code,
    requested: valueFor(shares, code) / requested,
    present: share / known,
  }));
}
