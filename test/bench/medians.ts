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
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]!);
}
