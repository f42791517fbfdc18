import { expect, it } from 'vitest';
import { elementAt, lastOf, valueFor } from '../../../src/core/text/elements.ts';

it('gives what is there, whatever it counts as in a condition', () => {
  expect(elementAt([3, 0], 1)).toBe(0);
  expect(elementAt(Float64Array.of(0.5, NaN), 1)).toBeNaN();
  expect(lastOf(['a', ''])).toBe('');
  expect(valueFor(new Map([['en', null]]), 'en')).toBeNull();
});

it.each([
  ['an index beyond the end', () => elementAt([1], 1)],
  ['an index before the beginning', () => elementAt([1], -1)],
  ['an index of no search', () => elementAt([1], NaN)],
  ['the last of none', () => lastOf([])],
  ['a key that is not there', () => valueFor(new Map([['en', 1]]), 'de')],
])('throws at %s, where what follows would compute with nothing', (_, take) => {
  expect(take).toThrow(RangeError);
});
