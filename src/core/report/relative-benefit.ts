/**
 * Marginal benefits divided by their mean over the languages that count: 1 is average, whatever the unit.
 *
 * @param benefits m[t], any one unit; null or not finite: not known
 * @param counts whether a language has a part in the mean
 * @returns null where nothing is known or the mean is not positive
 */
export function relativeBenefits(
  benefits: readonly (number | null)[],
  counts: (index: number) => boolean = () => true,
): (number | null)[] {
  const finite = benefits.map((m) => (m !== null && Number.isFinite(m) ? m : null));
  const counted = finite.filter((m, i): m is number => m !== null && counts(i));
  const mean = counted.reduce((sum, m) => sum + m, 0) / counted.length;
  return finite.map((m) => (m === null || !(mean > 0) ? null : m / mean));
}
