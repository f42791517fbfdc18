const repeats = 15;

/** Medians of calls that take turns, so that what else the machine does meets them alike. Milliseconds. */
export function medians(...calls: (() => unknown)[]): number[] {
  const times = calls.map((): number[] => []);
  for (let repeat = -2; repeat < repeats; repeat++) {
    calls.forEach((call, i) => {
      const began = performance.now();
      call();
      if (repeat >= 0) times[i]!.push(performance.now() - began);
    });
  }
  return times.map(median);
}

/** Of at least one value; of an even number the upper one of the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
