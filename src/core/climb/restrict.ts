import type { Model } from './model.ts';

type Vector = readonly (number | null)[];
type Matrix = readonly Vector[];

/**
 * The same model for some of its languages, in the order given: a language left out gets no share, so it neither helps
 * others nor counts in the objective.
 *
 * @param kept indices into `model.languages`
 */
export function restrictModel(model: Model, kept: readonly number[]): Model {
  const pick = <T>(values: readonly T[]): T[] => kept.map((index) => values[index]!);
  const pickVector = (values: Vector | null): Vector | null => (values === null ? null : pick(values));
  const pickMatrix = (rows: Matrix): Matrix => pick(rows).map((row) => pick(row));
  return {
    ...model,
    languages: pick(model.languages),
    coefficient: pick(model.coefficient),
    exponent: pick(model.exponent),
    irreducible: pickVector(model.irreducible),
    floor: pickVector(model.floor),
    budget: model.budget && { B: pick(model.budget.B), beta: pick(model.budget.beta) },
    size: model.size && { A: pick(model.size.A), alpha: pick(model.size.alpha) },
    transfer: pickMatrix(model.transfer),
    saturation: model.saturation && pickMatrix(model.saturation),
    transferScaleExponent: pickVector(model.transferScaleExponent),
    pooling: pickVector(model.pooling),
    interference: model.interference && pickMatrix(model.interference),
    standardError: model.standardError && {
      transfer: pickMatrix(model.standardError.transfer),
      exponent: pick(model.standardError.exponent),
    },
    identified: model.identified && pick(model.identified).map((row) => pick(row)),
    quality: model.quality && {
      ...model.quality,
      range: { ...model.quality.range, maxShare: pick(model.quality.range.maxShare) },
    },
  };
}
