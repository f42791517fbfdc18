// What each adapter writes, read again by another program's eyes: the text as the trainer's own reader takes it (a YAML or JSON
// parser, Python's split), and the trainer's arithmetic written down here once more. Nothing of the adapters is used to read.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recognise } from '../../../src/core/formats/check.ts';
import { writeShares } from '../../../src/core/formats/write.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';

const request = { en: 0.62, de: 0.23, fi: 0.15 };

/** The text after writing the request, and the same with every number that an edit wrote put back. */
function written(text: string, stage?: string): string {
  const recognised = recognise(text);
  if (recognised === null) throw new Error(`not recognised:\n${text}`);
  const options = { languages: knownLanguages, ...(stage === undefined ? {} : { stage }) };
  const { edits } = writeShares(recognised, new Map(Object.entries(request)), options);
  const result = applyEdits(text, edits);
  expect(withoutNumbers(result), 'every other byte stays').toBe(withoutNumbers(text));
  return result;
}

/** Numbers are what may change; all else, comments and blanks among it, may not. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w/.-])\d+(?:\.\d*)?(?![\w/])/g, '#');
}

/** Shares by language from weights by source, as a trainer that normalises samples them. */
function shares(weights: readonly (readonly [name: string, weight: number])[]): Record<string, number> {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const byLanguage: Record<string, number> = {};
  for (const [name, weight] of weights) {
    const language = /(?:^|[/._:-])(en|de|fi)(?:[/._:-]|$)/.exec(name)?.[1] ?? name;
    byLanguage[language] = (byLanguage[language] ?? 0) + weight / total;
  }
  return byLanguage;
}

function expectWish(found: Record<string, number>): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(request).sort());
  for (const [language, share] of Object.entries(request)) {
    expect(Math.abs((found[language] ?? 0) - share), language).toBeLessThan(1e-9);
  }
}

/** What a script prints, after its grammar was checked by the shell itself. */
function bash(script: string): string {
  execFileSync('bash', ['-n'], { input: script });
  return execFileSync('bash', [], { input: script, encoding: 'utf8' });
}

describe('olmix', () => {
  type Node = number | { weight?: number; repetition_factor?: number; [child: string]: Node | undefined };
  /** olmix/aliases.py: the product along the path, 1 where a node has no weight. */
  function leaves(name: string, node: Node, inherited: number): [string, number][] {
    if (typeof node === 'number') return [[name, inherited * node]];
    const weight = inherited * (node.weight ?? 1);
    const children = Object.entries(node).filter(([key]) => key !== 'weight' && key !== 'repetition_factor');
    if (children.length === 0) return [[name, weight]];
    return children.flatMap(([key, child]) => leaves(`${name}:${key}`, child ?? 0, weight));
  }

  it.each([
    [
      'nested, with a bare number and a level without a weight',
      `mix: # product along the path
  web:
    weight: 0.5 # of all
    en: {weight: 0.75, repetition_factor: 1.0}
    de: 0.25
  wiki:
    en:
      weight: 0.2
      repetition_factor: 2.0
    fi:
      high:
        weight: 0.2
        repetition_factor: 1.5
      low: 0.1
`,
    ],
    [
      'flat, as it is generated',
      `mix:
  "web:en": {weight: 0.5, repetition_factor: 1.0}
  "web:de": {weight: 0.3, repetition_factor: 1.0}
  "web:fi": {weight: 0.2, repetition_factor: 1.0}
`,
    ],
  ])('%s', (_, text) => {
    const { mix } = parse(written(text)) as { mix: Record<string, Node> };
    const found = Object.entries(mix).flatMap(([name, node]) => leaves(name, node, 1));
    expect(found.reduce((sum, [, weight]) => sum + weight, 0)).toBeCloseTo(1, 9);
    expectWish(shares(found));
  });
});

