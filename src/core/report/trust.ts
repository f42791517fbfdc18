import { ofLanguage } from '../climb/model/model.ts';
import { unmeasuredPairs } from '../evidence/doubts.ts';
import { poorFit } from '../evidence/thresholds.ts';
import type { ReportInput } from './input.ts';
import { list, percent } from '../text/words.ts';
import type { Trust, TrustRow } from './report.ts';

/** How well the model predicts what it was fitted on, which pairs no run can tell, and what the solver says of itself. */
export function trustOf({ model, solution, fitMilliseconds, read = [] }: ReportInput): Trust {
  const quality = model.quality;
  const rows = model.languages.map((code): TrustRow | null => {
    if (quality === null) return null;
    const residuals = ofLanguage(quality.residuals, code);
    if (residuals === undefined) return null;
    return {
      code,
      converged: ofLanguage(quality.converged, code) ?? false,
      r2: ofLanguage(quality.r2, code) ?? Number.NaN,
      cvR2: ofLanguage(quality.cvR2, code) ?? Number.NaN,
      mae: ofLanguage(quality.mae, code) ?? Number.NaN,
      cvMae: ofLanguage(quality.cvMae, code) ?? Number.NaN,
      observed: residuals.observed,
      predicted: residuals.predicted,
    };
  });
  return {
    summary: summaryOf(
      rows.filter((row) => row !== null),
      model.origin,
      quality?.runs ?? null,
      quality?.folds ?? null,
    ),
    quality: rows,
    folds: quality?.folds ?? null,
    runs: quality?.runs ?? null,
    setAside: quality?.setAside ?? null,
    read,
    unmeasured: unmeasuredPairs(model),
    gap: solution.joint.gap,
    conflict: solution.conflict ?? [],
    iterations: solution.iterations.magnitude + solution.iterations.joint,
    milliseconds: solution.milliseconds,
    fitMilliseconds,
  };
}

function summaryOf(
  rows: readonly TrustRow[],
  origin: ReportInput['model']['origin'],
  runs: number | null,
  folds: number | null,
): string {
  if (origin === 'prior')
    return 'Nothing is measured: the interactions are a prior from relatedness, without uncertainty.';
  if (rows.length === 0 || runs === null || folds === null) {
    return 'The interactions were given by hand; no runs tell how well they predict.';
  }
  const mean = rows.reduce((sum, row) => sum + row.cvR2, 0) / rows.length;
  const poor = rows.filter((row) => !(row.cvR2 >= poorFit)).map((row) => row.code);
  const explained =
    mean > 0
      ? `the model explains ${percent(mean, 1)} of the variance of the loss in runs it has not seen`
      : 'the model does not explain the loss in runs it has not seen';
  return (
    `From ${runs} runs, ${explained} (mean of ${rows.length} languages, ${folds} folds).` +
    (poor.length === 0 ? '' : ` It predicts ${list(poor)} poorly.`)
  );
}
