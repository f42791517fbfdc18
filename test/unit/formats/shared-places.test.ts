import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/core/formats/check.ts';
import { sampledShares } from '../../../src/core/formats/shares.ts';
import { outOfSyncInConfig } from '../../../src/core/formats/targets.ts';
import { stagesOf, writeAllSteps } from '../../../src/core/formats/write.ts';
import { allSteps } from '../../../src/core/steps.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { knownLanguages } from './known-languages.ts';
import { errorsOf, read, sharesOf, write } from './texts.ts';

/** Each stage's own shares. */
function writeStages(text: string, ...stages: readonly Record<string, number>[]) {
  const requests = stages.map((shares, stage) => ({ stage, shares: new Map(Object.entries(shares)) }));
  const { edits, notes, refused } = allSteps(writeAllSteps(read(text), requests, knownLanguages));
  return { text: applyEdits(text, edits), notes: notes.join('\n'), refused };
}

const expectRefused = (text: string, shares: Record<string, number>, ...reasons: string[]) => {
  const result = write(text, shares);
  expect(result.text).toBe(text);
  expect(result.refused).toBe(true);
  expect(result.notes).toMatch(/^Nothing was written: /);
  for (const reason of reasons) expect(result.notes).toContain(reason);
};

const stages = (first: string, second: string) => `data_stages:
  - name: stable
    data:
      dataset: ${first}
  - name: decay
    data:
      dataset: ${second}
`;
const sameSet = stages('&ds {dataset_folder: [/d/en, /d/de], dataset_weights: [0.6, 0.4]}', '*ds');
const sameWeights = stages(
  '{dataset_folder: [/d/en, /d/de], dataset_weights: &w [0.6, 0.4]}',
  '{dataset_folder: [/d/en, /d/de], dataset_weights: *w}',
);

describe('stages that share their weights', () => {
  it.each([
    ['&ds', sameSet],
    ['&w', sameWeights],
  ])('cannot be given different ones: %s', (anchor, text) => {
    for (const [first, second] of [
      [
        { en: 0.8, de: 0.2 },
        { en: 0.5, de: 0.5 },
      ],
      // The first one's edits alone would be none.
      [
        { en: 0.6, de: 0.4 },
        { en: 0.5, de: 0.5 },
      ],
    ] as const) {
      const result = writeStages(text, first, second);
      expect(result).toMatchObject({ text, refused: true });
      expect(result.notes).toContain('`stable`, `decay`');
      expect(result.notes).toContain(`\`${anchor}\``);
    }
  });

  it.each([sameSet, sameWeights])('are written once where both get the same', (text) => {
    const result = writeStages(text, { en: 0.8, de: 0.2 }, { en: 0.8, de: 0.2 });
    expect(result).toEqual({ text: text.replace('[0.6, 0.4]', '[0.8, 0.2]'), notes: '', refused: false });
  });

  it.each([sameSet, sameWeights])('are told where one alone is meant', (text) => {
    const result = write(text, { en: 0.8, de: 0.2 });
    expect(result.changed).toEqual(['decay']);
    expect(result.notes).toMatch(/^`decay` changes as well: .* \(`&(?:ds|w)`\)\.$/);
    const request = {
      stage: null,
      shares: new Map(Object.entries({ en: 0.8, de: 0.2 })),
      map: new Map(),
      sizes: new Map(),
      tokens: null,
      supply: new Map(),
    };
    const departures = allSteps(
      outOfSyncInConfig(read(text), { file: 'm.climb.yaml', request }, knownLanguages),
    );
    expect(departures.map(({ fixes }) => fixes)).toEqual([[], []]);
  });

  it('are left alone, and said to be, where they only look the same', () => {
    const set = '{dataset_folder: [/d/en, /d/de], dataset_weights: [0.6, 0.4]}';
    const result = write(stages(set, set), { en: 0.8, de: 0.2 });
    expect(result.notes).toBe('Only `stable` was written; `decay` is unchanged.');
    expect(result.changed).toEqual([]);
  });
});

it('a validation set with the anchors of the training set is told', () => {
  const text =
    'model: {data: {data_prefix: {train: [&en 0.6, /d/en/a_document, &de 0.4, /d/de/a_document], ' +
    'validation: [*en, /d/en/v_document, *de, /d/de/v_document], test: [1.0, /d/en/t_document]}}}\n';
  const result = write(text, { en: 0.7, de: 0.3 });
  expect(result.text).toBe(text.replace('&en 0.6', '&en 0.7').replace('&de 0.4', '&de 0.3'));
  expect(result.notes).toBe('`validation` changes as well: the weights are the same ones (`&en`, `&de`).');
});

