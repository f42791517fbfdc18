import { sumOf } from './vectors.ts';

type Values = readonly number[] | Float64Array;

/** Of at least one value. */
export const mean = (values: Values): number => sumOf(values) / values.length;

/** Σ (value − mean)². */
export function squaresAroundMean(values: Values): number {
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  return sum;
}

/** 1 − residual over total sum of squares, of at least one value; null where all observations are equal. */
export function r2(observed: Values, predicted: Values): number | null {
  const total = squaresAroundMean(observed);
  let missed = 0;
  for (let i = 0; i < observed.length; i++) missed += (observed[i]! - predicted[i]!) ** 2;
  return total > 0 ? 1 - missed / total : null;
}

/** Standard deviation of a sample of at least two values. */
export const deviation = (values: Values): number =>
  Math.sqrt(squaresAroundMean(values) / (values.length - 1));

/** 0 of no values. */
export const rootMeanSquare = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.sqrt(mean(values.map((value) => value * value)));
