/** Which terms of the model (docs/model.md) are fitted. */
export interface Form {
  readonly law: 'power' | 'irreducible';
  readonly transfer: 'linear' | 'saturating';
  /** q free in (0, 1]; otherwise 1. */
  readonly pooling: boolean;
  /** Ridge on χ (precision against squared residuals of log-loss); null: χ = 0, not fitted. */
  readonly interference: number | null;
  /** B·D^(−β): the runs hold several budgets. */
  readonly budget: boolean;
  /** A·N^(−α): the runs hold several model sizes. */
  readonly size: boolean;
  /** δ: the runs hold several budgets. */
  readonly scaling: boolean;
}

/** Where each parameter of one target stands in θ; −1: not fitted. Transfers are fitted by their logarithms. */
export interface Layout {
  readonly form: Form;
  readonly sources: number;
  readonly size: number;
  /** log c */
  readonly coefficient: number;
  /** γ */
  readonly exponent: number;
  /** log ε */
  readonly floor: number;
  /** E */
  readonly irreducible: number;
  /** log B of B·(D/D0)^(−β), β */
  readonly budget: number;
  readonly beta: number;
  /** log A of A·(N/N0)^(−α), α */
  readonly model: number;
  readonly alpha: number;
  /** δ */
  readonly delta: number;
  /** q */
  readonly pooling: number;
  /** First of log τ, log η and χ, one a source. */
  readonly transfer: number;
  readonly saturation: number;
  readonly interference: number;
}

export function layoutOf(form: Form, sources: number): Layout {
  let size = 0;
  const one = (fitted: boolean): number => (fitted ? size++ : -1);
  const each = (fitted: boolean): number => {
    if (!fitted) return -1;
    size += sources;
    return size - sources;
  };
  const places = {
    coefficient: one(true),
    exponent: one(true),
    floor: one(true),
    irreducible: one(form.law === 'irreducible'),
    budget: one(form.budget),
    beta: one(form.budget),
    model: one(form.size),
    alpha: one(form.size),
    delta: one(form.scaling && sources > 0),
    pooling: one(form.pooling && sources > 0),
    transfer: each(true),
    saturation: each(form.transfer === 'saturating'),
    interference: each(form.interference !== null),
  };
  return { form, sources, size, ...places };
}
