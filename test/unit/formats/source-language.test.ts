import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../src/core/formats/source-language.ts';
import { languageKnowledge } from '../../../src/core/language/codes.ts';

describe('the language of a source', () => {
  it.each([
    ['/data/train/fi/fi-train-optimized-0_text_document', 'fi'],
    ['/d/ja_wiki_text_document', 'ja'],
    ['/d/en-fineweb_0_text_document', 'en'],
    ['/fineweb2/data_deu_Latn_text_document', 'deu_Latn'],
    ['gs://b/fineweb2/srp_Cyrl/*.npy', 'srp_Cyrl'],
    ['gs://bucket/en.{1..128}.jsonl.gz', 'en'],
    ['web_de', 'de'],
    ['de--wiki', 'de'],
    ['europarl/fr-en/all', 'fr-en'],
    ['/data/train/code/python_text_document', 'code'],
    ['s3://b/es', 'es'],
    ['Wikipedia (de)', 'de'],
    ['/data/is/no', 'no'],
  ])('%s: %s', (hint, code) => {
    expect(languageOf({ hints: [hint] }, languageKnowledge)).toBe(code);
  });

  it.each([
    '/mnt/new/raw/all_text_document',
    'c4',
    'wikipedia',
    'the_pile',
    'train-00001-of-00512',
    '/data/mix/misc',
  ])('%s: none', (hint) => {
    expect(languageOf({ hints: [hint] }, languageKnowledge)).toBeNull();
  });
});
