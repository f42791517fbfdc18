import { ofLanguage } from '../climb/model/model.ts';
import type { Slot, ReportInput } from './input.ts';
import { list, percent } from '../text/words.ts';
import type { Trust, TrustRow } from './report.ts';

/** How well the model predicts what it was fitted on, which pairs no run can tell, and what the solver says of itself. */
export function trustOf(
  slots: readonly Slot[],
  { model, solution, fitMilliseconds, read = [] }: ReportInput,
): Trust {
  const quality = model.quality;
  const rows = slots.map(({ code, model: i }): TrustRow | null => {
    const known = i === null ? undefined : model.languages[i];
    if (quality === null || known === undefined) return null;
    const residuals = ofLanguage(quality.residuals, known);
    if (residuals === undefined) return null;
    return {
      code,
      converged: ofLanguage(quality.converged, known) ?? false,
      r2: ofLanguage(quality.r2, known) ?? Number.NaN,
      cvR2: ofLanguage(quality.cvR2, known) ?? Number.NaN,
      mae: ofLanguage(quality.mae, known) ?? Number.NaN,
      cvMae: ofLanguage(quality.cvMae, known) ?? Number.NaN,
      observed: residuals.observed,
      predicted: residuals.predicted,
    };
  });
  const unmeasured = slots.flatMap((source) =>
    slots.flatMap((target) => {
      const [s, t] = [source.model, target.model];
      const told = s === null || t === null || s === t || model.coefficient[t] === null;
      return told || model.identified === null || model.identified[s]?.[t] === true
        ? []
        : [{ source: source.code, target: target.code }];
    }),
  );
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
    unmeasured,
    gap: solution.joint.gap,
    conflict: solution.conflict ?? [],
    iterations: solution.iterations.fixedPoint + solution.iterations.magnitude + solution.iterations.joint,
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
  const poor = rows.filter((row) => !(row.cvR2 >= 0.5)).map((row) => row.code);
  const explained =
    mean > 0
      ? `the model explains ${percent(mean, 1)} of the variance of the loss in runs it has not seen`
      : 'the model does not explain the loss in runs it has not seen';
  return (
    `From ${runs} runs, ${explained} (mean of ${rows.length} languages, ${folds} folds).` +
    (poor.length === 0 ? '' : ` It barely predicts ${list(poor)}.`)
  );
}