it('loaders whose data set is the one that is written are told', () => {
  const text = `common: &common
  streams:
    en: {local: /en, remote: s3://x/en, proportion: 0.6}
    de: {local: /de, remote: s3://x/de, proportion: 0.4}
train_loader:
  dataset: *common
eval_loader:
  dataset:
    <<: *common
    split: val
`;
  const { notes } = write(text, { en: 0.7, de: 0.3 });
  expect(notes).toMatch(/`train_loader`, `eval_loader` change as well: .*`&common`/);
  expect(notes).not.toContain('unchanged');
});

describe('sources that inherit one weight', () => {
  it('get their own: OLMo-core', () => {
    const text = `defaults: &src
  max_repetition_ratio: 2.0
  target_ratio: 0.5
sources:
  - <<: *src
    source_name: de
    paths: [a]
  - {<<: *src, source_name: en, paths: [b]}
`;
    const result = write(text, { en: 0.7, de: 0.3 });
    expect(result.text).toBe(
      text.replace('[a]\n', '[a]\n    target_ratio: 0.3\n').replace('[b]}', '[b], target_ratio: 0.7}'),
    );
    expect(result.refused).toBe(false);
  });

  it('get their own, and the one that it stands in keeps its place: Energon, MosaicML', () => {
    const energon =
      '__module__: megatron.energon\nsplits:\n  train:\n    blend:\n      - &s\n        weight: 6\n        path: ./en\n      - <<: *s\n        path: ./de\n';
    expect(write(energon, { en: 0.75, de: 0.25 }).text).toBe(
      energon.replace('weight: 6', 'weight: 9').replace('./de\n', './de\n        weight: 3\n'),
    );
    const streams = `streams:
  en: &s {local: /en, remote: s3://en, proportion: 0.5}
  de: {<<: *s, local: /de, remote: s3://de}
  x: {<<: *s, local: /x, remote: s3://x, proportion: 0.5}
`;
    const { text } = write(streams, { en: 0.7, de: 0.3 });
    expect(text).toContain('en: &s {local: /en, remote: s3://en, proportion: 0.7}');
    expect(text).toContain('de: {<<: *s, local: /de, remote: s3://de, proportion: 0.3}');
    expect(sharesOf(text)).toMatchObject({ en: 0.466666667, de: 0.2, x: 0.333333333 });
  });

  it('keep what they inherit where that is what is wanted', () => {
    const text = `sources:
  - &s {source_name: en, target_ratio: 0.4, paths: [a]}
  - {<<: *s, source_name: de, paths: [b]}
  - {source_name: fr, target_ratio: 0.2, paths: [c]}
`;
    expect(write(text, { en: 0.3, de: 0.3, fr: 0.4 }).text).toBe(
      text
        .replace('target_ratio: 0.4', 'target_ratio: 0.3')
        .replace('target_ratio: 0.2', 'target_ratio: 0.4'),
    );
  });

  it('change where the number stands if it is theirs alone', () => {
    const text = `base: &base
  target_ratio: 0.4
sources:
  - {<<: *base, source_name: en, paths: [a]}
  - {source_name: fr, target_ratio: 0.6, paths: [c]}
`;
    expect(write(text, { en: 0.3, fr: 0.7 }).text).toBe(
      text
        .replace('target_ratio: 0.4', 'target_ratio: 0.3')
        .replace('target_ratio: 0.6', 'target_ratio: 0.7'),
    );
  });

  it('cannot differ where they are one source twice', () => {
    const text =
      'streams:\n  en: &s {remote: s3://x, proportion: 0.5}\n  de: *s\n  fr: {remote: s3://y, proportion: 0.5}\n';
    expectRefused(text, { en: 0.5, de: 0.3, fr: 0.2 }, '`en`, `de`', '`&s`');
  });
});

