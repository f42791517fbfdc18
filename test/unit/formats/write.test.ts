import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/core/formats/check.ts';
import { writeShares } from '../../../src/core/formats/write.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

function write(text: string, shares: Record<string, number>) {
  const recognised = recognise(text);
  if (recognised === null) throw new Error(`not recognised: ${text}`);
  const result = writeShares(recognised, new Map(Object.entries(shares)), { languages: knownLanguages });
  return { text: applyEdits(text, result.edits), notes: result.notes };
}

describe('writing shares', () => {
  it('keeps the scale, and the digits of a weight that does not change', () => {
    const text = '30.0 /d/en_text_document\n50 /d/de_text_document\n20 /d/fr_text_document\n';
    expect(write(text, { en: 0.3, de: 0.4, fr: 0.3 }).text).toBe(
      '30.0 /d/en_text_document\n40 /d/de_text_document\n30 /d/fr_text_document\n',
    );
  });

  it('leaves a text alone whose shares are the same up to rounding, as a check does', () => {
    const text = '10605477142 /d/en_text_document 3382423156 /d/fi_text_document 7 /d/sv_text_document';
    expect(write(text, { en: 0.7581893, fi: 0.2418107, sv: 0 }).text).toBe(text);
  });

  it('mends a sum that the framework rejects, though the shares are the same', () => {
    const text =
      'sources:\n- {source_name: en, target_ratio: 0.6, paths: [a]}\n- {source_name: de, target_ratio: 0.6, paths: [b]}\n';
    expect(write(text, { en: 0.5, de: 0.5 }).text).toBe(text.replaceAll('0.6', '0.5'));
  });

  it('takes a source of share 0 out of a Megatron list, and says so', () => {
    const text = '0.5 /d/en_text_document 0.25 /d/de_text_document 0.25 /d/fr_text_document';
    const { text: written, notes } = write(text, { en: 0.5, de: 0.5, fr: 0 });
    expect(written).toBe('0.5 /d/en_text_document 0.5 /d/de_text_document');
    expect(notes.join()).toContain('/d/fr_text_document');
  });

  it('adds the weights that nanotron lacks', () => {
    const text = `data_stages:
  - name: Stable # the only one
    data:
      dataset:
        dataset_folder: [/d/en, /d/de]
`;
    expect(write(text, { en: 0.75, de: 0.25 }).text).toBe(text + '        dataset_weights: [0.75, 0.25]\n');
  });

  it('says what the blocks of Levanter make of a small share', () => {
    const text = 'data: {configs: {en: {id: a}, de: {id: b}}, train_weights: {en: 0.5, de: 0.5}}\n';
    const { text: written, notes } = write(text, { en: 0.9999, de: 0.0001 });
    expect(written).toContain('{en: 0.9999, de: 0.0001}');
    expect(notes.join()).toContain('`de` gets 0\u00a0% instead of 0.01\u00a0%');
    expect(notes.join()).toMatch(/a larger `mixture_block_size` comes nearer\.$/);
  });

  it('writes nothing where MaxText would round a share to 0, which grain rejects', () => {
    const text = 'grain_train_files: "/d/en*,0.6;/d/fi*,0.3;/d/sv*,0.1"\n';
    const { text: written, notes } = write(text, { en: 0.7, fi: 0.29999, sv: 0.00001 });
    expect(written).toBe(text);
    expect(notes.join()).toMatch(/^Nothing was written: .*`\/d\/sv\*` \(0\.001\u00a0%\) becomes 0/);
  });

  it('keeps the share of a source that belongs to no language', () => {
    const text =
      'sources:\n- {source_name: en, target_ratio: 0.5, paths: [a]}\n- {source_name: de, target_ratio: 0.3, paths: [b]}\n- {source_name: misc, target_ratio: 0.2, paths: [c]}\n';
    const { text: written, notes } = write(text, { en: 0.5, de: 0.5 });
    expect(written).toContain('source_name: en, target_ratio: 0.4,');
    expect(written).toContain('source_name: misc, target_ratio: 0.2,');
    expect(notes.join()).toContain('misc');
  });

  it('splits a language by the tokens of its sources where all are given, within one name as they stand', () => {
    const text =
      '10 /d/en/web-0_text_document 30 /d/en/web-1_text_document 10 /d/en/wiki_text_document 50 /d/de_text_document';
    const options = (sizes: Record<string, number>) => ({
      map: new Map([['en', ['/d/en/web', '/d/en/wiki']]]),
      sizes: new Map(Object.entries(sizes)),
      languages: knownLanguages,
    });
    const shares = new Map([
      ['en', 0.8],
      ['de', 0.2],
    ]);
    const written = (sizes: Record<string, number>) =>
      applyEdits(text, writeShares(recognise(text)!, shares, options(sizes)).edits);
    expect(written({ '/d/en/web': 600e9, '/d/en/wiki': 200e9 })).toBe(
      '15 /d/en/web-0_text_document 45 /d/en/web-1_text_document 20 /d/en/wiki_text_document 20 /d/de_text_document',
    );
    // Half known is not known: as they stand to each other now.
    expect(written({ '/d/en/web': 600e9 })).toBe(
      '16 /d/en/web-0_text_document 48 /d/en/web-1_text_document 16 /d/en/wiki_text_document 20 /d/de_text_document',
    );
  });
});
