import { expect, test } from 'vitest';
import { different, vary } from '../../../src/core/runs/budgets.ts';

test('Budgets that differ by the rounding of their parts are one', () => {
  expect(different([9.99e9, 10e9, null, 10.01e9])).toBe(1);
  expect(different([1e9, 10e9, 9.99e9, 1.02e9])).toBe(3);
  expect(different([null])).toBe(0);
});

test('Budgets tell a law only where they are further apart than that', () => {
  expect(vary([9.99e9, 10e9, 10.4e9])).toBe(false);
  expect(vary([9.99e9, null, 20e9])).toBe(true);
  expect(vary([null])).toBe(false);
});
