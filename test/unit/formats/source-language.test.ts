import { describe, expect, it } from 'vitest';
import { assignSources, languagesOf } from '../../../src/core/formats/source-language.ts';
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
    ['/data/finnish/x_text_document', 'fi'],
    ['opus_en_fi', 'en-fi'],
    ['opus-en-fi', 'en-fi'],
    ['/bitext/eng_Latn-fin_Latn_text_document', 'eng_Latn-fin_Latn'],
    ['eng_Latn_fin_Latn', 'eng_Latn-fin_Latn'],
    ['eng_Latn-to-fin_Latn', 'eng_Latn-fin_Latn'],
    ['en_XX-fi_FI', 'en_XX-fi_FI'],
    ['en-to-fi', 'en-fi'],
    ['en__fi', 'en-fi'],
    ['/d/eng-fin_text_document', 'eng-fin'],
    ['/d/english-german/wmt_text_document', 'en-de'],
    ['mt_de_en_news', 'de-en'],
    ['mt_en_fi_text_document', 'en-fi'],
  ])('%s: %s', (hint, code) => {
    expect(languagesOf([{ hints: [hint] }], languageKnowledge)).toEqual([code]);
  });

  it('is not looked for in a name that is longer than any', () => {
    const name = (length: number) => `/d/de/${'x'.repeat(length)}`;
    expect(languagesOf([{ hints: [name(900)] }], languageKnowledge)).toEqual(['de']);
    expect(languagesOf([{ hints: [name(1_000)] }], languageKnowledge)).toEqual([null]);
  });

  it.each([
    '/mnt/new/raw/all_text_document',
    'c4',
    'wikipedia',
    'the_pile',
    'train-00001-of-00512',
    '/data/mix/misc',
    '/lus/proj/c4_text_document',
    '/mnt/ssd-1/owt_text_document',
    '/data/my-corpus_00_text_document',
    'my_text_document',
    '/data/my_text_document',
    '/data/x/pubmed_abs_text_document',
    '/d/vol/c4',
    '/scr/med/arc',
    'cc_by_sa',
    'hi_quality',
    'x_wo_jaster',
    'moe-cpu',
    'web/science_math_and_technology',
    'gs://b/thoughts-chinese-filtered-ngram/*.npy',
    'gs://b/traces-datecutoff-chinese-ngram-no-special/*.npy',
    '/d/merged/nordic-en-xling-combined',
    '/d/non-english/x_text_document',
    '/d/cc-non-english-hq_text_document',
    '/d/non-en/x_text_document',
    '/d/en-fi-sv_text_document',
    '/d/english_and_german_text_document',
    '/d/geo-pol-news_text_document',
    'c4_part_aa_text_document',
    '/d/pile_ab_text_document',
    '/refinedweb/rw_text_Document',
    'web_DE',
  ])('%s: none', (hint) => {
    expect(languagesOf([{ hints: [hint] }], languageKnowledge)).toEqual([null]);
  });
});

