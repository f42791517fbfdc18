import { robustSpread } from '../climb/dense/median.ts';
import { squaresAroundMean } from '../climb/dense/statistics.ts';
import type { AllocationProblem } from '../climb/model/allocation.ts';
import { ofLanguage, type FitEvidence, type Model } from '../climb/model/model.ts';
import { lackShare, wholeDistance } from './thresholds.ts';

/**
 * What the model's form misses of a difference between two mixtures, as a standard deviation of the log-objective: what unseen runs missed
 * beyond the noise of seeds and of the parameters. Only runs of one mixture with several seeds tell noise from lack of fit.
 *
 *     0.3 · √max(0, rob² − s²·(1 + p/(R − p)))      rob: robust spread of held-out residuals, s: of seeds, p parameters, R rows
 *
 * @param distance total variation between the two mixtures: they share what they share
 * @returns null where nothing was trained twice, so nothing can be told
 */
export function lackOfFit(model: Model, problem: AllocationProblem, distance: number): number | null {
  const evidence = model.quality?.evidence;
  if (evidence === undefined) return null;
  const residual = objectiveResiduals(model, problem, evidence);
  const seeds = seedSpread(evidence, residual);
  if (seeds === null) return null;
  const values = [...residual.values()];
  if (values.length < 2) return null;
  const robust = robustSpread(values);
  const counted = model.languages.flatMap((code) => ofLanguage(evidence.parameters, code) ?? []);
  const parameters = Math.min(counted.reduce((sum, p) => sum + p, 0) / counted.length, values.length - 1);
  const noise = seeds ** 2 * (1 + parameters / (values.length - parameters));
  return lackShare * Math.sqrt(Math.max(0, robust ** 2 - noise)) * Math.min(1, distance / wholeDistance);
}

/** Held-out residual of the weighted mean of log-losses, by row; rows that did not measure every language that counts are left out. */
function objectiveResiduals(
  model: Model,
  problem: AllocationProblem,
  { rows, heldOut }: FitEvidence,
): Map<number, number> {
  const counted = model.languages.flatMap((code, t) => {
    const held = ofLanguage(heldOut, code);
    const weight = problem.importance[t] ?? 0;
    return held === undefined || !(weight > 0) ? [] : [{ held, weight }];
  });
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const sums = rows.map(() => ({ sum: 0, count: 0 }));
  for (const { held, weight } of counted)
    held.row.forEach((row, i) => {
      const at = sums[row];
      if (at === undefined) return;
      at.sum += (weight / total) * (held.residual[i] ?? 0);
      at.count++;
    });
  return new Map(
    sums.flatMap(({ sum, count }, row) => (count > 0 && count === counted.length ? [[row, sum]] : [])),
  );
}

/** Of the residuals between repeats of one mixture, budget and size, whose prediction is the same; null: there are none. */
function seedSpread({ rows }: FitEvidence, residual: ReadonlyMap<number, number>): number | null {
  const groups = new Map<number, Set<number>>();
  for (const [row, value] of residual) {
    const repeat = rows[row]?.repeat ?? -1;
    groups.set(repeat, (groups.get(repeat) ?? new Set()).add(value));
  }
  let square = 0;
  let freedom = 0;
  for (const group of groups.values()) {
    const values = [...group];
    square += squaresAroundMean(values);
    freedom += values.length - 1;
  }
  return freedom === 0 ? null : Math.sqrt(square / freedom);
}
