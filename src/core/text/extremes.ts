// `Math.min(...values)` overruns the stack with a hundred thousand values, which any table may have.

/** Infinity where there are none. */
export function smallest(values: Iterable<number>): number {
  let found = Infinity;
  for (const value of values) if (value < found) found = value;
  return found;
}

/** -Infinity where there are none. */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) if (value > found) found = value;
  return found;
}
