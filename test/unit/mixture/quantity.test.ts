import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuantity } from '../../../src/core/mixture/quantity.ts';

describe('parseQuantity', () => {
  it.each([
    ['0.45', 0.45],
    ['.5', 0.5],
    ['5.', 5],
    ['+3', 3],
    ['-0.1', -0.1],
    ['1e-3', 1e-3],
    ['1.2T', 1.2e12],
    ['640B', 640e9],
    ['7M', 7e6],
    ['3k', 3e3],
    ['1.2 T', 1.2e12],
    ['12%', 0.12],
    ['1/3', 1 / 3],
    ['0.5 - 0.12', 0.38],
    ['50% - 3%', 0.47],
    ['1/50%', 2],
    ['-(1 + 2) * 3', -9],
    ['2*640B', 1.28e12],
    ['1 - 0.2 - 0.3', 0.5],
  ])('reads %s', (text, value) => {
    const result = parseQuantity(text);
    expect('value' in result && result.value / value).toBeCloseTo(1, 12);
  });

  it.each([
    'sqrt(2)',
    'sqrt 2',
    'x = 1',
    'x',
    'e',
    'pi',
    'i',
    '2i',
    'import("fs")',
    'createUnit("foo")',
    '5 cm',
    '1:1000000000',
    '[1, 2]',
    'zeros(1000000000)',
    'ones(1e9)',
    '9^9^9^9',
    '9**9',
    '1e99999',
    '1e309',
    '170!',
    '10 % 3',
    '(50)%',
    '3%%',
    '2 (3)',
    '1 2',
    '1;2',
    '1\n2',
    'a.b',
    '"a".constructor',
    'constructor',
    'cos.constructor("return process")()',
    'f(x) = x',
    '{a: 1}.a',
    '1 == 1',
    'true',
    'null',
    '1 and 1',
    '0x10',
    '0b1',
    "1'",
    '1 to 2',
    '1/0',
    '0/0',
    'Infinity',
    'NaN',
    '1_000',
    '1,000',
    '0,5',
    '5K',
    '5m',
    '5G',
    '',
    '  ',
    '-',
    '(1',
    '1..2',
    '１',
    `${'('.repeat(100_000)}1`,
    '1+'.repeat(50_000) + '1',
  ])('refuses %s', (text) => {
    expect(parseQuantity(text)).toHaveProperty('error');
  });

  it('never throws and never gives what is not a finite number', () => {
    const token = fc.constantFrom(...'1|2.5|%|T|k|+|-|*|/|(|)| |e|.|1e5|x|,|^'.split('|'));
    const sums = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), sums), (text) => {
        const result = parseQuantity(text);
        expect('error' in result ? result.error !== '' : Number.isFinite(result.value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('says which suffixes there are', () => {
    expect(parseQuantity('5K')).toEqual({
      error: '`K` is no suffix; there are `k`, `M`, `B`, `T` (case matters) and `%`',
    });
  });
});
