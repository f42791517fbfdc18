// Of a key that is given twice, the last counts, as Python's dict has it; that it is given twice is told.
import { describe, expect, it } from 'vitest';
import { errorsOf, sharesOf, write } from './texts.ts';

describe('a source that is given twice', () => {
  const regmix = (first: string, en: string, last: string) =>
    `train:\n  train_de: ${first}\n  train_en: ${en}\n  train_de: ${last}\nvalid: {valid_en: 1.0}\n`;
  const doremi = (first: string, en: string, last: string) =>
    `{"train_domain_weights": {"de": ${first}, "en": ${en}, "de": ${last}}, "eval_domain_weights": {"en": 1}}\n`;
  const levanter = (first: string, en: string, last: string) =>
    `data: {configs: {en: {id: a}, de: {id: b}}, train_weights: {de: ${first}, en: ${en}, de: ${last}}}\n`;
  const maxtext = (first: string, en: string, last: string) =>
    `{\n  "de": {"path": "de*.array_record", "weight": ${first}},\n  "en": {"path": "en*.array_record", "weight": ${en}},\n  "de": {"path": "de*.array_record", "weight": ${last}}\n}\n`;
  const inherited = (first: string, en: string, last: string) =>
    `base: &base {train_de: ${first}, train_en: ${en}, train_de: ${last}}\ntrain:\n  <<: *base\nvalid: {valid_en: 1.0}\n`;

  it.each([
    ['RegMix', regmix, 'train_'],
    ['RegMix, by `<<`', inherited, 'train_'],
    ['DoReMi', doremi, ''],
    ['Levanter', levanter, ''],
    ['MaxText', maxtext, ''],
  ] as const)('is read and written where it counts: %s', (_, config, prefix) => {
    const text = config('0.9', '0.25', '0.75');
    expect(sharesOf(text)).toEqual({ [`${prefix}en`]: 0.25, [`${prefix}de`]: 0.75 });
    const result = write(text, { en: 0.4, de: 0.6 });
    expect(result).toMatchObject({ text: config('0.9', '0.4', '0.6'), refused: false });
    if (config !== inherited) expect(errorsOf(text)).toEqual([expect.stringContaining('is given twice')]);
  });

  it('goes as a whole where a weight of 0 is rejected', () => {
    const result = write(maxtext('0.9', '0.25', '0.75'), { en: 1, de: 0 });
    expect(result.text).toBe('{\n  "en": {"path": "en*.array_record", "weight": 1}\n}\n');
    expect(result.refused).toBe(false);
  });
});
