import { median } from '../dense/median.ts';
import { jackknifeFactor, type Model } from './model.ts';
import type { Matrix, ModelTerms } from './terms.ts';

/**
 * The model in which effective shares and interactions are reported: each target's interference without what its sources have in
 * common, and of the rest as much as the runs tell. Losses must come from the model as it was fitted.
 *
 * An interference that all sources share is a function of the own share alone (Σ_{s≠t} χ·r[s] = χ·(1 − r[t])), which runs cannot tell
 * from the law's exponent and coefficient; left in, it makes every language seem to harm or to help every other. What single sources
 * add is mostly noise. A deviation d with standard error e is therefore shrunk to d·σ²/(σ² + e²), σ² being what the target's
 * deviations vary by beyond their errors (empirical Bayes, Efron and Morris 1975). Without an ensemble no error is known, and
 * nothing is shrunk. What both steps are worth against training runs: docs/model.md, "Measured".
 *
 * Done once for each model: predictions ask for it with every key that is typed.
 */
export function reported(model: Model): Model {
  if (model.interference === null) return model;
  const known = reports.get(model);
  if (known !== undefined) return known;
  const told = { ...model, interference: toldOf(model, model.interference) };
  reports.set(model, told);
  return told;
}

const reports = new WeakMap<Model, Model>();

function toldOf({ ensemble }: Model, interference: Matrix): Matrix {
  const told = interference.map((row) => [...row]);
  const members = matricesOf(ensemble?.members);
  const pulled = matricesOf(ensemble?.pulled);
  const factor = ensemble == null ? 0 : jackknifeFactor(ensemble.fraction) ** 2;
  for (let t = 0; t < interference.length; t++) {
    // Columns of source-only languages hold nothing.
    const sources = [...interference.keys()].filter((s) => s !== t && interference[s]![t] != null);
    const deviationsIn = (matrix: Matrix): Float64Array => deviations(matrix, t, sources);
    const own = deviationsIn(interference);
    const square = squaredErrors(own, members.map(deviationsIn), pulled.map(deviationsIn), factor);
    const shrunk = shrink(own, square);
    sources.forEach((s, i) => (told[s]![t] = shrunk[i]!));
  }
  return told;
}

const matricesOf = (fits: readonly ModelTerms[] = []): Matrix[] =>
  fits.map(({ interference }) => interference).filter((matrix) => matrix !== null);

/** χ of some sources for target t, less its median over them. */
function deviations(interference: Matrix, t: number, sources: readonly number[]): Float64Array {
  const values = new Float64Array(sources.length);
  sources.forEach((s, i) => (values[i] = interference[s]![t]!));
  const common = values.length === 0 ? 0 : median(values);
  for (let i = 0; i < values.length; i++) values[i]! -= common;
  return values;
}

/**
 * e² of each deviation: how far the refits without a part of the mixtures disagree, as a delete-d jackknife, and how far the fits with
 * drawn pulls stray from the fit; 0 where neither is known.
 */
function squaredErrors(
  own: Float64Array,
  members: readonly Float64Array[],
  pulled: readonly Float64Array[],
  factor: number,
): Float64Array {
  return own.map((value, i) => {
    const center = mean(members, (member) => member[i]!);
    return (
      factor * mean(members, (member) => (member[i]! - center) ** 2) +
      mean(pulled, (drawn) => (drawn[i]! - value) ** 2)
    );
  });
}

function shrink(deviation: Float64Array, squaredError: Float64Array): Float64Array {
  const beyond = deviation.map((value, i) => value ** 2 - squaredError[i]!);
  const signal = Math.max(
    0,
    mean(beyond, (value) => value),
  );
  return deviation.map((value, i) => {
    const error = squaredError[i]!;
    return error === 0 ? value : (value * signal) / (signal + error);
  });
}

/** 0 of none. */
function mean<T>(some: Iterable<T> & { readonly length: number }, of: (one: T) => number): number {
  let sum = 0;
  for (const one of some) sum += of(one);
  return some.length === 0 ? 0 : sum / some.length;
}
