import type { Losses, PlannedRun } from './run.ts';

/** A finished run. A diverged one has null losses and is kept: readers set it aside and count it. */
export interface FinishedRun {
  readonly run: PlannedRun;
  readonly losses: Losses;
}

/** The table of runs that `climb fit` reads (docs/model.md, "Tables of runs"). */
export function runTable(languages: readonly string[], finished: readonly FinishedRun[]): string {
  const header = [
    'run_id',
    'tokens',
    'parameters',
    'seed',
    ...languages.map((language) => `ratio_${language}`),
    ...languages.map((language) => `loss_${language}`),
  ];
  const rows = finished.map(({ run, losses }) => [
    run.id,
    run.tokens,
    run.parameters ?? '',
    run.seed,
    ...languages.map((language) => run.ratio[language] ?? 0),
    ...languages.map((language) => (language in losses ? (losses[language] ?? 'NaN') : '')),
  ]);
  // A table without model sizes has no such column: an empty one would be a number that is missing.
  const sized = finished.some(({ run }) => run.parameters !== null);
  return [header, ...rows]
    .map((row) => row.filter((_, index) => sized || index !== 2).join(','))
    .join('\n')
    .concat('\n');
}
