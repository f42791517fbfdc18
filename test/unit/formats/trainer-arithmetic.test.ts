// The trainers' own arithmetic, re-implemented from the lines cited in the adapters, must see the shares that were requested.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recognise } from '../../../src/core/formats/check.ts';
import { writeShares } from '../../../src/core/formats/write.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

type Weights = readonly number[];
const sum = (weights: Weights) => weights.reduce((total, weight) => total + weight, 0);
const normalised = (weights: Weights) => weights.map((weight) => weight / sum(weights));
const evenItems = (list: readonly unknown[]) => list.filter((_, index) => index % 2 === 0).map(Number);
const yaml = (text: string): never => parse(text, { version: '1.1' }) as never;

/** megatron/core/datasets/utils.py:49-92 and blended_dataset.py:53-65 */
function megatron(words: readonly string[]): Weights {
  const weights = evenItems(words);
  if (words.length % 2 === 1 || weights.some((weight) => Number.isNaN(weight)))
    throw new Error('read as prefixes');
  if (weights.some((weight) => !(weight > 0))) throw new Error('assert weight > 0');
  return normalised(weights);
}

interface Trainer {
  readonly name: string;
  readonly text: string;
  /** Shares of en, de and fr as the trainer samples them. */
  readonly sees: (text: string) => Weights;
}

const trainers: readonly Trainer[] = [
  {
    name: 'megatron-args',
    text: '30 /d/en_text_document\n  50  /d/de_text_document\t20 /d/fr_text_document',
    sees: (text) => megatron(text.split(/\s+/)),
  },
  {
    name: 'megatron-split',
    text: '{\n\t"train": ["30", "/d/en_text_document",\n\t\t"50", "/d/de_text_document", "20", "/d/fr_text_document"],\n\t"valid": "1.0 /d/v_text_document", "test": []\n}\n',
    sees: (text) => megatron((JSON.parse(text) as { train: string[] }).train),
  },
  {
    name: 'megatron-shell',
    text: '#!/bin/bash\nDATA_PATH="0.3 ${ROOT}/en_text_document" # English\nDATA_PATH+=" 0.5 ${ROOT}/de_text_document"\nDATA_PATH="${DATA_PATH} 0.2 ${ROOT}/fr_text_document"\n',
    sees: (text) =>
      megatron([...text.matchAll(/([\d.]+ \S+_document)/g)].flatMap(([pair]) => pair.split(' '))),
  },
  {
    name: 'nemo',
    text: 'model:\n  data: # kept\n    data_prefix:\n      train: [0.30, /d/en_text_document, .5, /d/de_text_document, 2e-1, /d/fr_text_document,]\n      validation: [1.0, /d/v_text_document]\n      test: [1.0, /d/t_text_document]\n',
    // base_dataset_utils.py:18-48
    sees: (text) =>
      normalised(
        evenItems(
          (yaml(text) as { model: { data: { data_prefix: { train: unknown[] } } } }).model.data.data_prefix
            .train,
        ),
      ),
  },
  {
    name: 'megatron-bridge',
    text: 'dataset:\n  blend:\n    - [/d/en_text_document, /d/de_text_document, /d/fr_text_document]\n    - [0.3, 0.5, 0.2] # kept\n',
    sees: (text) => normalised((yaml(text) as { dataset: { blend: [string[], number[]] } }).dataset.blend[1]),
  },
  {
    name: 'levanter',
    text: 'data:\n  configs: {en: {id: a}, de: {id: b}, fr: {id: c}}\n  train_weights:\n    en: 3 # kept\n    de: 5\n    fr: 2\n',
    // mixture.py:166-180; the blocks have a test of their own
    sees: (text) =>
      normalised(
        Object.values((yaml(text) as { data: { train_weights: Record<string, number> } }).data.train_weights),
      ),
  },
  {
    name: 'olmo-core',
    text: 'sources:\n  - source_name: en # kept\n    target_ratio: 0.3\n    paths: [gs://b/en/*.npy]\n  - {source_name: de, target_ratio: 0.5, paths: [gs://b/de/*.npy]}\n  - {target_ratio: 0.2, source_name: fr, paths: [gs://b/fr/*.npy]}\n',
    sees: (text) => {
      const ratios = (yaml(text) as { sources: { target_ratio: number }[] }).sources.map(
        (source) => source.target_ratio,
      );
      // source_mixture.py:145-148, numpy.allclose
      if (Math.abs(sum(ratios) - 1) > 1e-8 + 1e-5) throw new Error('target_ratios must sum to 1.0');
      return ratios;
    },
  },
  {
    name: 'mosaic',
    text: 'train_loader:\n  dataset:\n    streams:\n      en: {local: /tmp/en, proportion: 0.3} # kept\n      de:\n        local: /tmp/de\n        proportion: 0.5\n      fr: {local: /tmp/fr, proportion: 0.2}\n',
    // stream.py:251-252
    sees: (text) =>
      normalised(
        Object.values(
          (yaml(text) as { train_loader: { dataset: { streams: Record<string, { proportion: number }> } } })
            .train_loader.dataset.streams,
        ).map(({ proportion }) => proportion),
      ),
  },
  {
    name: 'nanotron',
    text: 'data_stages:\n- name: Stable\n  data:\n    dataset:\n      dataset_folder: [/d/en, /d/de, /d/fr]\n      dataset_weights:\n      - 0.3 # kept\n      - 0.5\n      - 0.2\n',
    // blendable_dataset.py:60-64
    sees: (text) =>
      normalised(
        (yaml(text) as { data_stages: { data: { dataset: { dataset_weights: number[] } } }[] })
          .data_stages[0]!.data.dataset.dataset_weights,
      ),
  },
  {
    name: 'gpt-neox',
    text: '{\n  "train-data-paths": ["/d/en_text_document", "/d/de_text_document", "/d/fr_text_document"],\n  "train-data-weights": [3., 5., 2.,], # kept\n  "valid-data-paths": ["v"], "test-data-paths": ["t"],\n}\n',
    // data_utils.py:269-285
    sees: (text) => normalised((yaml(text) as { 'train-data-weights': number[] })['train-data-weights']),
  },
  {
    name: 'llama-factory',
    text: 'dataset: en_wiki,de_wiki,fr_wiki\nmix_strategy: interleave_over # kept\ninterleave_probs: 0.3,0.5, 0.2\n',
    sees: (text) => {
      const probabilities = (yaml(text) as { interleave_probs: string }).interleave_probs
        .split(',')
        .map(Number);
      if (Math.abs(sum(probabilities) - 1) > 1.5e-8) throw new Error('Probabilities do not sum to 1');
      return probabilities;
    },
  },
  {
    name: 'lingua',
    text: 'data:\n  root_dir: /d\n  sources:\n    wiki_en: 30.0\n    wiki_de: 50 # kept\n    wiki_fr: 20.0\n',
    // lingua/data.py:269-288
    sees: (text) =>
      normalised(Object.values((yaml(text) as { data: { sources: Record<string, number> } }).data.sources)),
  },
  {
    name: 'doremi',
    text: '{"train_domain_weights": {"web (en)": 0.3, "web (de)": 0.5, "web (fr)": 0.2}, "eval_domain_weights": {}}',
    sees: (text) => {
      const weights = (JSON.parse(text) as { train_domain_weights: Record<string, number> })
        .train_domain_weights;
      return normalised(Object.values(weights));
    },
  },
  {
    name: 'regmix',
    text: 'train:\n  train_en: 0.3 # kept\n  train_de: 0.5\n  train_fr: 0.2\nvalid:\n  valid_en: 1.0\n',
    // tinyllama.py:455-500
    sees: (text) => normalised(Object.values((yaml(text) as { train: Record<string, number> }).train)),
  },
  {
    name: 'fairseq2',
    text: 'dataset:\n  config_overrides:\n    sources:\n    - {path: /d/en, weight: 0.3} # kept\n    - {path: /d/de, weight: 0.5}\n    - {path: /d/fr, weight: 0.2}\n',
    sees: (text) =>
      normalised(
        (
          yaml(text) as { dataset: { config_overrides: { sources: { weight: number }[] } } }
        ).dataset.config_overrides.sources.map(({ weight }) => weight),
      ),
  },
];

