import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRunMap } from '../../../src/core/mixture/run-tables.ts';
import { decodeRunFiles } from '../../../src/core/runs/decode.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

describe('a folder of TensorBoard event files', () => {
  const read = async (cut = 0) => {
    const files = ['r0', 'r1'].map((run) => {
      const path = `tensorboard/${run}/events.out.tfevents.1700000000.host`;
      const bytes = new Uint8Array(readFileSync(new URL(`../../fixtures/runs/${path}`, import.meta.url)));
      return { path, bytes: bytes.slice(0, bytes.length - cut) };
    });
    return readRuns(await decodeRunFiles(files));
  };

  test('gives a run a folder, with the shares among its settings and the losses among its scalars', async () => {
    const { languages, runs, problems } = await read();
    expect(problems).toEqual([]);
    const [en, de] = [languages.indexOf('en'), languages.indexOf('de')];
    expect(languages).toHaveLength(2);
    const found = runs.map(({ id, ratio, tokens, loss }) => [id, tokens, ratio[en], loss[en], loss[de]]);
    expect(found.sort()).toEqual([
      ['r0', 409600, 0.75, 2.1184, 3.1668],
      ['r0', 819200, 0.75, 1.8442, 2.7569],
      ['r1', 409600, 0.25, 2.639, 2.5421],
      ['r1', 819200, 0.25, 2.2974, 2.2131],
    ]);
  });

  test('is read as far as it is written', async () => {
    const { runs, problems } = await read(30);
    expect(problems).toEqual([]);
    expect(runs).toHaveLength(4);
  });
});

describe('a folder of trainer_state.json', () => {
  const state = (losses: readonly (readonly [number, number])[]): string =>
    JSON.stringify({
      global_step: 200,
      num_input_tokens_seen: 819200,
      log_history: losses.flatMap(([en, de], i) => [
        { step: 100 * (i + 1), loss: 3, learning_rate: 1e-4, num_input_tokens_seen: 409600 * (i + 1) },
        { step: 100 * (i + 1), eval_en_loss: en, eval_en_runtime: 3.2 },
        { step: 100 * (i + 1), eval_de_loss: de, eval_de_runtime: 3.1 },
      ]),
    });
  const mix = { path: 'mix.csv', text: 'run,ratio_en,ratio_de\na,0.7,0.3\nb,0.4,0.6\n' };
  const states = [
    {
      path: 'sweep/a/checkpoint-200/trainer_state.json',
      text: state([
        [2.2, 2.9],
        [2.0, 2.7],
      ]),
    },
    {
      path: 'sweep/b/checkpoint-200/trainer_state.json',
      text: state([
        [2.4, 2.6],
        [2.2, 2.4],
      ]),
    },
  ];

  test('is joined with the table of shares by the names of the folders', () => {
    const { runs, problems } = readRuns([mix, ...states]);
    expect(problems).toEqual([]);
    expect(runs.map(({ id, tokens, loss }) => ({ id, tokens, loss }))).toEqual([
      { id: 'a', tokens: 409600, loss: [2.2, 2.9] },
      { id: 'a', tokens: 819200, loss: [2.0, 2.7] },
      { id: 'b', tokens: 409600, loss: [2.4, 2.6] },
      { id: 'b', tokens: 819200, loss: [2.2, 2.4] },
    ]);
  });

  test('without the shares says which run lacks them', () => {
    const { problems } = readRuns([{ ...mix, text: 'run,ratio_en,ratio_de\na,0.7,0.3\n' }, ...states]);
    expect(problems.map(({ message }) => message)).toEqual([
      'No file gives the shares of run b; its losses are left out. 1 more like this: line 1.',
    ]);
  });
});

describe('Parquet as pyarrow writes it', () => {
  test.each(['structs-zstd', 'maps-snappy'])('%s', async (name) => {
    const path = `parquet/${name}.parquet`;
    const bytes = new Uint8Array(readFileSync(new URL(`../../fixtures/runs/${path}`, import.meta.url)));
    const { languages, runs, problems } = readRuns(await decodeRunFiles([{ path, bytes }]));
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'de', 'fi']);
    expect(runs.map(({ loss }) => loss)).toEqual([
      [2.21, 2.35, 2.81],
      [2.34, 2.74, 2.47],
      [2.41, 2.24, 2.93],
      [2.23, 2.35, null],
    ]);
  });

  test.each<[string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
    ['cut short', (bytes) => bytes.slice(0, bytes.length / 2)],
    ['of another make inside', (bytes) => bytes.map((byte, i) => (i > 20 && i < 400 ? 255 - byte : byte))],
  ])('%s is one problem', async (_, broken) => {
    const path = 'parquet/structs-zstd.parquet';
    const bytes = new Uint8Array(readFileSync(new URL(`../../fixtures/runs/${path}`, import.meta.url)));
    const { runs, problems } = readRuns(await decodeRunFiles([{ path, bytes: broken(bytes) }]));
    expect(runs).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('This Parquet file cannot be read') as string,
    ]);
  });
});

