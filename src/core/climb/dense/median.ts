/** Of at least one value. */
export function median(values: Float64Array): number {
  return middleOf(values.slice());
}

/** Standard deviation of values around zero by the median of their sizes, which a few wild ones do not move. */
export function robustSpread(values: ArrayLike<number>): number {
  const sizes = new Float64Array(values.length);
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i]!);
  return medianToSpread * middleOf(sizes);
}

/** The median of values, whose order it changes. */
function middleOf(values: Float64Array): number {
  const middle = values.length >> 1;
  // What is no number compares with nothing; sorted it stands last.
  if (holdsNaN(values)) values.sort();
  else putInPlace(values, middle);
  if (values.length % 2 === 1) return values[middle]!;
  let below = -Infinity;
  for (let i = 0; i < middle; i++) below = Math.max(below, values[i]!);
  return (below + values[middle]!) / 2;
}

function holdsNaN(values: Float64Array): boolean {
  for (const value of values) if (Number.isNaN(value)) return true;
  return false;
}

/**
 * Moves values until the one at `place` is that of the sorted list, none before it larger and none after it smaller (Hoare 1961, "Algorithm 65:
 * Find"), which takes less than half the time of sorting.
 */
function putInPlace(values: Float64Array, place: number): void {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[(first + last) >> 1]!;
    let i = first;
    let j = last;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const moved = values[i]!;
      values[i++] = values[j]!;
      values[j--] = moved;
    }
    if (place <= j) last = j;
    else if (place >= i) first = i;
    else return;
  }
}

/** A median of absolute values times this is the standard deviation of a normal error. */
const medianToSpread = 1.4826;
