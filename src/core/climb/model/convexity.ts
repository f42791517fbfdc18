import type { Model } from './model.ts';

/**
 * Why a model breaks the conditions under which log r̃ is concave and the certificate holds (docs/model.md, "everything stays
 * convex"), in plain words; null when it keeps them. Only a model given by hand can break them.
 */
export function brokenConvexity(model: Model): string | null {
  const { languages } = model;
  for (const [t, target] of languages.entries()) {
    if (model.coefficient[t] == null) continue;
    const q = model.pooling?.[t] ?? 1;
    if (q > 1) return `the pooling exponent of ${target} is ${q}, above 1`;
    if ((model.exponent[t] ?? 0) < 0) return `the exponent of ${target} is negative`;
    // A, B and c one by one: only where none is negative is C positive at every budget and size.
    for (const [name, value] of [
      ['coefficient', model.coefficient[t]],
      ['budget term', model.budget?.B[t]],
      ['size term', model.size?.A[t]],
    ] as const)
      if ((value ?? 0) < 0) return `the ${name} of ${target} is negative`;
    if ((model.floor?.[t] ?? 0) < 0) return `the floor of ${target} is negative`;
    for (const [s, source] of languages.entries()) {
      const tau = model.transfer[s]?.[t] ?? 0;
      if (s !== t && tau < 0) return `the transfer from ${source} to ${target} is negative`;
      if (s !== t && tau > 0 && (model.saturation?.[s]?.[t] ?? 0) < 0)
        return `the saturation from ${source} to ${target} is negative`;
    }
  }
  return null;
}
