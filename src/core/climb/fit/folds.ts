/**
 * Deals the mixtures into k folds: for each run, its fold. Repeats of one mixture fall into one fold (or a held-out run
 * would have been seen). The order is shuffled, since tables list pure mixtures first, by a fixed sequence, so that the same
 * runs always give the same folds.
 */
export function foldsOf(groups: Int32Array, k: number): Int32Array {
  let count = 0;
  for (const group of groups) count = Math.max(count, group + 1);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const random = mulberry32(1);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const fold = new Int32Array(count);
  order.forEach((group, position) => (fold[group] = position % k));
  return groups.map((group) => fold[group]!);
}

/** Uniform numbers in [0, 1) from a 32-bit state (Tommy Ettinger's mulberry32, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
