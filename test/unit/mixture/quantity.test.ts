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
    ['640B^0.3', 640e9 ** 0.3],
    ['2^-2', 0.25],
    ['-2^2', -4],
    ['2^3^2', 512],
    ['(1/3)^0.5', Math.sqrt(1 / 3)],
    ['sqrt(2)', Math.SQRT2],
    ['min(5%, 0.2, 1/3)', 0.05],
    ['max(1k, 2B, 3M)', 2e9],
    ['log(8, 2)', 3],
    ['log(640B)', Math.log(640e9)],
    ['exp(-1) * 2', 2 / Math.E],
    ['min(1.2T^0.3, sqrt(exp(2)))', Math.E],
  ])('reads %s', (text, value) => {
    const result = parseQuantity(text);
    expect('value' in result && result.value / value).toBeCloseTo(1, 12);
  });

  it.each([
    'sqrt 2',
    'sqrt',
    'sqrt()',
    'sqrt(1, 2)',
    'log(2, 3, 4)',
    'min()',
    'min([1, 2])',
    'min(1, x)',
    'sqrt = 1',
    'sqrt(x) = x',
    'sqrt.constructor("return process")()',
    'min["constructor"]',
    'min.apply(1)',
    'exp(1).constructor',
    'log(import)',
    'max(max)',
    'toString(1)',
    'constructor(1)',
    '__proto__(1)',
    'hasOwnProperty(1)',
    'log10(5)',
    'Sqrt(2)',
    'gamma(5)',
    'factorial(170)',
    'random()',
    'range(1, 1e9)',
    'evaluate("1")',
    'parse("1")',
    'sqrt(-1)',
    'log(0)',
    'log(-1)',
    'log(2, 1)',
    '(-8)^(1/3)',
    'exp(1000)',
    'exp(exp(exp(10)))',
    '2^101',
    '2^(1/0)',
    '0.5^-1e9',
    '10^100^100',
    '1/(1/0)',
    'min(1/0, 1)',
    '2 ^ ^ 2',
    '2 .^ 3',
    "min(1, 2)'",
    'min(1, 2) min(3, 4)',
    '2min(1, 2)',
    'if(1, 2, 3)',
    '1 ? 2 : 3',
    `${'sqrt('.repeat(30)}1`,
    `${'sqrt('.repeat(50_000)}1`,
    `2${'^2'.repeat(98)}`,
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
    const words =
      '1|2.5|%|T|k|+|-|*|/|(|)| |e|.|1e5|x|,|^|min|max(|sqrt(|log(|exp|constructor|[|]|=|"|{|}|!|:|;|?';
    const token = fc.constantFrom(...words.split('|'));
    const formulas = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), formulas), (text) => {
        const result = parseQuantity(text);
        expect('error' in result ? result.error !== '' : Number.isFinite(result.value)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads only numbers, its own functions and operators: every other name is refused', () => {
    const name = fc.stringMatching(/^[A-Za-z_]\w{0,12}$/);
    const own = new Set(['min', 'max', 'sqrt', 'log', 'exp']);
    const place = fc.constantFrom<(name: string) => string>(
      (name) => name,
      (name) => `${name}(1)`,
      (name) => `1 + ${name}`,
      (name) => `min(1, ${name})`,
      (name) => `min(1, ${name}(2))`,
      (name) => `2^${name}`,
    );
    const builtIn = fc.constantFrom(
      ...Object.getOwnPropertyNames(Object.prototype),
      ...Object.getOwnPropertyNames(Function.prototype),
      ...Object.getOwnPropertyNames(globalThis).filter((word) => /^[A-Za-z_]\w*$/.test(word)),
    );
    fc.assert(
      fc.property(fc.oneof(name, builtIn), place, (word, write) => {
        fc.pre(!own.has(word));
        expect(parseQuantity(write(word))).toHaveProperty('error');
      }),
      { numRuns: 2000 },
    );
  });

  it('calculates as written, whatever is put together', () => {
    // Each formula beside the same one in the words of JavaScript.
    const number = fc.double({ min: 0.01, max: 9, noNaN: true }).map((x) => x.toFixed(2));
    const { formula } = fc.letrec<{ formula: readonly [string, number] }>((tie) => ({
      formula: fc.oneof(
        { maxDepth: 3 },
        number.map((text) => [text, Number(text)] as const),
        fc
          .tuple(tie('formula'), tie('formula'))
          .map(([a, b]) => [`(${a[0]} + ${b[0]})`, a[1] + b[1]] as const),
        fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => [`${a[0]}*${b[0]}`, a[1] * b[1]] as const),
        fc.tuple(tie('formula'), number).map(([a, b]) => [`(${a[0]})^${b}`, a[1] ** Number(b)] as const),
        fc
          .tuple(tie('formula'), tie('formula'))
          .map(([a, b]) => [`max(${a[0]}, ${b[0]})`, Math.max(a[1], b[1])] as const),
        tie('formula').map(([text, value]) => [`sqrt(${text})`, Math.sqrt(value)] as const),
      ),
    }));
    fc.assert(
      fc.property(formula, ([text, value]) => {
        fc.pre(text.length <= 200 && Number.isFinite(value));
        const result = parseQuantity(text);
        const close = 'value' in result && Math.abs(result.value - value) <= 1e-9 * Math.abs(value);
        expect(close).toBe(true);
      }),
    );
  });

  it.each(['constructor', 'toString', 'valueOf'])('knows no suffix %s, which any object has', (name) => {
    expect(parseQuantity(`3${name}`)).toHaveProperty(
      'error',
      expect.stringContaining('is not a suffix') as string,
    );
  });

  it('says which suffixes there are', () => {
    expect(parseQuantity('5K')).toEqual({
      error: '`K` is not a suffix; use `k`, `M`, `B`, `T` (case matters) and `%`',
    });
  });

  it.each(['NaN', 'many', '1T tokens'])('does not take %s for a function', (text) => {
    expect(parseQuantity(text)).toHaveProperty('error', expect.stringContaining('write a number'));
  });

  it('says which functions there are, and how many values they take', () => {
    expect(parseQuantity('log2(8)')).toEqual({
      error: '`log2` is not a function; there are `min`, `max`, `sqrt`, `exp`, `log`',
    });
    expect(parseQuantity('sqrt(1, 2)')).toEqual({ error: '`sqrt` takes 1 value' });
    expect(parseQuantity('2^1000')).toEqual({ error: 'exponents must not exceed 100' });
  });

  it.each([
    ['0,01', ['0.01']],
    ['5,5%', ['5.5%']],
    ['1,2T', ['1.2T']],
    ['-0,5', ['-0.5']],
    ['1,000', ['1000', '1.000']],
    ['1,000,000', ['1000000']],
    ['1_000', ['1000']],
    ['640 000 000', ['640000000']],
  ])('offers what %s may mean', (text, meant) => {
    expect(parseQuantity(text)).toHaveProperty('meant', meant);
  });
});
