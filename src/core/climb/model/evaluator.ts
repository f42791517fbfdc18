import type { AllocationProblem } from './allocation.ts';
import type { Model } from './model.ts';
import { discountRepetition, repetitionDecay } from './repetition.ts';

/** Which part of a model an evaluator holds. */
export interface Selection {
  /** Rows: languages with losses, by index in the model. */
  readonly targets: readonly number[];
  /** Columns: languages whose share varies. */
  readonly variables: readonly number[];
  /** Shares of all languages; those that are no variables keep the value found here. */
  readonly ratio: ArrayLike<number>;
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

/** C[t](N, D) = c + A·N^(−α) + B·D^(−β), nats: He et al. 2024, arXiv 2410.12883, with the terms the model has. */
export function lossCoefficient(model: Model, problem: AllocationProblem, t: number): number {
  let c = model.coefficient[t]!;
  const size = model.size;
  const parameters = problem.parameters ?? model.scale.parameters;
  if (size?.A[t] != null && parameters != null) c += size.A[t] * parameters ** -(size.alpha[t] ?? 0);
  const budget = model.budget;
  if (budget?.B[t] != null) c += budget.B[t] * problem.tokens ** -(budget.beta[t] ?? 0);
  return c;
}

/**
 * The model compiled for one problem: flat rows of targets over columns of variable shares, so that a value costs one pass
 * over the matrix and a gradient not much more. Buffers are reused: what a method leaves in a field holds until the next call.
 *
 *     z[t] = log r̃[t] = (1/q) log P[t] − Σ χ[t][s]·r[s],   P[t] = base[t] + Σ x[t][s]^q
 *     F    = offset + Σ gain[t]·exp(−γ[t]·z[t])
 *
 * The own share is an entry with transfer 1. Source: arXiv 2509.15556 (interaction-aware ratio), He et al. 2024 (the law);
 * pooling, interference, floor and budget scale are ours (docs/model.md).
 */
export class Evaluator {
  readonly targets: readonly number[];
  readonly variables: readonly number[];
  /** Numbers of rows and columns. */
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
  /** log r̃, per row; −Infinity or NaN where r̃ is not positive. */
  readonly logEffective: Float64Array;
  /** The part of F above the offset, per row. */
  readonly reducible: Float64Array;
  /** After `linearise`: ∂z/∂r without interference, rows × columns. */
  readonly slopes: Float64Array;
  /** χ, rows × columns; null: none. */
  readonly interference: Float64Array | null;

  readonly #transfer: Float64Array;
  readonly #saturation: Float64Array | null;
  readonly #base: Float64Array;
  readonly #interferenceBase: Float64Array;
  readonly #epochShare: Float64Array;
  readonly #repetition: number | null;
  /** Rows whose pooled sum is a plain dot product. */
  readonly #linear: boolean[];
  readonly #share: Float64Array;
  readonly #shareSlope: Float64Array;
  readonly #shareBend: Float64Array;
  readonly #row: Float64Array;
  /** After `linearise`: −(∂²P/∂r²)/(∂P/∂r), rows × columns; null when only repetition bends. */
  #bends: Float64Array | null = null;

