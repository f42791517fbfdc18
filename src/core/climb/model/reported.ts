import { median } from '../dense/median.ts';
import { jackknifeFactor, type Model } from './model.ts';
import type { Matrix } from './terms.ts';

/**
 * The model in which effective shares and interactions are reported: each target's interference without what its sources have in
 * common, and of the rest as much as the runs tell. Losses must come from the model as it was fitted.
 *
 * An interference that all sources share is a function of the own share alone (Σ_{s≠t} χ·r[s] = χ·(1 − r[t])), which runs cannot tell
 * from the law's exponent and coefficient; left in, it makes every language seem to harm or to help every other. What single sources
 * add is mostly noise. A deviation d with standard error e is therefore shrunk to d·σ²/(σ² + e²), σ² being what the target's
 * deviations vary by beyond their errors (empirical Bayes, Efron and Morris 1975). Without an ensemble no error is known, and
 * nothing is shrunk. What both steps are worth against training runs: docs/model.md, "Measured".
 */
export function reported(model: Model): Model {
  if (model.interference === null) return model;
  const deviation = deviations(model.interference);
  return { ...model, interference: shrunk(deviation, squaredErrors(model, deviation)) };
}

/** χ less its median over the target's sources; [source][target], 0 on the diagonal. */
function deviations(interference: Matrix): Matrix {
  const common = interference.map((_, t) => {
    const values = interference.flatMap((row, s) => (s === t || row[t] == null ? [] : [row[t]]));
    return values.length === 0 ? 0 : median(Float64Array.from(values));
  });
  return mapEntries(interference, (value, s, t) => (s === t ? 0 : value - common[t]!));
}

/**
 * e²[source][target]: how far the refits without a part of the mixtures disagree, as a delete-d jackknife, and how far the fits with
 * drawn pulls stray from the fit; 0 where neither is known.
 */
function squaredErrors({ ensemble }: Model, deviation: Matrix): Matrix {
  const told = (fits: readonly { readonly interference: Matrix | null }[] = []): Matrix[] =>
    fits.flatMap(({ interference }) => (interference === null ? [] : [deviations(interference)]));
  const members = told(ensemble?.members);
  const pulled = told(ensemble?.pulled);
  const factor = ensemble == null ? 0 : jackknifeFactor(ensemble.fraction) ** 2;
  return mapEntries(deviation, (value, s, t) => {
    const among = members.map((member) => member[s]![t]!);
    const center = mean(among);
    return (
      factor * mean(among.map((one) => (one - center) ** 2)) +
      mean(pulled.map((drawn) => (drawn[s]![t]! - value) ** 2))
    );
  });
}

function shrunk(deviation: Matrix, squaredError: Matrix): Matrix {
  const signal = deviation.map((_, t) => {
    const beyond = deviation.flatMap((row, s) =>
      s === t || row[t] == null ? [] : [row[t] ** 2 - squaredError[s]![t]!],
    );
    return Math.max(0, mean(beyond));
  });
  return mapEntries(deviation, (value, s, t) => {
    const error = squaredError[s]![t]!;
    return error === 0 ? value : (value * signal[t]!) / (signal[t]! + error);
  });
}

/** Columns of source-only languages stay null. */
const mapEntries = (matrix: Matrix, of: (value: number, s: number, t: number) => number): Matrix =>
  matrix.map((row, s) => row.map((value, t) => (value === null ? null : of(value, s, t))));

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
