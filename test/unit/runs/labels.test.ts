import { expect, test } from 'vitest';
import { spelledAs } from '../../../src/core/runs/labels.ts';

test('Labels are renamed to the codes that mean the same language', () => {
  const codes = ['eng_Latn', 'de', 'fi', 'web'];
  expect(spelledAs(['en', 'deu', 'Finnish', 'web', 'nl'], codes)).toEqual([
    'eng_Latn',
    'de',
    'fi',
    'web',
    'nl',
  ]);
});

test('Of labels that mean one language, none is renamed', () => {
  expect(spelledAs(['en', 'eng', 'de'], ['eng_Latn', 'de'])).toEqual(['en', 'eng', 'de']);
  expect(spelledAs(['en'], ['eng', 'eng_Latn'])).toEqual(['en']);
});
