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

/** Standard deviation of a sample of at least two values. */
export const deviation = (values: Values): number =>
  Math.sqrt(squaresAroundMean(values) / (values.length - 1));

/** 0 of no values. */
export const rootMeanSquare = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.sqrt(mean(values.map((value) => value * value)));
