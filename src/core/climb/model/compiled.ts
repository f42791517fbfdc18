import type { AllocationProblem } from './allocation.ts';
import { usualTokens, type Model } from './model.ts';
import { discountRepetition, repetitionDecay } from './repetition.ts';
import { powers, valuesOf, type Vector } from './terms.ts';

/** Which part of a model is compiled. */
export interface Selection {
  /** Rows: languages with losses, by index in the model. */
  readonly targets: readonly number[];
  /** Columns: languages whose share varies. */
  readonly variables: readonly number[];
  /** Shares of all languages; those that are no variables keep the value found here. */
  readonly ratio: ArrayLike<number>;
}

/** What is known of F before a mixture is: rows of targets, whatever the columns vary. */
export interface LawRows {
  readonly rows: number;
  readonly columns: number;
  /** γ, per row. */
  readonly exponent: Float64Array;
  /** q, per row. */
  readonly pooling: Float64Array;
  /** ω·C (absolute) or ω (relative), per row. */
  readonly gain: Float64Array;
  /** Σ ω·E (absolute) or Σ ω·E/C (relative): the part of F that no mixture changes. */
  readonly offset: number;
  /** χ, rows × columns; null: none. */
  readonly interference: Float64Array | null;
}

/** A model's terms for one problem, in flat arrays: rows of targets over columns of variable shares. The own share is an entry with transfer 1. */
export interface CompiledModel extends LawRows {
  /** τ at the problem's budget, rows × columns. */
  readonly transfer: Float64Array;
  /** η, rows × columns; null: none. */
  readonly saturation: Float64Array | null;
  /** What floor and fixed shares add to P, per row. */
  readonly base: Float64Array;
  /** Σ χ·r of fixed shares, per row. */
  readonly interferenceBase: Float64Array;
  /** u/D, per column: the share that is one epoch. */
  readonly epochShare: Float64Array;
  /** R*; null: repeated text counts as new. */
  readonly repetition: number | null;
}

/** Languages with a loss law, by index. */
export function targetsOf(model: Model): number[] {
  return model.languages.flatMap((_, t) =>
    model.coefficient[t] == null || model.exponent[t] == null ? [] : [t],
  );
}

/**
 * ω of the given targets, normalised to sum 1 over all targets of the model; all zero when no target has importance.
 */
export function normalisedImportance(model: Model, problem: AllocationProblem): Float64Array {
  const weight = new Float64Array(model.languages.length);
  const targets = targetsOf(model);
  // Scaled first: weights near the largest number there is have no finite sum.
  const largest = targets.reduce((most, t) => Math.max(most, problem.importance[t] ?? 0), 0);
  let sum = 0;
  if (largest > 0)
    for (const t of targets) sum += weight[t] = Math.max(0, problem.importance[t] ?? 0) / largest;
  if (sum > 0) for (let t = 0; t < weight.length; t++) weight[t] = weight[t]! / sum;
  return weight;
}

/** C[t](N, D) = c + A·N^(−α) + B·D^(−β), in the unit of the losses: He et al. 2024, arXiv 2410.12883, with the terms the model has. */
export function lossCoefficient(model: Model, problem: AllocationProblem, t: number): number {
  let c = model.coefficient[t]!;
  for (const { level, exponent, quantity } of powers) {
    const factor = (valuesOf(model, level) as Vector | null)?.[t];
    const amount = problem[quantity] ?? model.scale[quantity];
    if (factor == null || amount === null) continue;
    c += factor * amount ** -((valuesOf(model, exponent) as Vector | null)?.[t] ?? 0);
  }
  return c;
}

export function compile(model: Model, problem: AllocationProblem, selection: Selection): CompiledModel {
  const { targets, variables } = selection;
  const rows = targets.length;
  const columns = variables.length;
  const exponent = Float64Array.from(targets, (t) => model.exponent[t]!);
  const pooling = Float64Array.from(targets, (t) => model.pooling?.[t] ?? 1);
  const scale = Float64Array.from(targets, (t) => {
    const delta = model.transferScaleExponent?.[t] ?? 0;
    return delta === 0 ? 1 : (problem.tokens / usualTokens(model)) ** -delta;
  });
  const weight = normalisedImportance(model, problem);
  const gain = new Float64Array(rows);
  let offset = 0;
  targets.forEach((t, i) => {
    const coefficient = lossCoefficient(model, problem, t);
    const irreducible = model.irreducible?.[t] ?? 0;
    const relative = problem.loss === 'relative';
    // Relative to nothing there is no loss.
    if (coefficient === 0 && relative) return;
    gain[i] = weight[t]! * (relative ? 1 : coefficient);
    if (weight[t]! > 0) offset += weight[t]! * (relative ? irreducible / coefficient : irreducible);
  });

  const transfer = byTarget(model.transfer, selection, 1);
  for (let i = 0; i < rows; i++)
    if (scale[i] !== 1)
      for (let j = 0; j < columns; j++)
        if (variables[j] !== targets[i]) transfer[i * columns + j]! *= scale[i]!;
  const saturation = model.saturation === null ? null : byTarget(model.saturation, selection, 0);
  const interference = model.interference === null ? null : byTarget(model.interference, selection, 0);

  const repetition = model.repetition === undefined ? repetitionDecay : model.repetition;
  const isVariable = new Uint8Array(model.languages.length);
  for (const s of variables) isVariable[s] = 1;
  const fixed = model.languages.flatMap((_, s) => (isVariable[s] ? [] : [s]));
  const fixedShare = Float64Array.from(fixed, (s) => selection.ratio[s]!);
  const fixedValue = discounted(
    fixedShare,
    Float64Array.from(fixed, (s) => epochShare(problem, s)),
    repetition,
  );
  const base = Float64Array.from(targets, (t, i) => signedPower(model.floor?.[t] ?? 0, pooling[i]!));
  const interferenceBase = new Float64Array(rows);
  fixed.forEach((s, k) => {
    targets.forEach((t, i) => {
      const tau = s === t ? 1 : (model.transfer[s]?.[t] ?? 0) * scale[i]!;
      const eta = s === t ? 0 : (model.saturation?.[s]?.[t] ?? 0);
      base[i]! += signedPower(saturated(tau, eta, fixedValue[k]!), pooling[i]!);
      if (s !== t) interferenceBase[i]! += (model.interference?.[s]?.[t] ?? 0) * fixedShare[k]!;
    });
  });
  return {
    rows,
    columns,
    exponent,
    pooling,
    gain,
    offset,
    transfer,
    saturation: saturation?.some((eta, at) => eta !== 0 && transfer[at] !== 0) ? saturation : null,
    interference: interference?.some((chi) => chi !== 0) ? interference : null,
    base,
    interferenceBase,
    epochShare: Float64Array.from(variables, (s) => epochShare(problem, s)),
    repetition,
  };
}

