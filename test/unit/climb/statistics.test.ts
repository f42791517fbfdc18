import { describe, expect, it } from 'vitest';
import {
  deviation,
  mean,
  rootMeanSquare,
  squaresAroundMean,
} from '../../../src/core/climb/dense/statistics.ts';

describe('statistics of a few values', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];

  it('are those of the textbook', () => {
    expect([mean(values), squaresAroundMean(values)]).toEqual([5, 32]);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 15);
    expect(rootMeanSquare([3, -4, 0, 0])).toBe(2.5);
  });

  it('know no size of no values', () => {
    expect(rootMeanSquare([])).toBe(0);
  });
});