describe('other exports of trackers', () => {
  test('a chart of W&B: a column a run', () => {
    const chart =
      'Step,"a - eval/en/loss","a - eval/en/loss__MIN","b - eval/en/loss","b - eval/en/loss__MIN"\n100,2.5,2.5,2.7,2.7\n200,2.4,2.4,2.6,2.6\n';
    const { runs, summary } = readRuns([
      { path: 'mix.csv', text: 'Name,ratio_en,ratio_de\na,0.7,0.3\nb,0.4,0.6\n' },
      { path: 'chart.csv', text: chart },
    ]);
    expect(runs.map(({ id, loss }) => [id, loss[0]])).toEqual([
      ['a', 2.4],
      ['b', 2.6],
    ]);
    expect(summary?.sentences).toContain(
      'No column gives the tokens at each step, so only the last step of 2 runs is used.',
    );
  });

  test("W&B's own example of an export, with whole dictionaries in its cells", () => {
    const row = (id: number, en: number): string =>
      `${id},"{'eval/en/loss': ${3 - en}, 'eval/de/loss': ${2 + en}, '_step': 10, 'best': None}","{'mix': {'en': ${en}, 'de': ${1 - en}}, 'lr': 0.0003, 'tokens': 1000000}",run-${id}`;
    const text = ['', ',summary,config,name'].slice(1).concat(row(0, 0.25), row(1, 0.5)).join('\n');
    const { languages, runs, problems } = readRuns([{ path: 'project.csv', text }]);
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'de']);
    expect(runs).toMatchObject([
      { ratio: [0.25, 0.75], loss: [2.75, 2.25], tokens: 1e6 },
      { ratio: [0.5, 0.5], loss: [2.5, 2.5], tokens: 1e6 },
    ]);
  });

  test("MLflow's search_runs", () => {
    const { runs, languages } = readRuns([
      {
        path: 'runs.csv',
        text: 'run_id,experiment_id,status,metrics.loss_en,metrics.loss_de,params.ratio_en,params.ratio_de,params.weight_decay,tags.mlflow.runName\nf3a1,0,FINISHED,2.5,2.75,0.5,0.5,0.1,bold-ant-12\nf3a2,0,FINISHED,2.25,3,0.75,0.25,0.1,calm-bee-7\n',
      },
    ]);
    expect(languages).toEqual(['en', 'de']);
    expect(runs.map(({ id }) => id)).toEqual(['f3a1', 'f3a2']);
  });
});

describe('JSON of runs that keeps its languages in lists', () => {
  const expected = [
    ['a', [0.25, 0.75], [3, 2]],
    ['b', [0.5, 0.5], [2.5, 2.25]],
  ];
  test.each([
    [
      'side by side',
      '[{"run":"a","languages":["en","fr"],"ratio":[0.25,0.75],"loss":[3,2]},{"run":"b","languages":["en","fr"],"ratio":[0.5,0.5],"loss":[2.5,2.25]}]',
    ],
    [
      'of objects',
      '[{"run":"a","data":[{"language":"en","share":0.25,"loss":3},{"language":"fr","share":0.75,"loss":2}]},{"run":"b","data":[{"language":"en","share":0.5,"loss":2.5},{"language":"fr","share":0.5,"loss":2.25}]}]',
    ],
  ])('%s', (_, text) => {
    const { runs, problems } = readRuns([{ path: 'runs.json', text }]);
    expect(problems).toEqual([]);
    expect(runs.map(({ id, ratio, loss }) => [id, ratio, loss])).toEqual(expected);
  });
});

describe('tables of papers', () => {
  test('with comments before the header, and repeats under one name', () => {
    const { runs, problems } = readRuns([
      {
        path: 'runs.csv',
        text: '# made by hand\nname,ratio_en,ratio_fr,loss_en,loss_fr\nm1,0.25,0.75,3,2\nm1,0.25,0.75,3.01,2.02\nm2,0.5,0.5,2.5,2.25\n',
      },
    ]);
    expect(problems).toEqual([]);
    expect(runs.map(({ id, loss }) => [id, loss[0]])).toEqual([
      ['m1', 3],
      ['m1', 3.01],
      ['m2', 2.5],
    ]);
  });

  test('whose columns say the language row by row', () => {
    const { languages, runs, problems } = readRuns([
      {
        path: 'pairs.csv',
        text: 'run_id,D,lang1,lang2,w_lang1,w_lang2,loss_lang1,loss_lang2\na,1000,en,fr,0.25,0.75,3,2\nb,1000,fr,de,0.5,0.5,2.5,2.25\n',
      },
    ]);
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'fr', 'de']);
    expect(runs.map(({ id, ratio, loss }) => [id, ratio, loss])).toEqual([
      ['a', [0.25, 0.75, 0], [3, 2, null]],
      ['b', [0, 0.5, 0.5], [null, 2.5, 2.25]],
    ]);
  });

  test('without a header, with shares, steps and domains in names of files, by a map', () => {
    const map = readRunMap(
      'columns: [run, file, loss]\nparts: { run: "*/70M_*-{mix.code}-{mix.web}/{step}", file: "*.valid.{language}.bin" }\ntokens: step\n',
    );
    const text = [
      ['/ckpts/70M_1-0.25-0.75/100', 'pile.valid.code.bin', 2.5],
      ['/ckpts/70M_1-0.25-0.75/100', 'pile.valid.web.bin', 3],
      ['/ckpts/70M_2-0.5-0.5/200', 'pile.valid.code.bin', 2.25],
      ['/ckpts/70M_2-0.5-0.5/200', 'pile.valid.web.bin', 3.25],
    ];
    const { runs, problems, languages } = readRuns(
      [{ path: '70M.txt', text: text.map((row) => row.join('\t')).join('\n') }],
      { mapOf: () => map },
    );
    expect(problems).toEqual([]);
    expect(languages).toEqual(['code', 'web']);
    expect(runs.map(({ ratio, loss, tokens }) => [ratio, loss, tokens])).toEqual([
      [[0.25, 0.75], [2.5, 3], 100],
      [[0.5, 0.5], [2.25, 3.25], 200],
    ]);
  });
});