describe('fast-llm', () => {
  interface Blended {
    type: string;
    path?: string;
    dataset?: Blended;
    datasets?: Blended[];
    weights?: number[];
  }
  /** fast_llm/utils.py: each level is normalised by itself. */
  function leaves(node: Blended, share: number): [string, number][] {
    if (node.dataset !== undefined) return leaves(node.dataset, share);
    const { datasets, weights = [] } = node;
    if (datasets === undefined) return [[node.path ?? '', share]];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return datasets.flatMap((each, index) => leaves(each, (share * (weights[index] ?? 0)) / total));
  }

  it.each([
    [
      'one level, in tokens',
      `data:
  datasets:
    training:
      type: blended
      datasets:
        - {type: file, path: c/en.yaml}
        - {type: file, path: c/de.yaml} # crawled
        - {type: file, path: c/fi.yaml}
      weights: [80.5, 20, 10]
`,
    ],
    [
      'a blend in a blend, in a wrapper',
      `type: blended
datasets:
  - type: sampled
    dataset:
      type: blended
      datasets:
        - type: memmap
          path: c/en/web
        - type: memmap
          path: c/de/web
      weights: [3.0, 1.0]
    sampling: {seed: 1234}
  - type: memmap
    path: c/fi/web
  - type: memmap
    path: c/en/books
weights: [8.0, 1.0, 1.0] # billions of tokens
`,
    ],
  ])('%s', (_, text) => {
    const root = parse(written(text)) as Blended & { data?: { datasets: { training: Blended } } };
    expectWish(shares(leaves(root.data?.datasets.training ?? root, 1)));
  });
});

describe('energon', () => {
  it('blend', () => {
    const text = `splits:
  train:
    blend:
      - weight: 5 # the largest
        path: ./web/en
        subflavors: {size: 3}
      - {weight: 2, path: ./web/de}
      - path: ./web/fi
        weight: 1
  val:
    path: ./web/en
`;
    const { splits } = parse(written(text)) as {
      splits: { train: { blend: { path: string; weight: number }[] } };
    };
    expectWish(shares(splits.train.blend.map(({ path, weight }) => [path, weight])));
  });
});

describe('opustrainer', () => {
  const text = `datasets: {clean: data/en/clean.gz, crawl: data/de/crawl.gz, old: data/fi/old.gz}
stages: [start, end]
start:
  - clean 0.8
  - 'crawl 0.1' # noisy
  - "old   0.1"
  - until clean 2
end: {mix: [clean 0.2, crawl 0.4, old 0.4, until crawl inf]}
seed: 1111
`;

  it.each(['start', 'end'])('the stage %s', (stage) => {
    const result = parse(written(text, stage)) as { start: string[]; end: { mix: string[] } };
    const lines = (stage === 'start' ? result.start : result.end.mix).slice(0, -1);
    const languages: Record<string, string> = { clean: 'en', crawl: 'de', old: 'fi' };
    const weights = lines.map((line): [string, number] => {
      const [name = '', weight = ''] = line.split(/\s+/);
      return [languages[name] ?? name, Number(weight)];
    });
    expectWish(shares(weights));
  });
});

describe('trl', () => {
  it('writes fractions of a mixture', () => {
    const text =
      'datasets:\n  - path: org/en\n    fraction: 2\n  - {path: org/de, fraction: 1}\n  - path: org/fi\n    fraction: 1\n';
    const { datasets } = parse(written(text)) as { datasets: { path: string; fraction: number }[] };
    expectWish(shares(datasets.map(({ path, fraction }) => [path, fraction])));
  });

  it('writes nothing where a weight is the fraction of its own set', () => {
    const text =
      'dataset_mixture:\n  datasets:\n    - {id: org/en, weight: 1.0}\n    - {id: org/de, weight: 0.5}\n    - {id: org/fi, weight: 0.5}\n';
    expect(written(text)).toBe(text);
  });
});

