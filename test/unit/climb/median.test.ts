import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, robustSpread } from '../../../src/core/climb/dense/median.ts';

describe('the median', () => {
  const numbers = fc.array(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1, noNaN: true })),
    { minLength: 1, maxLength: 40 },
  );

  it('is the middle of the sorted list, whatever its order and however often a value is in it', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const values = Float64Array.from(list);
        const sorted = list.toSorted((a, b) => a - b);
        const [low, high] = [sorted[(list.length - 1) >> 1]!, sorted[list.length >> 1]!];
        expect(median(values)).toBeCloseTo((low + high) / 2, 15);
        expect([...values]).toEqual(list);
      }),
    );
  });

  it('takes what is no number for the largest', () => {
    expect(median(Float64Array.of(NaN, 2, 1))).toBe(2);
    expect(robustSpread([NaN, -2, 1])).toBe(1.4826 * 2);
  });
});
