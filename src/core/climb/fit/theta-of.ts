import type { Model } from '../model/model.ts';
import { layoutOf, type Form, type Layout } from './form.ts';
import type { TargetData } from './target-data.ts';

/** The form that a model has. */
export function formOf(model: Model): Form {
  return {
    law: model.law,
    transfer: model.saturation === null ? 'linear' : 'saturating',
    pooling: model.pooling !== null,
    interference: model.interference === null ? null : 0,
    budget: model.budget !== null,
    size: model.size !== null,
    scaling: model.transferScaleExponent !== null,
  };
}

/**
 * The parameters of one target as the kernel takes them: the inverse of what a fit writes into the model. Transfers of zero
 * become `leastTransfer`, since the kernel keeps them as logarithms.
 */
export function thetaOf(
  model: Model,
  data: TargetData,
  leastTransfer = 1e-9,
): { layout: Layout; theta: Float64Array } {
  const layout = layoutOf(formOf(model), data.sources.length);
  const t = data.target;
  const theta = new Float64Array(layout.size);
  const put = (at: number, value: number): void => {
    if (at >= 0) theta[at] = value;
  };
  const logOf = (value: number | null | undefined, least = 1e-30): number =>
    Math.log(Math.max(value ?? 0, least));
  const relative = (
    level: number | null | undefined,
    exponent: number | null | undefined,
    unit: number,
  ): number => logOf(level) - (exponent ?? 0) * Math.log(unit);
  put(layout.coefficient, logOf(model.coefficient[t]));
  put(layout.exponent, model.exponent[t] ?? 0);
  put(layout.floor, logOf(model.floor?.[t]));
  put(layout.irreducible, model.irreducible?.[t] ?? 0);
  put(layout.budget, relative(model.budget?.B[t], model.budget?.beta[t], model.scale.tokens));
  put(layout.beta, model.budget?.beta[t] ?? 0);
  put(layout.model, relative(model.size?.A[t], model.size?.alpha[t], model.scale.parameters ?? 1));
  put(layout.alpha, model.size?.alpha[t] ?? 0);
  put(layout.delta, model.transferScaleExponent?.[t] ?? 0);
  put(layout.pooling, model.pooling?.[t] ?? 1);
  data.sources.forEach((s, position) => {
    put(layout.transfer + position, logOf(model.transfer[s]![t], leastTransfer));
    if (layout.saturation >= 0) {
      put(layout.saturation + position, logOf(model.saturation![s]![t], 1e-6));
    }
    if (layout.interference >= 0) put(layout.interference + position, model.interference![s]![t] ?? 0);
  });
  return { layout, theta };
}
