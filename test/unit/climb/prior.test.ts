import { expect, test } from 'vitest';
import { extendByPrior, priorModel } from '../../../src/core/climb/fit/prior-model.ts';

const en = { code: 'en', iso639_3: 'eng', script: 'Latn' };
const de = { code: 'de', iso639_3: 'deu', script: 'Latn' };
const ru = { code: 'ru', iso639_3: 'rus', script: 'Cyrl' };
const uk = { code: 'uk', iso639_3: 'ukr', script: null };
const ja = { code: 'ja', iso639_3: 'jpn', script: 'Jpan' };
const code = { code: 'code', iso639_3: null, script: null };

test('closer kin transfer more, and no more is claimed', () => {
  const model = priorModel([ru, uk, de, ja, code]);
  const toUkrainian = model.transfer.map((row) => row[1]!);
  const [fromRussian, , fromGerman, fromJapanese, fromCode] = toUkrainian;
  expect(fromRussian).toBeGreaterThan(fromGerman!);
  expect(fromGerman).toBeGreaterThan(fromJapanese!);
  expect(fromCode).toBe(fromJapanese);
  expect(model).toMatchObject({ origin: 'prior', quality: null, identified: null, standardError: null });
});

test('a model keeps what it measured and names what it took from relatedness', () => {
  const measured = { ...priorModel([en, de]), origin: 'fit' as const, exponent: [0.1, 0.3] };
  const extended = extendByPrior(measured, [uk, de, en]);
  expect(extended.languages).toEqual(['uk', 'de', 'en']);
  expect(extended.priorLanguages).toEqual(['uk']);
  expect(extended.exponent[1]).toBe(0.3);
  expect(extended.exponent[0]).toBeCloseTo(0.2, 12);
  expect(extended.transfer[2]![1]).toBe(measured.transfer[0]![1]);
  expect(extended.transfer[0]![0]).toBe(0);
  expect(extended.origin).toBe('fit');
});

test('a model that knows every language stays without priors', () => {
  expect(extendByPrior(priorModel([en, de]), [de, en])).not.toHaveProperty('priorLanguages');
});
