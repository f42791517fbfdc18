import { mean, r2 } from '../climb/dense/statistics.ts';
import {
  ofLanguage,
  runsFitted,
  trainingsOf,
  type FitEvidence,
  type FitQuality,
  type Model,
} from '../climb/model/model.ts';
import { badRuns, leaningPairs, poorlyPredicted, unmeasuredPairs } from '../evidence/doubts.ts';
import { fewestForR2, poorFit } from '../evidence/thresholds.ts';
import type { ReportInput } from './input.ts';
import { list, percent } from '../text/words.ts';
import type { Trust, TrustRow } from './report.ts';
import { elementAt } from '../text/elements.ts';

/** How well the model predicts what it was fitted on, which pairs no run can tell, and what the solver says of itself. */
export function trustOf({
  model,
  solution,
  fitMilliseconds,
  read = [],
  minR2 = poorFit,
}: Pick<ReportInput, 'model' | 'solution' | 'fitMilliseconds' | 'read' | 'minR2'>): Trust {
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
      ...heldOutOf(quality.evidence, code, residuals.observed),
    };
  });
  return {
    summary: summaryOf(
      rows.filter((row) => row !== null),
      model.origin,
      quality,
      poorlyPredicted(model, minR2),
    ),
    minR2,
    quality: rows,
    folds: quality?.folds ?? null,
    runs: quality && trainingsOf(quality),
    setAside: quality?.setAside ?? null,
    read,
    unmeasured: unmeasuredPairs(model),
    leaning: leaningPairs(model),
    badRuns: badRuns(model),
    gap: solution.joint.gap,
    conflict: solution.conflict ?? [],
    iterations: solution.iterations.magnitude + solution.iterations.joint,
    milliseconds: solution.milliseconds,
    fitMilliseconds,
  };
}

/** What held-out runs tell of one language: R² where every language has a share, and which of the runs no noise explains. */
function heldOutOf(
  evidence: FitEvidence | undefined,
  code: string,
  observed: readonly number[],
): Pick<TrustRow, 'wholeR2' | 'bad'> {
  const heldOut = evidence && ofLanguage(evidence.heldOut, code);
  if (evidence === undefined || heldOut?.row.length !== observed.length) return { wholeR2: null, bad: [] };
  const badRow = new Set(evidence.badRows.flatMap(({ row, language }) => (language === code ? [row] : [])));
  const bad = heldOut.row.flatMap((row, k) => (badRow.has(row) ? [k] : []));
  const whole = heldOut.row.flatMap((row, k) =>
    evidence.rows[row]?.whole === true && !badRow.has(row) ? [k] : [],
  );
  if (whole.length < fewestForR2) return { wholeR2: null, bad };
  const losses = whole.map((k) => elementAt(observed, k));
  const predicted = whole.map((k) => elementAt(observed, k) * Math.exp(elementAt(heldOut.residual, k)));
  return { wholeR2: r2(losses, predicted), bad };
}

/** null: the model file is older, or no run was fitted. */
function wholeRunsOf(evidence: FitEvidence | undefined): number | null {
  if (evidence === undefined || evidence.rows.some(({ whole }) => whole === undefined)) return null;
  return evidence.rows.filter(({ whole }) => whole).length;
}

function summaryOf(
  rows: readonly TrustRow[],
  origin: Model['origin'],
  quality: FitQuality | null,
  poor: readonly string[],
): string {
  if (origin === 'prior')
    return 'Nothing has been measured: the interactions are a prior based on relatedness, without uncertainty.';
  if (origin === 'given') return 'The interactions were entered by hand; no runs show how well they predict.';
  if (quality === null) return 'The file of the model does not say how well it predicts.';
  if (rows.length === 0)
    return 'The runs measured none of the languages of the mixture, so nothing shows how well it is predicted.';
  const { folds } = quality;
  const average = mean(rows.map(({ cvR2 }) => cvR2));
  const explained =
    average > 0
      ? `the model explains ${percent(average, 1)} of the variance of the loss in held-out runs`
      : 'the model does not explain the loss in held-out runs';
  return (
    `From ${runsFitted(quality)}, ${explained} (mean of ${rows.length} languages, ${folds} folds).` +
    wholeSentence(rows, quality, wholeRunsOf(quality.evidence)) +
    (poor.length === 0 ? '' : ` It predicts ${list(poor)} poorly.`)
  );
}

/** A run without a language loses by it so much that the variance over all runs is mostly that; what is decided lies among the others. */
function wholeSentence(rows: readonly TrustRow[], quality: FitQuality, whole: number | null): string {
  const { runs } = quality;
  const known = rows.flatMap(({ wholeR2 }) => (wholeR2 === null ? [] : [wholeR2]));
  if (whole === null || whole === runs || whole === 0) return '';
  if (known.length < rows.length)
    return ` Only ${whole} of ${trainingsOf(quality) < runs ? 'the checkpoints' : 'them'} ${whole === 1 ? 'gives' : 'give'} every language a share.`;
  const average = mean(known);
  return ` Among the ${whole} ${trainingsOf(quality) < runs ? 'checkpoints ' : ''}that give every language a share, ${average > 0 ? `it explains ${percent(average, 1)}` : 'it explains nothing'}.`;
}