  constructor(model: Model, problem: AllocationProblem, selection: Selection) {
    const { targets, variables } = selection;
    const rows = targets.length;
    const columns = variables.length;
    this.targets = targets;
    this.variables = variables;
    this.rows = rows;
    this.columns = columns;
    this.exponent = new Float64Array(rows);
    this.pooling = new Float64Array(rows);
    this.gain = new Float64Array(rows);
    this.logEffective = new Float64Array(rows);
    this.reducible = new Float64Array(rows);
    this.slopes = new Float64Array(0);
    this.#transfer = new Float64Array(rows * columns);
    this.#base = new Float64Array(rows);
    this.#interferenceBase = new Float64Array(rows);
    this.#linear = [];
    this.#share = new Float64Array(columns);
    this.#shareSlope = new Float64Array(columns);
    this.#shareBend = new Float64Array(columns);
    this.#row = new Float64Array(columns);
    this.#repetition = model.repetition === undefined ? repetitionDecay : model.repetition;
    this.#epochShare = Float64Array.from(variables, (s) => epochShare(problem, s));

    const isVariable = new Uint8Array(model.languages.length);
    for (const s of variables) isVariable[s] = 1;
    const fixed = model.languages.flatMap((_, s) => (isVariable[s] ? [] : [s]));
    const fixedShare = Float64Array.from(fixed, (s) => selection.ratio[s]!);
    const fixedValue = new Float64Array(fixed.length);
    discountRepetition(
      fixedShare,
      Float64Array.from(fixed, (s) => epochShare(problem, s)),
      fixedValue,
      new Float64Array(fixed.length),
      new Float64Array(fixed.length),
      this.#repetition,
    );

    const weight = normalisedImportance(model, problem);
    const saturation = new Float64Array(rows * columns);
    const interference = new Float64Array(rows * columns);
    let anySaturation = false;
    let anyInterference = false;
    let offset = 0;
    for (let i = 0; i < rows; i++) {
      const t = targets[i]!;
      const coefficient = lossCoefficient(model, problem, t);
      const irreducible = model.irreducible?.[t] ?? 0;
      const relative = problem.loss === 'relative';
      this.gain[i] = weight[t]! * (relative ? 1 : coefficient);
      if (weight[t]! > 0) offset += weight[t]! * (relative ? irreducible / coefficient : irreducible);
      this.exponent[i] = model.exponent[t]!;
      const q = model.pooling?.[t] ?? 1;
      this.pooling[i] = q;
      const delta = model.transferScaleExponent?.[t] ?? 0;
      const scale = delta === 0 ? 1 : (problem.tokens / model.scale.tokens) ** -delta;
      let linear = q === 1;
      for (let j = 0; j < columns; j++) {
        const s = variables[j]!;
        const at = i * columns + j;
        if (s === t) {
          this.#transfer[at] = 1;
          continue;
        }
        this.#transfer[at] = (model.transfer[s]?.[t] ?? 0) * scale;
        saturation[at] = model.saturation?.[s]?.[t] ?? 0;
        interference[at] = model.interference?.[s]?.[t] ?? 0;
        if (saturation[at] !== 0 && this.#transfer[at] !== 0) {
          linear = false;
          anySaturation = true;
        }
        if (interference[at] !== 0) anyInterference = true;
      }
      this.#linear.push(linear);
      let base = signedPower(model.floor?.[t] ?? 0, q);
      let interferenceBase = 0;
      for (let k = 0; k < fixed.length; k++) {
        const s = fixed[k]!;
        const tau = s === t ? 1 : (model.transfer[s]?.[t] ?? 0) * scale;
        const eta = s === t ? 0 : (model.saturation?.[s]?.[t] ?? 0);
        base += signedPower(saturated(tau, eta, fixedValue[k]!), q);
        if (s !== t) interferenceBase += (model.interference?.[s]?.[t] ?? 0) * fixedShare[k]!;
      }
      this.#base[i] = base;
      this.#interferenceBase[i] = interferenceBase;
    }
    this.offset = offset;
    this.#saturation = anySaturation ? saturation : null;
    this.interference = anyInterference ? interference : null;
  }