/**
 * The same with fewer variable shares: the others stay where they are.
 *
 * @param kept the columns that go on varying
 * @param r shares of all columns
 */
export function restrict(compiled: CompiledModel, kept: Int32Array, r: Float64Array): CompiledModel {
  const { rows, columns, pooling, transfer, saturation, interference, epochShare, repetition } = compiled;
  const value = discounted(r, epochShare, repetition);
  const stays = new Uint8Array(columns).fill(1);
  for (const j of kept) stays[j] = 0;
  // A share of nothing adds nothing.
  const fixed = Int32Array.from(r.keys()).filter((j) => stays[j] === 1 && r[j] !== 0);
  const base = compiled.base.slice();
  const interferenceBase = compiled.interferenceBase.slice();
  for (let i = 0; i < rows; i++)
    for (const j of fixed) {
      const at = i * columns + j;
      const tau = transfer[at]!;
      if (tau !== 0) base[i]! += signedPower(saturated(tau, saturation?.[at] ?? 0, value[j]!), pooling[i]!);
      if (interference !== null) interferenceBase[i]! += interference[at]! * r[j]!;
    }
  return {
    ...compiled,
    columns: kept.length,
    transfer: columnsOf(transfer, rows, columns, kept),
    saturation: saturation && columnsOf(saturation, rows, columns, kept),
    interference: interference && columnsOf(interference, rows, columns, kept),
    base,
    interferenceBase,
    epochShare: Float64Array.from(kept, (j) => epochShare[j]!),
  };
}

/** Some columns of a matrix. */
function columnsOf(matrix: Float64Array, rows: number, columns: number, kept: Int32Array): Float64Array {
  const some = new Float64Array(rows * kept.length);
  let to = 0;
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    for (const j of kept) some[to++] = matrix[at + j]!;
  }
  return some;
}

/** A matrix of the model, [source][target], as rows of targets over columns of variables; `own` on the diagonal. */
function byTarget(
  matrix: readonly (readonly (number | null)[])[],
  { targets, variables }: Selection,
  own: number,
): Float64Array {
  const columns = variables.length;
  const flat = new Float64Array(targets.length * columns);
  // A few targets at a time, so that what is written stays near.
  for (let first = 0; first < targets.length; first += 16) {
    const end = Math.min(first + 16, targets.length);
    for (let j = 0; j < columns; j++) {
      const s = variables[j]!;
      const row = matrix[s];
      for (let i = first; i < end; i++) {
        const t = targets[i]!;
        flat[i * columns + j] = s === t ? own : (row?.[t] ?? 0);
      }
    }
  }
  return flat;
}

/** ρ of every share. */
function discounted(share: Float64Array, epoch: Float64Array, repetition: number | null): Float64Array {
  const value = new Float64Array(share.length);
  const unused = new Float64Array(share.length);
  discountRepetition(share, epoch, value, unused, unused, repetition);
  return value;
}

/** u/D of language s: the share that is one epoch. */
function epochShare(problem: AllocationProblem, s: number): number {
  const available = problem.available?.[s];
  return available == null ? Infinity : available / problem.tokens;
}

/** τ·(1 − exp(−η·ρ))/η, τ·ρ for η = 0. */
export function saturated(tau: number, eta: number, rho: number): number {
  return eta === 0 ? tau * rho : (-tau * Math.expm1(-eta * rho)) / eta;
}

/** sign(x)·|x|^q: a negative transfer, which only a model given by hand can have, takes away. */
export function signedPower(x: number, q: number): number {
  return q === 1 ? x : Math.sign(x) * Math.abs(x) ** q;
}
