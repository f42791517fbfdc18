import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonFloat } from '../../../src/core/formats/reading/scalars.ts';
import { decimal } from '../../../src/core/text/decimal.ts';
import { resolvePlain } from '../../../src/core/text/yaml11.ts';

// Values observed with PyYAML 6.0.3 and OmegaConf.
describe('an unquoted scalar', () => {
  it.each([
    ['no', false, false],
    ['On', true, true],
    ['1e-3', '1e-3', 0.001],
    ['1.0e3', '1.0e3', 1000],
    ['1.0e-3', 0.001, 0.001],
    ['0,5', '0,5', '0,5'],
    ['50%', '50%', '50%'],
    ['012', 10, 10],
    ['1:30', 90, 90],
    ['0:30', '0:30', '0:30'],
    ['0:30.5', 30.5, 30.5],
    ['.5', 0.5, 0.5],
    ['1_000', 1000, 1000],
    ['~', null, null],
    ['.inf', Infinity, Infinity],
  ])('%s', (text, pyyaml, omegaconf) => {
    expect(resolvePlain(text, 'pyyaml')).toBe(pyyaml);
    expect(resolvePlain(text, 'omegaconf')).toBe(omegaconf);
  });
});

it('reads numbers as float() does', () => {
  expect(['1e5', ' 3 ', '1_0', '.5', '-1.'].map(pythonFloat)).toEqual([1e5, 3, 10, 0.5, -1]);
  expect(['', '0,5', '1__0', '5%', 'a'].map(pythonFloat)).toEqual([null, null, null, null, null]);
  expect(pythonFloat('nan')).toBeNaN();
});

it('writes plain decimals that every reader takes for the same number', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e15, noNaN: true }), (value) => {
      const text = decimal(value);
      expect(text).toMatch(/^\d+(?:\.\d*[1-9])?$/);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(1e-11 * value);
      expect(pythonFloat(text)).toBe(Number(text));
    }),
  );
});
