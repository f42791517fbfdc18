import type { Layout } from './form.ts';
import type { TargetData } from './target-data.ts';

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
  const { own, start, source, share, tokenShare, logTokens, logParameters, logLoss } = data;
  const n = layout.size;
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
  const floorTerm = Math.exp(q * logFloor);
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
    const logOwn = pooling && r > 0 ? Math.log(r) : 0;
    const ownTerm = r > 0 && pooling ? Math.exp(q * logOwn) : r;
    let pool = floorTerm + ownTerm;
    let transferred = 0;
    const shrunk = delta === 0 ? 1 : Math.exp(-delta * ld);
    let entropy = floorTerm * logFloor + ownTerm * logOwn;
    let taken = 0;
    for (let p = start[i]!; p < start[i + 1]!; p++) {
      const s = source[p]!;
      const x = share[p]!;
      let amount = tau[s]! * shrunk * x;
      let slope = 0;
      if (saturating) {
        const u = eta[s]! * x;
        if (u < 1e-5) {
          amount *= 1 - 0.5 * u;
          slope = -0.5 * u;
        } else {
          const gone = Math.exp(-u);
          amount *= (1 - gone) / u;
          slope = (u * gone) / (1 - gone) - 1;
        }
      }
      let term = amount;
      if (pooling) {
        const logAmount = amount > 0 ? Math.log(amount) : 0;
        term = amount > 0 ? Math.exp(q * logAmount) : 0;
        entropy += term * logAmount;
      }
      pool += term;
      transferred += term;
      if (jacobian !== null) {
        jacobian[base + layout.transfer + s] = term;
        if (saturating) jacobian[base + layout.saturation + s] = term * slope;
      }
      if (interfering) taken += theta[layout.interference + s]! * tokenShare[p]!;
    }
    const logPool = Math.log(pool);
    const logEffective = logPool / q - taken;
    let level = c;
    let budgetTerm = 0;
    let sizeTerm = 0;
    if (layout.budget >= 0) {
      budgetTerm = Math.exp(theta[layout.budget]! - theta[layout.beta]! * ld);
      level += budgetTerm;
    }
    if (layout.model >= 0) {
      sizeTerm = Math.exp(theta[layout.model]! - theta[layout.alpha]! * logParameters[i]!);
      level += sizeTerm;
    }
    const logReducible = Math.log(level) - gamma * logEffective;
    const reducible = Math.exp(logReducible);
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
    if (layout.budget >= 0) {
      jacobian[base + layout.budget] = (part * budgetTerm) / level;
      jacobian[base + layout.beta] = (-part * budgetTerm * ld) / level;
    }
    if (layout.model >= 0) {
      jacobian[base + layout.model] = (part * sizeTerm) / level;
      jacobian[base + layout.alpha] = (-part * sizeTerm * logParameters[i]!) / level;
    }
    if (layout.delta >= 0) jacobian[base + layout.delta] = -perTerm * transferred * ld;
    if (layout.pooling >= 0) {
      jacobian[base + layout.pooling] = perEffective * ((entropy / pool - logPool / q) / q);
    }
    for (let p = start[i]!; p < start[i + 1]!; p++) {
      const s = source[p]!;
      jacobian[base + layout.transfer + s]! *= perTerm;
      if (saturating) jacobian[base + layout.saturation + s]! *= perTerm;
      if (interfering) jacobian[base + layout.interference + s] = -perEffective * tokenShare[p]!;
    }
  }
}
