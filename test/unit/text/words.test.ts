import { describe, expect, it } from 'vitest';
import {
  count,
  epochs,
  fixed,
  list,
  percent,
  plusMinus,
  points,
  significant,
} from '../../../src/core/text/words.ts';

describe('Numbers as people read them', () => {
  it.each([
    [0.0612, '6.1\u00a0%'],
    [0.45, '45\u00a0%'],
    [0.0004, '0.04\u00a0%'],
    [-0.0123, '\u22121.2\u00a0%'],
    [0, '0\u00a0%'],
    [-0.00003, '0.00\u00a0%'],
  ])('gives %f as per cent', (value, text) => expect(percent(value)).toBe(text));

  it.each([
    [0.031, '+3.1'],
    [-0.004, '\u22120.4'],
    [-0.0001, '0.0'],
  ])('gives %f as percentage points', (value, text) => expect(points(value)).toBe(text));

  it('gives decimals with the minus of all other numbers', () =>
    expect(fixed(-0.12345, 3)).toBe('\u22120.123'));

  it('gives no sign to what rounds to zero', () => expect(fixed(-0.0001, 3)).toBe('0.000'));

  it.each([
    [4e6, '4\u00a0M'],
    [1.25e9, '1.25\u00a0B'],
    [999_700, '1\u00a0M'],
    [100e9, '100\u00a0B'],
    [12, '12'],
  ])('counts %d tokens', (value, text) => expect(count(value)).toBe(text));

  it.each([
    [0, '0'],
    [0.0048, '0.0048'],
    [1.254, '1.25'],
    [1.3e-11, '1.3e\u221211'],
    [-2, '\u22122.00'],
    [-1.2e-7, '\u22121.2e\u22127'],
  ])('gives %f with the digits that matter', (value, text) => expect(significant(value)).toBe(text));

  it('gives epochs finer where they are few', () => {
    expect([0.254, 3.21, 41.3].map(epochs)).toEqual(['0.25', '3.2', '41']);
  });

  it('joins words', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});

describe('A predicted loss', () => {
  it.each([
    [{ value: 1.5564, low: 1.484, high: 1.628 }, '1.556 ± 0.072'],
    [{ value: 1.5564, low: null, high: null }, '1.556'],
    [{ value: 3.473, low: 0.021, high: 78.806 }, 'unknown (0.021 to 78.806)'],
  ])('of %j reads %s', (predicted, text) =>
    expect(plusMinus(predicted).replaceAll('\u00a0', ' ')).toBe(text),
  );
});