  /** F at shares r (one per variable); Infinity where a loss is not finite. Fills `logEffective` and `reducible`. O(n²). */
  value(r: Float64Array): number {
    discountRepetition(r, this.#epochShare, this.#share, this.#shareSlope, this.#shareBend, this.#repetition);
    let sum = 0;
    for (let i = 0; i < this.rows; i++) sum += this.#close(i, r, this.#pool(i, false));
    return finite(sum + this.offset);
  }

  /** F, and dF/dr into `gradient`: infinite where a zero share pools with q < 1. O(n²). */
  valueAndGradient(r: Float64Array, gradient: Float64Array): number {
    discountRepetition(r, this.#epochShare, this.#share, this.#shareSlope, this.#shareBend, this.#repetition);
    const { columns, interference } = this;
    const row = this.#row;
    const transfer = this.#transfer;
    gradient.fill(0);
    let sum = 0;
    for (let i = 0; i < this.rows; i++) {
      const linear = this.#linear[i]!;
      const pooled = this.#pool(i, true);
      const part = this.#close(i, r, pooled);
      sum += part;
      const factor = (-this.exponent[i]! * part) / pooled;
      if (factor === 0) continue;
      const at = i * columns;
      if (linear) for (let j = 0; j < columns; j++) gradient[j] = gradient[j]! + factor * transfer[at + j]!;
      else for (let j = 0; j < columns; j++) gradient[j] = gradient[j]! + factor * row[j]!;
    }
    const slope = this.#shareSlope;
    for (let j = 0; j < columns; j++) gradient[j] = gradient[j]! * slope[j]!;
    if (interference !== null)
      for (let i = 0; i < this.rows; i++) {
        const factor = this.exponent[i]! * this.reducible[i]!;
        const at = i * columns;
        for (let j = 0; j < columns; j++) gradient[j] = gradient[j]! + factor * interference[at + j]!;
      }
    return finite(sum + this.offset);
  }

  /**
   * As `value`, and fills `slopes` (∂z/∂r without interference), from which gradients and curvature of every function of z follow:
   * `∇²z[t] = −q·a·aᵀ − diag(a·bend)`, a being the row of `slopes`.
   */
  linearise(r: Float64Array): number {
    discountRepetition(r, this.#epochShare, this.#share, this.#shareSlope, this.#shareBend, this.#repetition);
    const { rows, columns } = this;
    if (this.slopes.length !== rows * columns) {
      (this as { slopes: Float64Array }).slopes = new Float64Array(rows * columns);
      if (this.#linear.includes(false)) this.#bends = new Float64Array(rows * columns);
    }
    const { slopes } = this;
    const bends = this.#bends;
    const transfer = this.#transfer;
    const saturation = this.#saturation;
    const share = this.#share;
    const slope = this.#shareSlope;
    const bend = this.#shareBend;
    const row = this.#row;
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const at = i * columns;
      const linear = this.#linear[i]!;
      const pooled = this.#pool(i, true);
      sum += this.#close(i, r, pooled);
      if (linear) {
        const scale = 1 / pooled;
        for (let j = 0; j < columns; j++) slopes[at + j] = transfer[at + j]! * slope[j]! * scale;
      } else for (let j = 0; j < columns; j++) slopes[at + j] = (row[j]! * slope[j]!) / pooled;
      if (bends === null) continue;
      const q = this.pooling[i]!;
      for (let j = 0; j < columns; j++) {
        let curve = slope[j]! > 0 ? -bend[j]! / slope[j]! : 0;
        const tau = transfer[at + j]!;
        if (!linear && tau !== 0) {
          const eta = saturation === null ? 0 : saturation[at + j]!;
          curve += eta * slope[j]!;
          if (q !== 1)
            curve +=
              ((1 - q) * tau * Math.exp(-eta * share[j]!) * slope[j]!) / saturated(tau, eta, share[j]!);
        }
        bends[at + j] = curve;
      }
    }
    return finite(sum + this.offset);
  }

  /** After `linearise`: Σ_t weight[t]·slopes[t][s]·bend[t][s], the diagonal of −Σ weight·∇²z beyond its rank-one parts. */
  bendDiagonal(weight: Float64Array, diagonal: Float64Array): void {
    const { rows, columns, slopes } = this;
    const bends = this.#bends;
    diagonal.fill(0);
    for (let i = 0; i < rows; i++) {
      const w = weight[i]!;
      const at = i * columns;
      if (w === 0) continue;
      if (bends === null) for (let j = 0; j < columns; j++) diagonal[j] = diagonal[j]! + w * slopes[at + j]!;
      else
        for (let j = 0; j < columns; j++)
          if (slopes[at + j]! !== 0) diagonal[j] = diagonal[j]! + w * slopes[at + j]! * bends[at + j]!;
    }
    if (bends === null)
      for (let j = 0; j < columns; j++) {
        const slope = this.#shareSlope[j]!;
        diagonal[j] = slope > 0 ? (diagonal[j]! * -this.#shareBend[j]!) / slope : 0;
      }
  }

  /** P of row i; with `slopes`, dP/dρ/q of every entry into the row buffer (a linear row's are its transfers). */
  #pool(i: number, slopes: boolean): number {
    const columns = this.columns;
    const transfer = this.#transfer;
    const saturation = this.#saturation;
    const share = this.#share;
    const row = this.#row;
    const at = i * columns;
    const base = this.#base[i]!;
    if (this.#linear[i]!) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let j = 0;
      for (; j + 3 < columns; j += 4) {
        a += transfer[at + j]! * share[j]!;
        b += transfer[at + j + 1]! * share[j + 1]!;
        c += transfer[at + j + 2]! * share[j + 2]!;
        d += transfer[at + j + 3]! * share[j + 3]!;
      }
      for (; j < columns; j++) a += transfer[at + j]! * share[j]!;
      return base + (a + b) + (c + d);
    }
    const q = this.pooling[i]!;
    let sum = base;
    for (let j = 0; j < columns; j++) {
      const tau = transfer[at + j]!;
      if (tau === 0) {
        row[j] = 0;
        continue;
      }
      const eta = saturation === null ? 0 : saturation[at + j]!;
      const rho = share[j]!;
      let x: number;
      let slope: number;
      if (eta === 0) {
        x = tau * rho;
        slope = tau;
      } else {
        const fade = Math.expm1(-eta * rho);
        x = (-tau * fade) / eta;
        slope = tau * (1 + fade);
      }
      if (q === 1) {
        sum += x;
        row[j] = slope;
      } else {
        const y = x > 0 ? Math.pow(x, q) : signedPower(x, q);
        sum += y;
        if (slopes) row[j] = x === 0 ? (q < 1 ? Infinity : 0) : (y / x) * slope;
      }
    }
    return sum;
  }

  /** From P to log r̃ and the reducible part of the loss of row i. */
  #close(i: number, r: Float64Array, pooled: number): number {
    let z = Math.log(pooled) / this.pooling[i]!;
    const interference = this.interference;
    if (interference !== null) {
      const at = i * this.columns;
      let sum = 0;
      for (let j = 0; j < this.columns; j++) sum += interference[at + j]! * r[j]!;
      z -= sum;
    }
    z -= this.#interferenceBase[i]!;
    this.logEffective[i] = z;
    const gain = this.gain[i]!;
    const part = gain === 0 ? 0 : gain * Math.exp(-this.exponent[i]! * z);
    this.reducible[i] = part;
    return part;
  }
}

function finite(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}

/** u/D of language s: the share that is one epoch. */
function epochShare(problem: AllocationProblem, s: number): number {
  const available = problem.available?.[s];
  return available == null ? Infinity : available / problem.tokens;
}

/** τ·(1 − exp(−η·ρ))/η, τ·ρ for η = 0. */
function saturated(tau: number, eta: number, rho: number): number {
  return eta === 0 ? tau * rho : (-tau * Math.expm1(-eta * rho)) / eta;
}

/** sign(x)·|x|^q: a negative transfer, which only a model given by hand can have, takes away. */
function signedPower(x: number, q: number): number {
  return q === 1 ? x : Math.sign(x) * Math.abs(x) ** q;
}