const requested = fc
  .tuple(
    fc.double({ min: 1e-6, max: 1, noNaN: true }),
    fc.double({ min: 1e-6, max: 1, noNaN: true }),
    fc.double({ min: 1e-6, max: 1, noNaN: true }),
  )
  .map(normalised);

/** Everything but the numbers. */
const skeleton = (text: string) => text.replace(/\d[\d.e-]*|\.\d+/g, '#');

describe.each(trainers)('$name', ({ name, text, sees }) => {
  const recognised = recognise(text);
  const write = (shares: Weights) => {
    const request = new Map(['en', 'de', 'fr'].map((code, index) => [code, shares[index]!]));
    return applyEdits(text, writeShares(recognised!, request, { languages: knownLanguages }).edits);
  };

  it('is recognised, and not touched when it is right already', () => {
    expect(recognised?.adapter.name).toBe(name);
    expect(write([0.3, 0.5, 0.2])).toBe(text);
  });

  it('samples what was requested, with all else in its place', () => {
    fc.assert(
      fc.property(requested, (shares) => {
        const written = write(shares);
        sees(written).forEach((share, index) => expect(Math.abs(share - shares[index]!)).toBeLessThan(2e-11));
        expect(skeleton(written)).toBe(skeleton(text));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the digits of a share that does not change', () => {
    const before = /(?:30\.0|0\.30|0\.3|30|3\.|3)(?=\D)/.exec(text)![0];
    expect(write([0.3, 0.2, 0.5])).toContain(before);
  });
});
