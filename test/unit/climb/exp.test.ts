import { expect, test } from 'vitest';
import { exp } from '../../../src/core/climb/dense/exp.ts';
import { random } from './models.ts';

test('the exponential is that of the language to the rounding of what is beneath it', () => {
  const next = random(7);
  for (const width of [1e-6, 1, 40, 1400])
    for (let i = 0; i < 20_000; i++) {
      const x = width * (next() - 0.5);
      const error = Math.abs(exp(x) / Math.exp(x) - 1);
      expect(error / (2 + Math.abs(x))).toBeLessThan(2 ** -51);
    }
});

test('the exponential of what lies beyond all doubles is zero, infinite or no number', () => {
  expect([exp(0), exp(-1e4), exp(1e4), exp(-Infinity), exp(Infinity), exp(NaN)]).toEqual([
    1,
    0,
    Infinity,
    0,
    Infinity,
    NaN,
  ]);
});
