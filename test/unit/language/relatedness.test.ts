import { expect, test } from 'vitest';
import { lineageOf, relationOf } from '../../../src/core/language/relatedness.ts';

const of = (iso639_3: string, script: string | null = null) => ({ iso639_3, script });

test.each([
  ['rus', 'ukr', 'genus', true],
  ['srp', 'hrv', 'genus', false],
  ['nob', 'swe', 'genus', true],
  ['eng', 'rus', 'family', false],
  ['eng', 'fin', 'none', true],
  ['fas', 'pbt', 'genus', true],
  ['epo', 'ita', 'none', null],
])('%s and %s: %s', (a, b, kinship, sameScript) => {
  expect(relationOf(of(a), of(b))).toEqual({ kinship, sameScript });
});

test('one language in two scripts is the same language', () => {
  expect(relationOf(of('srp', 'Cyrl'), of('srp', 'Latn'))).toEqual({
    kinship: 'same language',
    sameScript: false,
  });
});

test('what is not in the table is related to nothing', () => {
  expect(lineageOf('zzz')).toEqual({ family: null, genus: null, script: null });
  expect(relationOf(of('zzz'), of('qqq')).kinship).toBe('none');
});
