import { expect, it } from 'vitest';
import { recognise } from '../../../src/core/formats/check.ts';
import { shareHints } from '../../../src/core/formats/share-hints.ts';

/** The text with its hints in place, as the editor shows it. */
function shown(text: string): string {
  const hints = shareHints(recognise(text)!.config);
  return hints.reduceRight(
    (all, { offset, label }) => `${all.slice(0, offset)}⟦${label}⟧${all.slice(offset)}`,
    text,
  );
}

it('says nothing where a weight is the share already', () => {
  const text = '0.3 /d/en_text_document 0.7 /d/de_text_document';
  expect(shown(text)).toBe(text);
});

it('turns token counts and percents into shares', () => {
  expect(shown('3000000000 /d/en_text_document 1000000000 /d/de_text_document')).toBe(
    '3000000000⟦= 75\u00a0%⟧ /d/en_text_document 1000000000⟦= 25\u00a0%⟧ /d/de_text_document',
  );
});

it('shows the default where weights are missing, behind the source', () => {
  const text = 'data_stages:\n- data:\n    dataset:\n      dataset_folder: [/d/en, /d/de]\n';
  expect(shown(text)).toContain('[/d/en⟦= 50\u00a0%⟧, /d/de⟦= 50\u00a0%⟧]');
});

it('is silent where sizes decide, which a config does not tell', () => {
  const text = '/d/en_text_document /d/de_text_document';
  expect(shown(text)).toBe(text);
});

it('names what is drawn where it is not tokens', () => {
  expect(shown('data:\n  root_dir: /d\n  sources: { wiki_en: 0.8, wiki_de: 0.2 }\n')).toContain(
    'wiki_en: 0.8⟦= 80\u00a0% of documents⟧, wiki_de: 0.2⟦= 20\u00a0% of documents⟧',
  );
});

it('shows what blocks and rounding leave', () => {
  const levanter =
    'data: {configs: {en: {id: a}, de: {id: b}}, train_weights: {en: 0.99, de: 0.01}, mixture_block_size: 64}\n';
  expect(shown(levanter)).toContain('{en: 0.99⟦= 100\u00a0%⟧, de: 0.01⟦= 0\u00a0%⟧}');
  expect(shown('grain_train_files: "/d/en*,0.99996;/d/de*,0.00004"\n')).toContain(
    '0.00004⟦= 0\u00a0% of samples⟧',
  );
});

it('counts the sequences of the run in its tooltip', () => {
  const text =
    'model:\n  global_batch_size: 10\n  data:\n    data_prefix: [3, /d/en_text_document, 1, /d/de_text_document]\ntrainer: {max_steps: 100}\n';
  expect(shareHints(recognise(text)!.config).map(({ tooltip }) => tooltip)).toEqual([
    '`/d/en_text_document` is 75\u00a0% of the tokens of `train`. About 750 sequences over the run.',
    '`/d/de_text_document` is 25\u00a0% of the tokens of `train`. About 250 sequences over the run.',
  ]);
});
