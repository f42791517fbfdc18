import { describe, expect, it } from 'vitest';
import { regionOf } from '../../../src/core/language/regions.ts';

describe('The region of a language', () => {
  it.each([
    ['de', 'Western Europe'],
    ['deu_Latn', 'Western Europe'],
    ['hi', 'Southern Asia'],
    ['swh_Latn', 'Eastern Africa'],
    ['vi', 'South-eastern Asia'],
    ['mri_Latn', 'Oceania'],
  ])('%s is at home in %s', (code, region) => expect(regionOf(code)).toBe(region));

  it.each(['code', 'epo_Latn', 'nothing'])('%s is at home nowhere', (code) =>
    expect(regionOf(code)).toBeNull(),
  );
});
