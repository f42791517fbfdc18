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

/**
 * Median milliseconds of processor time of one call, after it has been called for a while; short calls are repeated within one measurement.
 * Processor time, for what else the machine does takes turns with it.
 */
export function processorTime(call: () => void, count = 7): number {
  const now = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  };
  const began = now();
  let calls = 0;
  while (now() - began < 500 || calls < 2) {
    call();
    calls++;
  }
  const inner = Math.max(1, Math.round(calls / 50));
  return median(
    Array.from({ length: count }, () => {
      const start = now();
      for (let i = 0; i < inner; i++) call();
      return (now() - start) / inner;
    }),
  );
}
