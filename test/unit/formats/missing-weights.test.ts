// Weights that a config does not have yet, or has as null, which trainers take as not given.
import { describe, expect, it } from 'vitest';
import { writeShares } from '../../../src/core/formats/write.ts';
import { knownLanguages } from './known-languages.ts';
import { errorsOf, read, write } from './texts.ts';

const shares = { en: 0.6, de: 0.4 };

describe('a null in place of the weight is replaced', () => {
  const mosaic = (en: string, de: string) =>
    `train_loader:\n  dataset:\n    streams:\n      en: ${en}\n      de: ${de}\n`;
  const neox = (weights: string) =>
    `{"train-data-paths": ["/d/en_text_document", "/d/de_text_document"], ${weights}, "valid-data-paths": ["/d/v"], "test-data-paths": ["/d/t"]}\n`;
  const llama = (probabilities: string) =>
    `dataset: en_web,de_web\ninterleave_probs:${probabilities}\nmix_strategy: interleave_over\n`;
  const nanotron = (weights: string) =>
    `data_stages:\n- name: Stable\n  data:\n    dataset:\n      dataset_folder: [/d/en, /d/de]\n      dataset_weights:${weights}\n`;
  const energon = (en: string, de: string) =>
    `splits:\n  train:\n    blend:\n    - {path: ./en${en}}\n    - path: ./de\n      weight:${de}\n`;
  const fairseq2 = (en: string, de: string) =>
    `dataset:\n  config_overrides:\n    sources:\n    - weight:${en}\n      path: /d/en\n    - {path: /d/de, ${de}}\n`;

  it.each([
    [
      'mosaic',
      mosaic('{local: /tmp/en, proportion: null} # kept', '{proportion: ~, local: /tmp/de}'),
      mosaic('{local: /tmp/en, proportion: 0.6} # kept', '{proportion: 0.4, local: /tmp/de}'),
    ],
    [
      'mosaic, to be filled in (`???`)',
      mosaic('{local: /tmp/en, proportion: ???}', '{local: /tmp/de, proportion: ???}'),
      mosaic('{local: /tmp/en, proportion: 0.6}', '{local: /tmp/de, proportion: 0.4}'),
    ],
    ['gpt-neox', neox('"train-data-weights": null'), neox('"train-data-weights": [0.6, 0.4]')],
    [
      'gpt-neox, spelled otherwise',
      neox('"train_data_weights": null'),
      neox('"train_data_weights": [0.6, 0.4]'),
    ],
    ['llama-factory', llama(' null # none'), llama(' 0.6,0.4 # none')],
    ['llama-factory, nothing at all', llama(''), llama(' 0.6,0.4')],
    ['nanotron', nanotron(' null'), nanotron(' [0.6, 0.4]')],
    ['nanotron, nothing but a comment', nanotron('  # none yet'), nanotron(' [0.6, 0.4]  # none yet')],
    ['nanotron, behind an anchor', nanotron(' &w'), nanotron(' &w [0.6, 0.4]')],
    ['energon', energon(', weight: null', ' ~'), energon(', weight: 0.6', ' 0.4')],
    ['energon, a key without a colon', energon(', weight', ''), energon(', weight: 0.6', ' 0.4')],
    ['fairseq2', fairseq2(' null', 'weight: null'), fairseq2(' 0.6', 'weight: 0.4')],
    ['fairseq2, nothing at all', fairseq2('   ', 'weight: '), fairseq2(' 0.6', 'weight: 0.4')],
  ])('%s', (_, before, after) => {
    expect(write(before, shares)).toMatchObject({ text: after, refused: false });
    expect(errorsOf(after)).toEqual([]);
  });
});

it('nothing is written that brings an error elsewhere than at a weight, which is told', () => {
  const text = 'data: {root_dir: /d, sources: {wiki_en: 0.5, wiki_de: 0.5}}\n';
  const recognised = read(text);
  const { adapter } = recognised;
  const writeWith = (at: string) =>
    writeShares(
      {
        ...recognised,
        adapter: {
          ...adapter,
          read(document) {
            const start = document.text.indexOf(at);
            const range = { start, end: start + at.length };
            const problem = { code: 'lingua.odd', severity: 'error', message: 'it is odd.', range } as const;
            return { ...adapter.read(document)!, problems: [problem] };
          },
        },
      },
      new Map(Object.entries(shares)),
      { languages: knownLanguages },
    );
  expect(writeWith('root_dir')).toMatchObject({
    edits: [],
    notes: ['Nothing was written: the text would then have an error: it is odd.'],
    refused: true,
  });
  expect(writeWith('0.6')).toMatchObject({ refused: false });
});

describe('a key is added behind', () => {
  const energon = (item: string, head = '') =>
    `${head}splits:\n  train:\n    blend:\n    - path: ./en\n${item}    # the next\n    - path: ./de\n`;
  const weighted = (item: string, head = '') =>
    energon(`${item}      weight: 0.6\n`, head).replace(/path: \.\/de\n$/, 'path: ./de\n      weight: 0.4\n');

  it.each([
    ['a block scalar', '      name: >-\n        the\n        web\n', ''],
    ['a block scalar and blank lines', '      name: |\n        the web\n', '\n\n'],
    ['an alias of a map further up', '      aux: *aux\n', ''],
    ['a list that ends with an alias', '      aux:\n      - {a: 1}\n      - *aux\n', ''],
    ['a map that ends with `<<`', '      aux:\n        b: 1\n        <<: *aux\n', ''],
  ])('%s', (_, item, blank) => {
    const head = 'aux: &aux\n  a: 1\n\n';
    const before = energon(item + blank, head);
    const after = weighted(item, head).replace('weight: 0.6\n', `weight: 0.6\n${blank}`);
    expect(write(before, shares)).toMatchObject({ text: after, refused: false });
  });

  it('what ends a scalar in block style, which is replaced without the line break behind it', () => {
    const text = 'data:\n  root_dir: /d\n  sources:\n    wiki_en: >-\n      0.5\n    wiki_de: 0.5\n';
    expect(write(text, shares).text).toBe(
      'data:\n  root_dir: /d\n  sources:\n    wiki_en: 0.6\n    wiki_de: 0.4\n',
    );
  });
});

describe('what is said of a config without weights', () => {
  const stage = (name: string, folders: string) =>
    `- name: ${name}\n  data:\n    dataset:\n      dataset_folder: ${folders}\n`;

  it('does not tell of a stage that was written where none was', () => {
    const set = '[/d/en, /d/de]\n      dataset_weights: [0.6, 0.4]';
    const text = `data_stages:\n${stage('stable', set)}${stage('decay', set)}`;
    expect(write(text, shares)).toMatchObject({ text, notes: '', refused: false });
  });

  it('keeps the share of a source of no language where the framework gives each the same', () => {
    const result = write(`data_stages:\n${stage('Stable', '[/d/en, /d/de, /d/misc_]')}`, shares);
    expect(result.text).toContain('dataset_weights: [0.4, 0.266666666667, 0.333333333333]');
    expect(result.notes).toMatch(/^`\/d\/misc_` belongs to no language of the mixture and keeps its share/);
  });
});
