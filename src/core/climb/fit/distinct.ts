import type { RunSet } from '../../runs/runs.ts';

export interface DistinctRuns {
  readonly runs: RunSet;
  /** Of each listed run, its place among the distinct ones. */
  readonly rowOf: readonly number[];
}

/**
 * The distinct runs in an order that depends on their content alone, so that neither the order of rows nor a row listed twice changes a
 * fit.
 */
export function distinctRuns(listed: RunSet): DistinctRuns {
  const keys = listed.runs.map(({ ratio, loss, tokens, parameters, seed, available }) =>
    JSON.stringify([ratio, tokens, parameters, seed, loss, available ?? null]),
  );
  const first = new Map<string, number>();
  keys.forEach((key, row) => {
    if (!first.has(key)) first.set(key, row);
  });
  const sorted = [...first.keys()].sort();
  const place = new Map(sorted.map((key, index) => [key, index]));
  return {
    runs: { ...listed, runs: sorted.map((key) => listed.runs[first.get(key)!]!) },
    rowOf: keys.map((key) => place.get(key)!),
  };
}
