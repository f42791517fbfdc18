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

/**
 * Residuals of log-loss, log L_i(θ) − log L_i, of one target over its runs, and their derivatives with respect to the
 * parameters (docs/model.md, equations of the effective ratio and the loss). Hand-written and allocation-free: it is where a fit spends its time.
 *
 * Works in logarithms: with the terms T of the pool, P = ΣT, ∂log r̃/∂log(term)^(1/q) = T/P.
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
  const { own, logOwn, start, source, share, logShare, tokenShare, logTokens, logParameters, logLoss } = data;
  const logQuantity = { tokens: logTokens, parameters: logParameters };
  const n = layout.size;
  const { transfer: atTransfer, saturation: atSaturation, interference: atInterference } = layout;
  const saturating = layout.saturation >= 0;
  const interfering = layout.interference >= 0;
  const logC = theta[layout.coefficient]!;
  const gamma = theta[layout.exponent]!;
  const logFloor = theta[layout.floor]!;
  const irreducible = layout.irreducible < 0 ? 0 : theta[layout.irreducible]!;
  const pooling = layout.pooling >= 0;
  const q = pooling ? theta[layout.pooling]! : 1;
  const delta = layout.delta < 0 ? 0 : theta[layout.delta]!;
  const c = Math.exp(logC);
  const logOfC = Math.log(c);
  const floorTerm = Math.exp(q * logFloor);
  const falling = powers.flatMap(({ level, exponent, quantity }) =>
    layout[level.name] < 0
      ? []
      : [{ at: layout[level.name], exponent: layout[exponent.name], log: logQuantity[quantity] }],
  );
  /** What each of these adds to C in the row. */
  const fallen = new Float64Array(falling.length);
  const tau = new Float64Array(layout.sources);
  const eta = new Float64Array(layout.sources);
  for (let s = 0; s < layout.sources; s++) {
    tau[s] = Math.exp(theta[layout.transfer + s]!);
    if (saturating) eta[s] = Math.exp(theta[layout.saturation + s]!);
  }
  jacobian?.fill(0);
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const base = k * n;
    const ld = logTokens[i]!;
    const r = own[i]!;
    const ownTerm = r > 0 && pooling ? exp(q * logOwn[i]!) : r;
    let pool = floorTerm + ownTerm;
    let transferred = 0;
    const shrinking = delta * ld;
    const shrunk = saturating || pooling || shrinking === 0 ? 1 : exp(-shrinking);
    let entropy = floorTerm * logFloor + ownTerm * logOwn[i]!;
    let taken = 0;
    const end = start[i + 1]!;
    for (let p = start[i]!; p < end; p++) {
      const s = source[p]!;
      const x = share[p]!;
      if (interfering) taken += theta[atInterference + s]! * tokenShare[p]!;
      if (x === 0) continue;
      let term: number;
      let slope = 0;
      if (saturating || pooling) {
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
        term = exp(q * logAmount);
        entropy += term * logAmount;
      } else term = tau[s]! * shrunk * x;
      pool += term;
      transferred += term;
      if (jacobian !== null) {
        jacobian[base + atTransfer + s] = term;
        if (saturating) jacobian[base + atSaturation + s] = term * slope;
      }
    }
    const logPool = Math.log(pool);
    const logEffective = logPool / q - taken;
    let level = c;
    let logLevel = logOfC;
    for (let d = 0; d < falling.length; d++) {
      const { at, exponent, log } = falling[d]!;
      level += fallen[d] = exp(theta[at]! - theta[exponent]! * log[i]!);
    }
    if (falling.length > 0) logLevel = Math.log(level);
    const logReducible = logLevel - gamma * logEffective;
    const reducible = exp(logReducible);
    const loss = irreducible + reducible;
    residual[k] = (irreducible === 0 ? logReducible : Math.log(loss)) - logLoss[i]!;
    if (jacobian === null) continue;
    // ∂log L/∂log(reducible part), then on through it.
    const part = reducible / loss;
    const perEffective = -gamma * part;
    const perTerm = perEffective / pool;
    jacobian[base + layout.coefficient] = (part * c) / level;
    jacobian[base + layout.exponent] = -part * logEffective;
    jacobian[base + layout.floor] = perTerm * floorTerm;
    if (layout.irreducible >= 0) jacobian[base + layout.irreducible] = 1 / loss;
    for (let d = 0; d < falling.length; d++) {
      const { at, exponent, log } = falling[d]!;
      jacobian[base + at] = (part * fallen[d]!) / level;
      jacobian[base + exponent] = (-part * fallen[d]! * log[i]!) / level;
    }
    if (layout.delta >= 0) jacobian[base + layout.delta] = -perTerm * transferred * ld;
    if (layout.pooling >= 0) {
      jacobian[base + layout.pooling] = perEffective * ((entropy / pool - logPool / q) / q);
    }
    for (let p = start[i]!; p < end; p++) {
      const s = source[p]!;
      jacobian[base + atTransfer + s]! *= perTerm;
      if (saturating) jacobian[base + atSaturation + s]! *= perTerm;
      if (interfering) jacobian[base + atInterference + s] = -perEffective * tokenShare[p]!;
    }
  }
}
