/**
 * A mixture with one share changed and the others scaled to make room, keeping their proportions; equal where they had none.
 *
 * @param ratio shares, summing to 1
 * @param share the new share of language `i`, in [0, 1]
 */
export function withShare(ratio: readonly number[], i: number, share: number): number[] {
  const rest = ratio.reduce((sum, value, k) => (k === i ? sum : sum + value), 0);
  const left = 1 - share;
  return ratio.map((value, k) =>
    k === i ? share : rest > 0 ? (value * left) / rest : left / Math.max(1, ratio.length - 1),
  );
}
