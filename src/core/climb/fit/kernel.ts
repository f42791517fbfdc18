import { exp } from '../dense/exp.ts';
import { powers } from '../model/terms.ts';
import type { Layout } from './layout.ts';
import type { TargetData } from './target-data.ts';

// log((1 − e^(−u))/u) = −u/2 + Σ b_n·u^(2n) with b_n = B_2n/(2n·(2n)!), B the Bernoulli numbers; to 1e-12 up to u = 1. d_n = 2n·b_n.
const b1 = 1 / 24;
const b2 = -1 / 2880;
const b3 = 1 / 181440;
const b4 = -1 / 9676800;
const b5 = 1 / 479001600;
const b6 = -691 / 15692092416000;
const [d1, d2, d3, d4, d5, d6] = [2 * b1, 4 * b2, 6 * b3, 8 * b4, 10 * b5, 12 * b6];

/** What is known of each row that is evaluated before its loss is: one number a row each. */
interface Sums {
  /** P, with the floor and the target's own share. */
  readonly pool: Float64Array;
  /** Σ T·log T^(1/q) over all terms T of the pool: what the derivative by q needs. */
  readonly entropy: Float64Array;
  /** What other languages have in the pool. */
  readonly transferred: Float64Array;
  /** What interference takes from log r̃. */
  readonly taken: Float64Array;
  /** ∂log L/∂log r̃. */
  readonly perEffective: Float64Array;
}

const sumsOf = (rows: number): Sums => ({
  pool: new Float64Array(rows),
  entropy: new Float64Array(rows),
  transferred: new Float64Array(rows),
  taken: new Float64Array(rows),
  perEffective: new Float64Array(rows),
});

/** Served the last evaluations, and serves the next. */
let kept = sumsOf(0);

/**
 * Residuals of log-loss, log L_i(θ) − log L_i, of one target over its runs, and their derivatives with respect to the
 * parameters (docs/model.md, equations of the effective ratio and the loss). Hand-written, and allocates next to nothing: it is where a fit spends its time.
 *
 * Works in logarithms: with the terms T of the pool, P = ΣT, ∂log r̃/∂log(term)^(1/q) = T/P. Goes through the rows once for each part of
 * the law, so that engines compile each part once, whichever forms are fitted after one another.
 *
 * `rows` picks the rows to be evaluated, in order; residual k belongs to row `rows[k]`.
 */
export function evaluateTarget(
  data: TargetData,
  layout: Layout,
  rows: Int32Array,
  theta: Float64Array,
  residual: Float64Array,
  jacobian: Float64Array | null,
): void {
  if (kept.pool.length < rows.length) kept = sumsOf(rows.length);
  const at: Evaluation = { data, layout, rows, theta, jacobian, sums: kept };
  if (jacobian !== null) clear(at, jacobian);
  if (layout.saturation >= 0 || layout.pooling >= 0) poolBent(at);
  else poolLinear(at);
  if (layout.interference >= 0) interfere(at);
  else kept.taken.fill(0, 0, rows.length);
  compare(at, residual);
  if (jacobian !== null) chain(at, jacobian);
}

interface Evaluation {
  readonly data: TargetData;
  readonly layout: Layout;
  readonly rows: Int32Array;
  readonly theta: Float64Array;
  readonly jacobian: Float64Array | null;
  readonly sums: Sums;
}

/** What no source of a row will write; where a row has all of them, everything is written. */
function clear({ data: { start }, layout, rows }: Evaluation, jacobian: Float64Array): void {
  const n = layout.size;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    if (start[i + 1]! - start[i]! < layout.sources) jacobian.fill(0, k * n, (k + 1) * n);
  }
}

