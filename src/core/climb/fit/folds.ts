/**
 * Deals the mixtures into k folds: for each run, its fold. All rows of one mixture fall into one fold, whatever their budget, size or
 * seed (or a held-out run would have been seen). The order is drawn from a hash of what the mixture holds and of `repeat`, so
 * that neither the order of the rows nor that of the tables changes anything.
 *
 * @param keys of the mixture of each run
 */
export function foldsOf(keys: readonly string[], k: number, repeat: number): Int32Array {
  const order = [...new Set(keys)]
    .map((key) => ({ key, hash: hashOf(`${repeat} ${key}`) }))
    .sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1));
  const fold = new Map(order.map(({ key }, position) => [key, position % k]));
  return Int32Array.from(keys, (key) => fold.get(key)!);
}

/** A number in [0, 1) of a text: FNV-1a (Fowler, Noll, Vo; public domain), mixed by a last round of mulberry32 so that near keys lie far apart. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mulberry32(hash)();
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
