import { fitted } from '../src/core/analysis/interactions.ts';
import { solveMixture, type MixtureOutcome } from '../src/core/analysis/solve-mixture.ts';
import { neverCancelled } from '../src/core/cancel.ts';
import { fit, type FitOptions } from '../src/core/climb/fit/fit.ts';
import { readRuns } from '../src/core/runs/read-runs.ts';

/** Fits and solves the text of a mixture, with tables of runs by the paths that it names them by, in this thread and at once. */
export function solveText(
  text: string,
  tables: Readonly<Record<string, string>> = {},
  law: FitOptions['law'] = 'power',
): Promise<MixtureOutcome> {
  const files = Object.entries(tables).map(([path, table]) => ({ path, text: table }));
  return solveMixture(text, files, [], {
    fileName: 'm.climb.yaml',
    version: 1,
    fitRuns: (read, reading) => {
      const runs = readRuns(read, reading);
      return fitted(runs, () => fit(runs, { law }));
    },
    isCancelled: neverCancelled,
    onProgress: () => undefined,
    now: () => 0,
  });
}