/** The pool of a law whose transfers are linear: T = τ·D^(−δ)·x. */
function poolLinear({ data, layout, rows, theta, jacobian, sums }: Evaluation): void {
  const { own, start, source, share, logTokens } = data;
  const floor = Math.exp(theta[layout.floor]!);
  const delta = layout.delta < 0 ? 0 : theta[layout.delta]!;
  const tau = Float64Array.from({ length: layout.sources }, (_, s) => Math.exp(theta[layout.transfer + s]!));
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const first = k * layout.size + layout.transfer;
    const shrinking = delta * logTokens[i]!;
    const shrunk = shrinking === 0 ? 1 : exp(-shrinking);
    let pool = floor + own[i]!;
    let transferred = 0;
    const end = start[i + 1]!;
    for (let p = start[i]!; p < end; p++) {
      const s = source[p]!;
      const term = tau[s]! * shrunk * share[p]!;
      pool += term;
      transferred += term;
      if (jacobian !== null) jacobian[first + s] = term;
    }
    sums.pool[k] = pool;
    sums.transferred[k] = transferred;
  }
}

/** The pool of a law whose transfers saturate or whose languages pool with an exponent: T = (τ·D^(−δ)·(1 − e^(−ηx))/η)^q. */
function poolBent({ data, layout, rows, theta, jacobian, sums }: Evaluation): void {
  const { own, logOwn, start, source, share, logShare, logTokens } = data;
  const { transfer: atTransfer, saturation: atSaturation } = layout;
  const saturating = atSaturation >= 0;
  const pooling = layout.pooling >= 0;
  const q = pooling ? theta[layout.pooling]! : 1;
  const logFloor = theta[layout.floor]!;
  const floorTerm = Math.exp(q * logFloor);
  const delta = layout.delta < 0 ? 0 : theta[layout.delta]!;
  const eta = new Float64Array(layout.sources);
  if (saturating) for (let s = 0; s < eta.length; s++) eta[s] = Math.exp(theta[atSaturation + s]!);
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const base = k * layout.size;
    const r = own[i]!;
    const ownTerm = r > 0 && pooling ? exp(q * logOwn[i]!) : r;
    const shrinking = delta * logTokens[i]!;
    let pool = floorTerm + ownTerm;
    let entropy = floorTerm * logFloor + ownTerm * logOwn[i]!;
    let transferred = 0;
    const end = start[i + 1]!;
    for (let p = start[i]!; p < end; p++) {
      const x = share[p]!;
      const s = source[p]!;
      if (x === 0) {
        if (jacobian !== null) {
          jacobian[base + atTransfer + s] = 0;
          if (saturating) jacobian[base + atSaturation + s] = 0;
        }
        continue;
      }
      let slope = 0;
      let logAmount = theta[atTransfer + s]! - shrinking + logShare[p]!;
      if (saturating) {
        const u = eta[s]! * x;
        if (u < 1) {
          // log((1 − e^(−u))/u) and its slope by their series: sums and products are a third of the cost.
          const v = u * u;
          logAmount += v * (b1 + v * (b2 + v * (b3 + v * (b4 + v * (b5 + v * b6))))) - 0.5 * u;
          slope = v * (d1 + v * (d2 + v * (d3 + v * (d4 + v * (d5 + v * d6))))) - 0.5 * u;
        } else {
          const gone = exp(-u);
          logAmount += Math.log((1 - gone) / u);
          slope = (u * gone) / (1 - gone) - 1;
        }
      }
      const term = exp(q * logAmount);
      entropy += term * logAmount;
      pool += term;
      transferred += term;
      if (jacobian !== null) {
        jacobian[base + atTransfer + s] = term;
        if (saturating) jacobian[base + atSaturation + s] = term * slope;
      }
    }
    sums.pool[k] = pool;
    sums.entropy[k] = entropy;
    sums.transferred[k] = transferred;
  }
}

/** What all sources take from log r̃: Σ χ·r. */
function interfere({ data, layout, rows, theta, sums }: Evaluation): void {
  const { start, source, tokenShare } = data;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    let taken = 0;
    for (let p = start[i]!; p < start[i + 1]!; p++)
      taken += theta[layout.interference + source[p]!]! * tokenShare[p]!;
    sums.taken[k] = taken;
  }
}

