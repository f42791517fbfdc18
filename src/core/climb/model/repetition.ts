/**
 * What repeated text is worth: shares after discounting repetition.
 *
 * Source: Muennighoff et al. 2023, arXiv 2305.16264, equation 5 (effective unique data), with their fitted R* = 15.39. Theirs
 * discounts tokens; here it is written for shares, the text of one epoch being the share u/D (docs/model.md).
 */

/** R*: how many repetitions' worth of text repeating can give at most. */
export const repetitionDecay = 15.39;

/**
 * Fills ρ, dρ/dr and d²ρ/dr² for every share: ρ = r up to one epoch, `(u/D)(1 + R*(1 − exp(−(e − 1)/R*)))` beyond. The slope is
 * continuous, the second derivative jumps at one epoch (its value there is the one from below, 0).
 *
 * @param decayAfter R*; null: repeated text counts as new
 * @param share r, any length; `epochShare` u/D of each (Infinity: no discount)
 */
export function discountRepetition(
  share: Float64Array,
  epochShare: Float64Array,
  value: Float64Array,
  slope: Float64Array,
  bend: Float64Array,
  decayAfter: number | null = repetitionDecay,
): void {
  for (let s = 0; s < share.length; s++) {
    const r = share[s]!;
    const unit = epochShare[s]!;
    if (r <= unit || (decayAfter === null && unit > 0)) {
      value[s] = r;
      slope[s] = 1;
      bend[s] = 0;
    } else if (unit === 0) {
      // Nothing on disk: no share is worth anything.
      value[s] = 0;
      slope[s] = 0;
      bend[s] = 0;
    } else {
      // By expm1, since of 1 − exp of next to nothing a large R* leaves no digit.
      const repeated = -(r - unit) / unit / decayAfter!;
      value[s] = unit * (1 - decayAfter! * Math.expm1(repeated));
      slope[s] = Math.exp(repeated);
      bend[s] = -slope[s]! / decayAfter! / unit;
    }
  }
}
