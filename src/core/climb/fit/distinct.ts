import type { RunSet } from '../../runs/runs.ts';

/**
 * The distinct runs in an order that depends on their content alone, so that neither the order of rows nor a row listed twice changes a
 * fit; `rowOf` leads from each listed run to its place among them.
 */
export function distinctRuns(listed: RunSet): { readonly runs: RunSet; readonly rowOf: readonly number[] } {
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