/** Residuals from what the pools hold, the derivatives that are one number a row, and ∂log L/∂log r̃ for the others. */
function compare({ data, layout, rows, theta, jacobian, sums }: Evaluation, residual: Float64Array): void {
  const { logTokens, logParameters, logLoss } = data;
  const logQuantity = { tokens: logTokens, parameters: logParameters };
  const gamma = theta[layout.exponent]!;
  const irreducible = layout.irreducible < 0 ? 0 : theta[layout.irreducible]!;
  const q = layout.pooling < 0 ? 1 : theta[layout.pooling]!;
  const floorTerm = Math.exp(q * theta[layout.floor]!);
  const c = Math.exp(theta[layout.coefficient]!);
  const logOfC = Math.log(c);
  const falling = powers.flatMap(({ level, exponent, quantity }) =>
    layout[level.name] < 0
      ? []
      : [{ at: layout[level.name], exponent: layout[exponent.name], log: logQuantity[quantity] }],
  );
  /** What each of these adds to C in the row. */
  const fallen = new Float64Array(falling.length);
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const pool = sums.pool[k]!;
    const logPool = Math.log(pool);
    const logEffective = logPool / q - sums.taken[k]!;
    let level = c;
    for (let d = 0; d < falling.length; d++) {
      const { at, exponent, log } = falling[d]!;
      level += fallen[d] = exp(theta[at]! - theta[exponent]! * log[i]!);
    }
    const logLevel = falling.length > 0 ? Math.log(level) : logOfC;
    const logReducible = logLevel - gamma * logEffective;
    const reducible = exp(logReducible);
    const loss = irreducible + reducible;
    residual[k] = (irreducible === 0 ? logReducible : Math.log(loss)) - logLoss[i]!;
    if (jacobian === null) continue;
    // ∂log L/∂log(reducible part), then on through it.
    const part = reducible / loss;
    const perEffective = -gamma * part;
    const perTerm = perEffective / pool;
    sums.perEffective[k] = perEffective;
    const base = k * layout.size;
    jacobian[base + layout.coefficient] = (part * c) / level;
    jacobian[base + layout.exponent] = -part * logEffective;
    jacobian[base + layout.floor] = perTerm * floorTerm;
    if (layout.irreducible >= 0) jacobian[base + layout.irreducible] = 1 / loss;
    for (let d = 0; d < falling.length; d++) {
      const { at, exponent, log } = falling[d]!;
      jacobian[base + at] = (part * fallen[d]!) / level;
      jacobian[base + exponent] = (-part * fallen[d]! * log[i]!) / level;
    }
    if (layout.delta >= 0) jacobian[base + layout.delta] = -perTerm * sums.transferred[k]! * logTokens[i]!;
    if (layout.pooling >= 0)
      jacobian[base + layout.pooling] = perEffective * ((sums.entropy[k]! / pool - logPool / q) / q);
  }
}

/** From derivatives of the pool to those of the residual, and those by interference. */
function chain({ data, layout, rows, sums }: Evaluation, jacobian: Float64Array): void {
  const { start, source, tokenShare } = data;
  const { transfer: atTransfer, saturation: atSaturation, interference: atInterference } = layout;
  const saturating = atSaturation >= 0;
  const interfering = atInterference >= 0;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const base = k * layout.size;
    const perEffective = sums.perEffective[k]!;
    const perTerm = perEffective / sums.pool[k]!;
    const end = start[i + 1]!;
    for (let p = start[i]!; p < end; p++) {
      const s = source[p]!;
      jacobian[base + atTransfer + s]! *= perTerm;
      if (saturating) jacobian[base + atSaturation + s]! *= perTerm;
      if (interfering) jacobian[base + atInterference + s] = -perEffective * tokenShare[p]!;
    }
  }
}