describe('megatron-deepspeed', () => {
  /** megatron/arguments.py:786-826, of one group. */
  function weighted(value: string): [string, number][] {
    const rest = value.split(':').slice(1).join(':');
    return rest.split(',').map((item): [string, number] => {
      const words = item.split(/\s+/).filter((word) => word !== '');
      expect(words).toHaveLength(3);
      const [start = NaN, end = NaN] = (words[1] ?? '').split(':').map(Number);
      expect(start).toBeLessThan(end);
      return [words[2] ?? '', Number(words[0])];
    });
  }

  it('the one-line file', () => {
    const text =
      '"train: 0.5 0:0.95 /d/en_text_document, 0.25 0:0.95 /d/de_text_document,  0.25 0:0.5 /d/fi_text_document"\n';
    const result = written(text);
    expect(result.endsWith('"\n') && result.startsWith('"')).toBe(true);
    expectWish(shares(weighted(result.slice(1, -2))));
  });

  it('a launcher, which stays a shell script', () => {
    const text = `#!/bin/bash
DATA=/scratch/corpus # of the site
DE=$DATA/de_text_document
torchrun pretrain_gpt.py --num-layers 24 \\
  --train-weighted-split-paths "TRAIN: 3 0:0.6 $DATA/en_text_document, 1 0:0.6 $DE, 1 0:0.6 $DATA/fi_text_document" \\
  --valid-weighted-split-paths "VALID: 1 0.6:0.8 $DATA/en_text_document"
`;
    const result = written(text);
    const shown = bash(result.replace('torchrun', 'printf "%s\\n"')).split('\n');
    const value = shown[shown.indexOf('--train-weighted-split-paths') + 1] ?? '';
    expectWish(shares(weighted(value)));
  });

  it('the list of ratios', () => {
    const text = `[
  {"dataset_path": "/d/en_text_document", "ratio": 0.5},
  {"dataset_path": "/d/de_text_document", "ratio": 0.2}, {"dataset_path": "/d/fi_text_document", "ratio": 0.3}
]
`;
    const list = JSON.parse(written(text)) as { dataset_path: string; ratio: number }[];
    expectWish(shares(list.map(({ dataset_path: path, ratio }) => [path, ratio])));
  });
});

/** Words as Python's `split()` makes them, in pairs of weight and path. */
function pairs(words: readonly string[]): [string, number][] {
  return words.flatMap((word, index): [string, number][] =>
    index % 2 === 0 ? [[words[index + 1] ?? '', Number(word)]] : [],
  );
}

const zip = (names: readonly string[], weights: readonly number[]): [string, number][] =>
  names.map((name, index) => [name, weights[index] ?? NaN]);

const entries = (map: Readonly<Record<string, number>>): [string, number][] => Object.entries(map);

const yaml = (text: string): unknown => parse(text, { version: '1.1' });

/** Of each framework, a text as people write it, and what its reader takes from it. */
const frameworks: Readonly<
  Record<string, readonly [text: string, read: (text: string) => [string, number][]]>
