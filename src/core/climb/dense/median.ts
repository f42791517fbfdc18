/** Of at least one value. */
export function median(values: Float64Array): number {
  return middleOf(Float64Array.from(values).sort());
}

/** Standard deviation of values around zero by the median of their sizes, which a few wild ones do not move. */
export function robustSpread(values: ArrayLike<number>): number {
  const sizes = new Float64Array(values.length);
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i]!);
  return medianToSpread * middleOf(sizes.sort());
}

function middleOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A median of absolute values times this is the standard deviation of a normal error. */
const medianToSpread = 1.4826;