describe('sources that come in by `<<`', () => {
  it.each([
    [
      'Levanter',
      'data:\n  configs: {en: {id: a}, de: {id: b}}\n  train_weights:\n    <<: &base {en: 0.6}\n    de: 0.4\n',
      { en: 0.6, de: 0.4 },
    ],
    [
      'lingua',
      'base: &base {de: 40, fr: 10}\ndata:\n  root_dir: d\n  sources:\n    <<: *base\n    en: 50\n',
      { de: 0.4, fr: 0.1, en: 0.5 },
    ],
    [
      'MosaicML',
      'base: &base\n  en: {remote: s3://en, proportion: 0.6}\nstreams:\n  <<: *base\n  de: {remote: s3://de, proportion: 0.4}\n',
      { en: 0.6, de: 0.4 },
    ],
    [
      'RegMix',
      'base: &base {train_en: 0.6}\ntrain:\n  <<: *base\n  train_de: 0.4\nvalid: {valid_en: 1}\n',
      { train_en: 0.6, train_de: 0.4 },
    ],
  ])('are read and written: %s', (_, text, shares) => {
    expect(sharesOf(text)).toEqual(shares);
    expect(errorsOf(text)).toEqual([]);
    const { text: written, refused } = write(text, { en: 0.3, de: 0.5, fr: 0.2 });
    expect(refused).toBe(false);
    const now = Object.entries(sharesOf(written)!).map(([name, share]) => [
      name.replace('train_', ''),
      share,
    ]);
    const wanted = 'fr' in shares ? { en: 0.3, de: 0.5, fr: 0.2 } : { en: 0.375, de: 0.625 };
    expect(Object.fromEntries(now)).toEqual(wanted);
    // Nothing else but numbers changes, and no line is added.
    expect(written.replaceAll(/[\d.]+/g, '')).toBe(text.replaceAll(/[\d.]+/g, ''));
  });

  it('get a weight of their own where another stage reads the same', () => {
    const text = `data:
  configs: {en: {id: a}, de: {id: b}}
  train_weights:
    - [0, &first {en: 0.6, de: 0.4}]
    - [4096, {<<: *first, de: 0.2}]
trainer: {train_batch_size: 1}
`;
    const result = writeStages(text, { en: 0.7, de: 0.3 }, { en: 0.5, de: 0.5 });
    expect(result.refused).toBe(false);
    const shares = stagesOf(read(result.text).config).map((blend) =>
      sampledShares({ ...blend, realise: null }),
    );
    expect(shares).toEqual([
      [0.7, 0.3],
      [0.5, 0.5],
    ]);
  });

  it("give way to the map's own, the first of several to the others", () => {
    const text =
      'a: &a {en: 1, de: 2}\nb: &b {de: 7, fr: 4}\ndata: {root_dir: d, sources: {<<: [*a, *b], fr: 7}}\n';
    expect(sharesOf(text)).toEqual({ en: 0.1, de: 0.2, fr: 0.7 });
  });

  it('do not multiply', () => {
    const lines = Array.from(
      { length: 3000 },
      (_, i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}], k${i}: 1}`,
    );
    const text = `a0: &a0 {x: 1}\n${lines.join('\n')}\ndata: {root_dir: d, sources: {<<: *a3000}}\n`;
    expect(recognise(text)).toBeNull();
  });
});

const nemo = (head: string, ...weights: string[]) =>
  `${head}model:\n  data:\n    data_prefix:\n${weights
    .map((weight, index) => `      - ${weight}\n      - /d/${['en', 'de', 'fr'][index]}/web_text_document\n`)
    .join('')}`;

describe('a weight that OmegaConf fills in', () => {
  it('is read and written where its number stands', () => {
    const text = nemo('weights: {en: 0.6}\n', '${weights.en}', '0.4');
    expect(sharesOf(text)).toEqual({ '/d/en/web_text_document': 0.6, '/d/de/web_text_document': 0.4 });
    expect(errorsOf(text)).toEqual([]);
    expect(write(text, { en: 0.7, de: 0.3 }).text).toBe(nemo('weights: {en: 0.7}\n', '${weights.en}', '0.3'));
  });

  it('is followed through others, in quotes, and by places', () => {
    const text = `en: "\${w[0]}"\nw: [0.6]\ndataset: {blend: [[/d/en_document, /d/de_document], ["\${en}", 0.4]]}\n`;
    expect(errorsOf(text)).toEqual([]);
    expect(write(text, { en: 0.7, de: 0.3 }).text).toBe(text.replace('[0.6]', '[0.7]').replace('0.4', '0.3'));
    const streams =
      'p: 0.6\nstreams:\n  en: {remote: s3://en, proportion: "${p}"}\n  de: {remote: s3://de, proportion: 0.4}\n';
    expect(write(streams, { en: 0.7, de: 0.3 }).text).toBe(
      streams.replace('0.6', '0.7').replace('0.4', '0.3'),
    );
  });

  it.each([
    ['another weight', nemo('w: 0.3\n', '${w}', '0.4', '${w}')],
    ['something else', nemo('w: 0.3\nname: run-${w}\n', '${w}', '0.4', '0.3')],
    ['a copy of what holds it', nemo('w: {en: 0.3}\nv: ${w}\n', '${w.en}', '0.4', '0.3')],
    ['who knows what', nemo('w: {en: 0.3}\nv: ${w.${lang}}\n', '${w.en}', '0.4', '0.3')],
  ])('is not written if %s uses it too', (_, text) => {
    expect(sharesOf(text)).toMatchObject({ '/d/en/web_text_document': 0.3 });
    expectRefused(text, { en: 0.5, de: 0.3, fr: 0.2 }, '/d/en/web_text_document', 'several places');
    // Its share stays, so nothing needs to change there.
    expect(write(text, { en: 0.3, de: 0.4, fr: 0.3 }).refused).toBe(false);
  });

  it.each([
    nemo('', '${oc.env:EN}', '0.4'),
    nemo('', '${elsewhere.en}', '0.4'),
    nemo('a: ${b}\nb: ${a}\n', '${a}', '0.4'),
    nemo('a: text\n', '${a}', '0.4'),
    'train: {train_en: "${en}", train_de: 0.4}\nvalid: {valid_en: 1}\n',
    stages('{dataset_folder: [/d/en, /d/de], dataset_weights: ["${en}", 0.4]}', '{}'),
  ])('makes the shares unknown where it leads out of the file', (text) => {
    expect(sharesOf(text)).toBeNull();
    expect(errorsOf(text).filter((error) => !error.includes('split'))).toEqual([]);
    expect(
      read(text)
        .config.problems.map(({ code }) => code)
        .join(),
    ).toMatch(/\.interpolation/);
    expectRefused(text, { en: 0.5, de: 0.5 }, 'cannot be read');
  });
});

describe('a blend is never written in part', () => {
  it('where a weight is no number', () => {
    expectRefused(nemo('', '0,6', '"0.4"'), { en: 0.5, de: 0.5 }, '/d/en/web_text_document');
    expectRefused(stages('{dataset_folder: [/d/en, /d/de], dataset_weights: [some, 0.4]}', '{}'), {
      en: 1,
      de: 1,
    });
    expect(sharesOf(stages('{dataset_folder: [/d/en, /d/de], dataset_weights: [some, 1]}', '{}'))).toBeNull();
  });

  it('where one has none', () => {
    const text =
      '__module__: megatron.energon\nsplits: {train: {blend: [{weight: 3, path: ./en}, {path: ./de}]}}\n';
    expectRefused(text, { en: 0.5, de: 0.5 }, '`./de` has no weight');
  });

  it('where taking a source out would take what an alias leads to', () => {
    const text =
      'splits:\n  train:\n    blend:\n      - &en\n        weight: 1\n        path: ./en\n      - {weight: 1, path: ./de}\n  val:\n    blend:\n      - *en\n';
    expectRefused(text, { en: 0, de: 1 });
    // Nothing leads to it.
    const alone = text.replace('*en', '{path: ./en}');
    expect(write(alone, { en: 0, de: 1 }).text).toBe(
      alone
        .replace('      - &en\n        weight: 1\n        path: ./en\n', '')
        .replace('weight: 1', 'weight: 2'),
    );
  });
});

it('an alias without an anchor is an error', () => {
  expect(errorsOf(nemo('', '*w', '0.4')).join()).toContain('no anchor `&w`');
});

it('names the stage that is not written beside one that is', () => {
  const set = (languages: string) => `{dataset_folder: [${languages}], dataset_weights: [0.6, 0.4]}`;
  const text = stages(set('/d/en, /d/de'), set('/d/fr, /d/es'));
  const result = writeStages(text, { en: 0.3, de: 0.7 }, { en: 1 });
  expect(result.text).toBe(text.replace('[0.6, 0.4]', '[0.3, 0.7]'));
  expect(result.refused).toBe(true);
  expect(result.notes).toContain('`decay` was not written: no source belongs to a language of the mixture');
  expect(result.notes).not.toContain('Nothing was written');
});