describe('languages told by their neighbours', () => {
  const of = (...hints: string[]) =>
    languagesOf(
      hints.map((hint) => ({ hints: [hint] })),
      languageKnowledge,
    );

  it('believes a word that is a code where others stand at its place', () => {
    expect(of('/data/mc4-da-train', '/data/mc4-is-train', '/data/mc4-sv-train')).toEqual(['da', 'is', 'sv']);
    expect(of('/d/eng/a', '/d/deu/a', '/d/lus/a')).toEqual(['eng', 'deu', 'lus']);
    expect(of('/d/my_text_document', '/d/th_text_document')).toEqual(['my', 'th']);
  });

  it('believes a code of three letters beside those of two, where its language has none of two', () => {
    expect(of('/d/mc4-de', '/d/mc4-fil', '/d/mc4-fr')).toEqual(['de', 'fil', 'fr']);
    expect(of('/mc4/de/x', '/mc4/ceb/x', '/mc4/fr/x')).toEqual(['de', 'ceb', 'fr']);
  });

  it('believes capitals within a name where all else of the names is the same', () => {
    expect(of('/d/non-english/FI_shuf', '/d/non-english/SV_shuf')).toEqual(['FI', 'SV']);
    expect(of('/d/wiki_AR', '/d/wiki_DE', '/d/wiki_FI')).toEqual(['AR', 'DE', 'FI']);
    expect(of('/d/PT_books', '/d/UK_law')).toEqual([null, null]);
    expect(of('$DATA_EN', '$DATA_KR')).toEqual([null, null]);
    expect(of('/d/mc4-en_US', '/d/mc4-fr_CA')).toEqual(['en', 'fr']);
  });

  it('takes words that follow each other as `split` names its parts for no languages', () => {
    const parts = ['aa', 'ab', 'ac', 'ad', 'ae', 'af', 'ag'].map(
      (part) => `/d/c4_part_${part}_text_document`,
    );
    expect(of(...parts)).toEqual(parts.map(() => null));
    expect(of('/d/c4-de', '/d/c4-af', '/d/c4-am')).toEqual(['de', 'af', 'am']);
  });

  it('believes a code that is short for a corpus only beside others', () => {
    expect(of('/d/se_text_document', '/d/arxiv_text_document', '/d/pes2o_text_document')).toEqual([
      null,
      null,
      null,
    ]);
    expect(of('/d/se_text_document', '/d/fi_text_document')).toEqual(['se', 'fi']);
  });

  it('believes a name of no folder beside topics of another', () => {
    expect(of('en/math', 'en/web', 'fi')).toEqual(['math', 'en', 'fi']);
    expect(of('web_en/news', 'web_en/wiki', 'web_fi')).toEqual(['en', 'en', 'fi']);
  });

  it('believes no word of a site or corpus beside others of its kind', () => {
    expect(of('/scr/a/c4', '/wrk/b/owt', '/vol/d/pile', '/ext/y/z')).toEqual([null, null, null, null]);
    expect(of('/d/med_qa', '/d/arc_easy', '/d/moe_mix')).toEqual([null, null, null]);
  });

  it('reads nothing from the folders that all sources share', () => {
    expect(of('/home/bsc/hr/web_text_document', '/home/bsc/hr/books_text_document')).toEqual([null, null]);
  });
});

describe('the map of a mixture', () => {
  const assigned = (map: Readonly<Record<string, string>>, ...names: string[]) =>
    assignSources(
      names.map((name) => ({ name, range: { start: 0, end: 0 }, weight: null, hints: [name] })),
      Object.keys(map),
      new Map(Object.entries(map).map(([code, name]) => [code, [name]])),
      languageKnowledge,
    );

  it('ends at a boundary', () => {
    expect(
      assigned({ fi: '/data/fi' }, '/data/fi/web', '/data/finemath/x', '/data/fi_text_document'),
    ).toEqual(['fi', null, 'fi']);
    expect(
      assigned(
        { en: '/data/c4' },
        '/data/c4_multi',
        '/data/c4-multi/x',
        '/data/c4-01',
        '/data/c4_0_text_document',
      ),
    ).toEqual([null, null, 'en', 'en']);
  });

  it('means by a name without folders that name, whatever else begins with it', () => {
    expect(assigned({ en: 'c4' }, 'c4', 'c4_multi')).toEqual(['en', null]);
    expect(assigned({ en: 'c4' }, 'c4_multi', 'c4-01')).toEqual([null, 'en']);
  });

  it('takes a name as the file has it, beside what it tells of the language', () => {
    const source = { name: 'train_forum', range: { start: 0, end: 0 }, weight: null, hints: ['forum'] };
    const map = new Map([['en', ['train_forum']]]);
    expect(assignSources([source], ['en'], map, languageKnowledge)).toEqual(['en']);
  });
});