> = {
  'megatron-args': [
    '30.0 /d/en_text_document\n50 /d/de_text_document  20 /d/fi_text_document\n',
    (text) => pairs(text.split(/\s+/).filter((word) => word !== '')),
  ],
  'megatron-split': [
    '{"train": ["30", "/d/en_text_document", "50", "/d/de_text_document",\n "20.0", "/d/fi_text_document"],\n "valid": ["1", "/d/en_text_document"], "test": []}\n',
    (text) => pairs((JSON.parse(text) as { train: string[] }).train),
  ],
  'megatron-shell, an array of pairs': [
    '#!/bin/bash\nROOT=/data # of the site\nDATA_PATH=(\n  0.5 ${ROOT}/en_text_document # web\n  0.3 "${ROOT}/de_text_document"\n  0.2 ${ROOT}/fi_text_document\n)\nprintf "%s\\n" --data-path "${DATA_PATH[@]}"\n',
    (text) => pairs(bash(text).trim().split('\n').slice(1)),
  ],
  'megatron-shell, a string that grows': [
    '#!/bin/bash\nROOT=/data\nDATA_PATH=""\nDATA_PATH="${DATA_PATH} 500 ${ROOT}/en_text_document"\nDATA_PATH="${DATA_PATH} 300 ${ROOT}/de_text_document"\nDATA_PATH+=" 200 ${ROOT}/fi_text_document"\nprintf "%s\\n" --data-path $DATA_PATH\n',
    (text) => pairs(bash(text).trim().split('\n').slice(1)),
  ],
  'megatron-shell, flags in a string over lines': [
    '#!/bin/bash\nDATA_ARGS="--data-path 5 /d/en_text_document \\\n  3 /d/de_text_document 2 /d/fi_text_document \\\n  --split 949,50,1"\nprintf "%s\\n" $DATA_ARGS\n',
    (text) => pairs(bash(text).trim().split('\n').slice(1, 7)),
  ],
  'megatron-shell, a helper': [
    '#!/bin/bash\ncalc() { local w=$(awk "BEGIN { printf \\"%.15g\\", $1 * $2 }"); echo "$w $3"; }\nDATA_PATH=(\n  $(calc 1 5000000 /d/en_text_document)\n  $(calc 2 1500000 /d/de_text_document)\n  $(calc 1 2000000 /d/fi_text_document)\n)\nprintf "%s\\n" --data-path ${DATA_PATH[@]}\n',
    (text) => pairs(bash(text).trim().split('\n').slice(1)),
  ],
  nemo: [
    'model:\n  data:\n    data_prefix: # weights first\n      train: [0.5, /d/en_text_document, 0.3, /d/de_text_document, 0.2, /d/fi_text_document]\n      validation: [1.0, /d/en_text_document]\n      test: [1.0, /d/en_text_document]\n',
    (text) =>
      pairs(
        (
          yaml(text) as { model: { data: { data_prefix: { train: unknown[] } } } }
        ).model.data.data_prefix.train.map(String),
      ),
  ],
  'megatron-bridge': [
    'dataset:\n  blend:\n    - [/d/en_text_document, /d/de_text_document, /d/fi_text_document]\n    - [5, 3.0, 2] # any scale\n',
    (text) => zip(...(yaml(text) as { dataset: { blend: [string[], number[]] } }).dataset.blend),
  ],
  levanter: [
    'data:\n  configs: {en: {id: a}, de: {id: b}, fi: {id: c}}\n  train_weights:\n    en: 0.5\n    de: 0.3 # small\n    fi: 0.2\n  mixture_block_size: 2048\n',
    (text) => entries((yaml(text) as { data: { train_weights: Record<string, number> } }).data.train_weights),
  ],
  'olmo-core': [
    'sources:\n  - {source_name: en, target_ratio: 0.5, paths: [a/*.npy]}\n  - source_name: de\n    target_ratio: 0.3 # of the tokens\n    paths: [b/*.npy]\n  - {source_name: fi, target_ratio: 0.2, paths: [c/*.npy]}\n',
    (text) =>
      (yaml(text) as { sources: { source_name: string; target_ratio: number }[] }).sources.map((each) => [
        each.source_name,
        each.target_ratio,
      ]),
  ],
  mosaic: [
    'train_loader:\n  dataset:\n    streams:\n      en: {remote: s3://b/en, local: /tmp/en, proportion: 0.5}\n      de: {remote: s3://b/de, local: /tmp/de, proportion: 0.3}\n      fi: # least\n        remote: s3://b/fi\n        local: /tmp/fi\n        proportion: 0.2\n',
    (text) =>
      Object.entries(
        (yaml(text) as { train_loader: { dataset: { streams: Record<string, { proportion: number }> } } })
          .train_loader.dataset.streams,
      ).map(([name, { proportion }]) => [name, proportion]),
  ],
  nanotron: [
    'data_stages:\n- name: stable\n  data:\n    dataset:\n      dataset_folder: [/d/en, /d/de, /d/fi]\n      dataset_weights:\n      - 0.5\n      - 0.3 # crawled\n      - 0.2\n',
    (text) => {
      const [stage] = (
        yaml(text) as {
          data_stages: { data: { dataset: { dataset_folder: string[]; dataset_weights: number[] } } }[];
        }
      ).data_stages;
      return zip(stage?.data.dataset.dataset_folder ?? [], stage?.data.dataset.dataset_weights ?? []);
    },
  ],
  'gpt-neox': [
    '{\n  "train-data-paths": ["/d/en_text_document", "/d/de_text_document", "/d/fi_text_document"],\n  "train-data-weights": [5., 3., 2.], # any scale\n  "valid-data-paths": ["/d/en_text_document"],\n  "test-data-paths": ["/d/en_text_document"],\n}\n',
    (text) => {
      const config = yaml(text) as { 'train-data-paths': string[]; 'train-data-weights': number[] };
      return zip(config['train-data-paths'], config['train-data-weights']);
    },
  ],
  'llama-factory': [
    'stage: pt\ndataset: wiki_en,wiki_de,wiki_fi\nmix_strategy: interleave_over\ninterleave_probs: 0.5,0.3,0.2 # of the examples\n',
    (text) => {
      const config = yaml(text) as { dataset: string; interleave_probs: string };
      return zip(config.dataset.split(','), config.interleave_probs.split(',').map(Number));
    },
  ],
  lingua: [
    'data:\n  root_dir: /d\n  sources:\n    wiki_en: 50.0\n    wiki_de: 30.0 # documents\n    wiki_fi: 20.0\n',
    (text) => entries((yaml(text) as { data: { sources: Record<string, number> } }).data.sources),
  ],
  doremi: [
    '{"train_domain_weights": {"Wikipedia (en)": 0.5, "Wikipedia (de)": 0.3, "Wikipedia (fi)": 0.2},\n "eval_domain_weights": {"Wikipedia (en)": 1.0}}\n',
    (text) =>
      entries(
        (JSON.parse(text) as { train_domain_weights: Record<string, number> }).train_domain_weights,
      ).map(([name, weight]) => [name.replace(/[()]/g, '/'), weight]),
  ],
  regmix: [
    'train:\n  train_wiki_en: 0.5\n  train_wiki_de: 0.3\n  train_wiki_fi: 0.2 # the rest\nvalid:\n  valid_wiki_en: 1.0\nmodel_name: tinyllama_1M\n',
    (text) => entries((yaml(text) as { train: Record<string, number> }).train),
  ],
  'maxtext, in one text': [
    'dataset_type: grain\ngrain_train_files: "/d/en/*.array_record,0.5;/d/de/*.array_record,0.3;/d/fi/*.array_record,0.2"\n',
    (text) =>
      (yaml(text) as { grain_train_files: string }).grain_train_files
        .split(';')
        .map((part): [string, number] => [part.split(',')[0] ?? '', Number(part.split(',')[1])]),
  ],
  'maxtext, in JSON': [
    '{"en": {"path": "/d/en/*.array_record", "weight": 0.5},\n "de": {"path": "/d/de/*.array_record", "weight": 0.3},\n "fi": {"path": "/d/fi/*.array_record", "weight": 0.2}}\n',
    (text) =>
      Object.entries(JSON.parse(text) as Record<string, { weight: number }>).map(([name, { weight }]) => [
        name,
        weight,
      ]),
  ],
  fairseq2: [
    'dataset:\n  config_overrides:\n    sources:\n      - {path: /d/en, weight: 0.5}\n      - path: /d/de\n        weight: 0.3\n      - {path: /d/fi, weight: 0.2} # documents\n',
    (text) =>
      (
        yaml(text) as { dataset: { config_overrides: { sources: { path: string; weight: number }[] } } }
      ).dataset.config_overrides.sources.map(({ path, weight }) => [path, weight]),
  ],
};

it.each(Object.entries(frameworks))('%s', (name, [text, read]) => {
  expect(recognise(text)?.adapter.name).toBe(name.split(',')[0]);
  expect(shares(read(text))).not.toMatchObject(request);
  expectWish(shares(read(written(text))));
});
