/**
 * The point of a box with a given sum that is nearest to `point`, distances being (x − point)²/metric: `x = point − ν·metric` cut to the
 * box, by Newton's method on ν within a bracket; `point` is overwritten.
 */
export function project(
  total: number,
  lower: Float64Array,
  upper: Float64Array,
  metric: Float64Array,
  point: Float64Array,
): void {
  const n = point.length;
  let low = -Infinity;
  let high = Infinity;
  let nu = 0;
  for (let round = 0; round < 200; round++) {
    let sum = 0;
    let slope = 0;
    for (let j = 0; j < n; j++) {
      const x = point[j]! - nu * metric[j]!;
      if (x <= lower[j]!) sum += lower[j]!;
      else if (x >= upper[j]!) sum += upper[j]!;
      else {
        sum += x;
        slope += metric[j]!;
      }
    }
    const excess = sum - total;
    if (excess > 0) low = nu;
    else high = nu;
    if (Math.abs(excess) <= 1e-16) break;
    let next = slope > 0 ? nu + excess / slope : NaN;
    // A step out of the bracket, or none: halve it, or widen it.
    if (!(next > low && next < high)) {
      if (next === nu) break;
      if (low === -Infinity)
        next = high - 2 * Math.max(1e-300, Math.abs(high)) - widest(lower, upper, metric);
      else if (high === Infinity)
        next = low + 2 * Math.max(1e-300, Math.abs(low)) + widest(lower, upper, metric);
      else next = (low + high) / 2;
      if (next === low || next === high) break;
    }
    nu = next;
  }
  for (let j = 0; j < n; j++)
    point[j] = Math.min(upper[j]!, Math.max(lower[j]!, point[j]! - nu * metric[j]!));
}

/** A change of ν that moves some share through its box. */
function widest(lower: Float64Array, upper: Float64Array, metric: Float64Array): number {
  let least = Infinity;
  for (let j = 0; j < metric.length; j++)
    if (upper[j]! > lower[j]!) least = Math.min(least, (upper[j]! - lower[j]!) / metric[j]!);
  return Number.isFinite(least) ? least : 1;
}
