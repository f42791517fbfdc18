import { addRows } from '../dense/rows.ts';
import { saturated, signedPower, type CompiledModel, type LawRows } from './compiled.ts';
import { discountRepetition } from './repetition.ts';

/** What an evaluator says of its rows as it is made: it is read in the innermost loops, so it lies in the evaluator itself. */
export abstract class RowsOfLaw implements LawRows {
  readonly rows: number;
  readonly columns: number;
  readonly exponent: Float64Array;
  readonly pooling: Float64Array;
  readonly gain: Float64Array;
  readonly offset: number;
  readonly interference: Float64Array | null;

  constructor(law: LawRows) {
    this.rows = law.rows;
    this.columns = law.columns;
    this.exponent = law.exponent;
    this.pooling = law.pooling;
    this.gain = law.gain;
    this.offset = law.offset;
    this.interference = law.interference;
  }
}

/**
 * A compiled model with its derivatives: a value costs one pass over the matrix and a gradient not much more. Buffers are reused: what a method leaves in a field holds until the next call.
 *
 *     z[t] = log r̃[t] = (1/q) log P[t] − Σ χ[t][s]·r[s],   P[t] = base[t] + Σ x[t][s]^q
 *     F    = offset + Σ gain[t]·exp(−γ[t]·z[t])
 *
 * The own share is an entry with transfer 1. Source: arXiv 2509.15556 (interaction-aware ratio), He et al. 2024 (the law);
 * pooling, interference, floor and budget scale are ours (docs/model.md).
 */
export class Evaluator extends RowsOfLaw {
  readonly compiled: CompiledModel;
  /** log r̃, per row; −Infinity or NaN where r̃ is not positive. */
  readonly logEffective: Float64Array;
  /** The part of F above the offset, per row. */
  readonly reducible: Float64Array;

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
  /** P of every row at the shares seen last, and these: a mixture that was found good is asked for its slopes next. */
  readonly #pooled: Float64Array;
  readonly #seen: Float64Array;
  #slopes = new Float64Array(0);
  /** After `linearise`: −(∂²P/∂r²)/(∂P/∂r), rows × columns; null when only repetition bends. */
  #bends: Float64Array | null = null;

  constructor(compiled: CompiledModel) {
    const { rows, columns, pooling, transfer, saturation } = compiled;
    super(compiled);
    this.compiled = compiled;
    this.logEffective = new Float64Array(rows);
    this.reducible = new Float64Array(rows);
    this.#transfer = transfer;
    this.#saturation = saturation;
    this.#base = compiled.base;
    this.#interferenceBase = compiled.interferenceBase;
    this.#epochShare = compiled.epochShare;
    this.#repetition = compiled.repetition;
    this.#linear = Array.from(pooling, (q, i) => {
      if (q !== 1) return false;
      if (saturation === null) return true;
      for (let at = i * columns; at < (i + 1) * columns; at++)
        if (saturation[at] !== 0 && transfer[at] !== 0) return false;
      return true;
    });
    this.#share = new Float64Array(columns);
    this.#shareSlope = new Float64Array(columns);
    this.#shareBend = new Float64Array(columns);
    this.#row = new Float64Array(columns);
    this.#pooled = new Float64Array(rows);
    this.#seen = new Float64Array(columns).fill(NaN);
  }

  /** After `linearise`: ∂z/∂r without interference, rows × columns. */
  get slopes(): Float64Array {
    return this.#slopes;
  }

  /** F at shares r (one per variable); Infinity where a loss is not finite. Fills `logEffective` and `reducible`. O(n²). */
  value(r: Float64Array): number {
    discountRepetition(r, this.#epochShare, this.#share, this.#shareSlope, this.#shareBend, this.#repetition);
    let sum = 0;
    for (let i = 0; i < this.rows; i++) sum += this.#close(i, r, (this.#pooled[i] = this.#pool(i, false)));
    this.#seen.set(r);
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
      this.#slopes = new Float64Array(rows * columns);
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
    const isSeen = this.#seen.every((share, j) => share === r[j]);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const at = i * columns;
      const linear = this.#linear[i]!;
      const pooled = isSeen && linear ? this.#pooled[i]! : this.#pool(i, true);
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

  /** After `linearise`: Σ weight[t]·∇z[t]. */
  combine(weight: Float64Array): Float64Array {
    const sum = new Float64Array(this.columns);
    const some = Int32Array.from(weight.keys()).filter((t) => weight[t] !== 0);
    const factor = Float64Array.from(some, (t) => weight[t]!);
    addRows(sum, this.slopes, some, factor);
    if (this.interference !== null)
      addRows(
        sum,
        this.interference,
        some,
        factor.map((w) => -w),
      );
    return sum;
  }

  /** After `linearise`: Σ_t weight[t]·slopes[t][s]·bend[t][s], the diagonal of −Σ weight·∇²z beyond its rank-one parts. */
  bendDiagonal(weight: Float64Array, diagonal: Float64Array): void {
    const { rows, columns, slopes } = this;
    const bends = this.#bends;
    diagonal.fill(0);
    if (bends === null && this.#shareBend.every((bend) => bend === 0)) return;
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
        const u = eta * rho;
        // Of gone = 1 − e^(−u) and left = e^(−u) the smaller is computed, and the larger follows: the other way round its digits cancel.
        const near = u < 1;
        const small = near ? -Math.expm1(-u) : Math.exp(-u);
        const gone = near ? small : 1 - small;
        x = (tau * gone) / eta;
        slope = tau * (near ? 1 - small : small);
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

/** What the optimisers ask of a model at a mixture: the evaluator's, over its own columns or over others. */
export type Objective = Omit<Evaluator, 'compiled'>;
