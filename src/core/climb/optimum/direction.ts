/**
 * Step 1 of the two steps (arXiv 2509.15556; docs/model.md): effective ratios of a given sum at which every language's marginal
 * benefit is the same, `e[t] = (k[t]/λ)^(1/(γ[t]+1))` with k = ω·γ·C.
 */

/** log e[t] at log λ; −Infinity for a language without weight (zero importance). */
export function logEffectiveAt(logLambda: number, gain: Float64Array, exponent: Float64Array): Float64Array {
  return exponent.map((gamma, t) => (Math.log(gain[t]! * gamma) - logLambda) / (gamma + 1));
}

export interface Direction {
  /** p[t] = e[t]/S, sums to 1. */
  readonly direction: Float64Array;
  /** log of the common marginal benefit λ. */
  readonly logLambda: number;
}

/**
 * The direction at total effective ratio `sum`: one root of a decreasing convex function of log λ (Newton with bisection as its
 * guard), accurate to rounding.
 *
 * @param gain ω·C per language, >= 0, not all 0; `exponent` γ > 0
 */
export function directionAt(sum: number, gain: Float64Array, exponent: Float64Array): Direction {
  // Σ e is a sum of exponentials of log λ, so its logarithm is convex and nearly linear: Newton on it needs few steps.
  const target = Math.log(sum);
  let logLambda = 0;
  for (let iteration = 0; iteration < 100; iteration++) {
    const e = logEffectiveAt(logLambda, gain, exponent);
    const { logSum, meanSlope } = logSumOf(e, exponent);
    const step = (logSum - target) / meanSlope;
    logLambda += step;
    if (Math.abs(step) <= 1e-15 * (1 + Math.abs(logLambda))) break;
  }
  const e = logEffectiveAt(logLambda, gain, exponent);
  const { logSum } = logSumOf(e, exponent);
  return { direction: e.map((x) => Math.exp(x - logSum)), logLambda };
}

/** log Σ exp(x), and −d/dlogλ of it. */
function logSumOf(x: Float64Array, exponent: Float64Array): { logSum: number; meanSlope: number } {
  const largest = x.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  let slope = 0;
  for (let t = 0; t < x.length; t++) {
    const e = Math.exp(x[t]! - largest);
    sum += e;
    slope += e / (exponent[t]! + 1);
  }
  return { logSum: largest + Math.log(sum), meanSlope: slope / sum };
}
