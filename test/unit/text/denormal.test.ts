import { expect, it } from 'vitest';
import { clearDenormals, withoutDenormal } from '../../../src/core/text/denormal.ts';

it('takes numbers that no double holds in full for zero, and no others', () => {
  expect([5e-324, -1e-310, 2.3e-308, 0.1, -3].map(withoutDenormal)).toEqual([0, 0, 2.3e-308, 0.1, -3]);
  const json = { list: [5e-324, [1e-320, 2]], one: 1e-309, name: 'x', none: null };
  clearDenormals(json);
  expect(json).toEqual({ list: [0, [0, 2]], one: 0, name: 'x', none: null });
});
