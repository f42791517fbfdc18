import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { decodeRunFiles } from '../../../src/core/runs/decode.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';
import type { RunSet } from '../../../src/core/runs/runs.ts';
import {
  gzipped,
  languages,
  parquet,
  plantedRuns,
  tableText,
  utf16,
  utf8,
  wide,
  type Bytes,
  type Names,
} from './planted-table.ts';

const runs = plantedRuns();
const first = runs.filter((_, i) => i % 2 === 0);

/** The measurements without the ids and places that each table has of its own, in one order. */
function measurements(set: RunSet) {
  const rows = set.runs.map(({ ratio, loss, tokens, parameters }) => ({ ratio, loss, tokens, parameters }));
  return rows.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

async function read(...files: readonly (readonly [path: string, bytes: Bytes])[]): Promise<RunSet> {
  return readRuns(await decodeRunFiles(files.map(([path, bytes]) => ({ path, bytes }))));
}

const planted = readRuns([
  {
    path: 'runs.csv',
    text: tableText(
      wide(runs, { id: 'run_id', tokens: 'tokens', share: (x) => `ratio_${x}`, loss: (x) => `loss_${x}` }),
    ),
  },
]);

test('the planted table itself is read whole', () => {
  expect(planted.problems).toEqual([]);
  expect(planted.languages).toEqual([...languages]);
  expect(planted.runs).toHaveLength(24);
  expect(planted.runs[0]?.ratio).toEqual(languages.map((code) => runs[0]?.share[code]));
});

async function expectSame(...files: readonly (readonly [string, Bytes])[]): Promise<void> {
  const set = await read(...files);
  expect(set.problems).toEqual([]);
  expect(set.languages).toEqual(planted.languages);
  expect(measurements(set)).toEqual(measurements(planted));
}

const shareNames = [
  'ratio_X',
  'w_X',
  'weight_X',
  'share_X',
  'train_X',
  'X/ratio',
  'mix/X',
  'config.mix.X',
  'params.ratio_X',
  'data.mixture.X',
  'sampling/web-X',
  'XRatio',
  'π_X',
];
const lossNames = [
  'loss_X',
  'X_loss',
  'X/loss',
  'eval/X/loss',
  'eval_X_loss',
  'eval/loss_X',
  'val_X',
  'valid_X',
  'metric/X_val_loss',
  'metrics.loss_X',
  'summary.eval/X/loss',
  'validation/X/ce',
  'X_bpb',
  'bits_per_byte/X',
  'nats_per_token/X',
  'log_ppl_X',
  'XLoss',
  'XValLoss',
  'ℓ_X',
];
const tokenNames = [
  'tokens',
  'D',
  'n_tokens',
  'train_tokens',
  'num_tokens',
  'tokens_seen',
  'consumed_tokens',
  'config.tokens',
  'trainTokens',
  'tokens_processed',
  'n_tok',
];
const idNames = ['run_id', 'run', 'id', 'name', 'index', 'ID', 'Name', 'Run ID'];

const names = (share: string, loss: string, tokens = 'tokens', id = 'run_id'): Names => ({
  id,
  tokens,
  share: (code) => share.replace('X', code),
  loss: (code) => loss.replace('X', code),
});

describe('one and the same set of runs comes of', () => {
  test.each(shareNames.flatMap((share) => lossNames.map((loss) => [share, loss] as const)))(
    'shares named %s and losses named %s',
    async (share, loss) => {
      await expectSame(['runs.csv', utf8(tableText(wide(runs, names(share, loss))))]);
    },
  );

  test.each(tokenNames.flatMap((tokens) => idNames.map((id) => [tokens, id] as const)))(
    'a budget named %s and ids named %s',
    async (tokens, id) => {
      await expectSame(['runs.csv', utf8(tableText(wide(runs, names('ratio_X', 'loss_X', tokens, id))))]);
    },
  );

  const plain = wide(runs, names('ratio_X', 'loss_X'));
  const text = tableText(plain);
  test.each<[string, string, Bytes | Promise<Bytes>]>([
    ['UTF-8 with a mark', 'runs.csv', utf8(`\ufeff${text}`)],
    ['UTF-16, little end first', 'runs.csv', utf16(text, false, true)],
    ['UTF-16, big end first', 'runs.csv', utf16(text, true, true)],
    ['UTF-16 without a mark', 'runs.csv', utf16(text, false, false)],
    ['gzip', 'runs.csv.gz', gzipped(utf8(text))],
    ['lines that end as in Windows', 'runs.csv', utf8(text.replaceAll('\n', '\r\n'))],
    ['tabs', 'runs.tsv', utf8(tableText(plain, '\t'))],
    ['semicolons', 'runs.csv', utf8(tableText(plain, ';'))],
    ['semicolons and decimal commas', 'runs.csv', utf8(tableText(plain, ';', ','))],
    ["Excel's first line", 'runs.csv', utf8(`sep=;\n${tableText(plain, ';')}`)],
    ['every field quoted', 'runs.csv', utf8(text.replace(/[^,\n]+/g, '"$&"'))],
    ['a separator after every row', 'runs.csv', utf8(text.replaceAll('\n', ',\n').replace(',\n', '\n'))],
    ['Parquet of doubles', 'runs.parquet', parquet(plain, 'DOUBLE')],
    ['Parquet of floats', 'runs.parquet', parquet(plain, 'FLOAT')],
  ])('%s', async (_, path, bytes) => {
    await expectSame([path, await bytes]);
  });

  test.each([
    ['tokens (billions)', 1e9],
    ['billion_tokens', 1e9],
    ['MTokens', 1e6],
    ['tokens_B', 1e9],
  ])('a budget counted as %s', async (tokens, unit) => {
    const counted = runs.map((run) => ({ ...run, tokens: run.tokens / unit }));
    await expectSame(['runs.csv', utf8(tableText(wide(counted, names('ratio_X', 'loss_X', tokens))))]);
  });

  test.each(['300M tokens', '300 million', '0.3B', '300_000_000'])('a budget written %s', async (written) => {
    const [head = [], ...body] = wide(runs, names('ratio_X', 'loss_X'));
    const cells = body.map(([id = '', tokens = '', ...rest]) => [
      id,
      tokens === 3e8 ? written : tokens,
      ...rest,
    ]);
    await expectSame(['runs.csv', utf8(tableText([head, ...cells]))]);
  });

  test.each([
    [
      ['train_iters', 'global_batch_size', 'seq_length'],
      [100, 1000],
    ],
    [
      ['num_train_steps', 'train_batch_size', 'context_len'],
      [100, 1000],
    ],
    [
      ['iters', 'gbs', 'n_ctx'],
      [100, 1000],
    ],
    [['step', 'tokens_per_batch'], [100_000]],
    [['train_steps', 'batch_size_tokens'], ['0.1M']],
  ])('steps and what they are made of, as %j', async (columns, perStep) => {
    const [head = [], ...body] = wide(runs, names('ratio_X', 'loss_X', columns[0]));
    const cells = body.map(([id = '', tokens, ...rest]) => [id, Number(tokens) / 1e5, ...rest, ...perStep]);
    await expectSame(['runs.csv', utf8(tableText([[...head, ...columns.slice(1)], ...cells]))]);
  });

  test('a title above the header', async () => {
    await expectSame(['runs.csv', utf8(`Sweep of May\n\n${text}`)]);
  });

  test.each(['English,German,Finnish', 'english,german,finnish'])('shares by name, %s', async (list) => {
    const byName = new Map(languages.map((code, i) => [code as string, list.split(',')[i] ?? '']));
    const header = { ...names('', 'loss_X'), share: (code: string) => `ratio_${byName.get(code) ?? ''}` };
    await expectSame(['runs.csv', utf8(tableText(wide(runs, header)))]);
  });

  test('shares and losses in two tables that share a column of any name', async () => {
    const shares = first.map(({ id, share }) => [id, ...languages.map((code) => share[code] ?? 0)]);
    const [head = [], ...losses] = wide(runs, names('ratio_X', 'loss_X', 'tokens', 'slug'));
    await expectSame(
      ['a.csv', utf8(tableText([['slug', ...languages], ...shares]))],
      ['b.csv', utf8(tableText([head, ...losses].map((row) => [...row.slice(0, 2), ...row.slice(5)])))],
    );
  });

  const objects = runs.map(({ id, tokens, share, loss }) => ({ run_id: id, tokens, ratio: share, loss }));
  const [header = [], ...rows] = plain;
  const byColumn = (cells: (column: number) => unknown): string =>
    JSON.stringify(Object.fromEntries(header.map((name, column) => [name, cells(column)])));
  test.each([
    ['a list of objects', JSON.stringify(objects, null, 2)],
    ['an object with the list', JSON.stringify({ experiment: 'x', runs: objects })],
    ["pandas' columns", byColumn((column) => Object.fromEntries(rows.map((row, i) => [i, row[column]])))],
    ['columns as lists', byColumn((column) => rows.map((row) => row[column]))],
    ["pandas' split form", JSON.stringify({ columns: header, index: rows.map((_, i) => i), data: rows })],
  ])('JSON: %s', async (_, json) => {
    await expectSame(['runs.json', utf8(json)]);
  });

  test('JSON lines', async () => {
    await expectSame(['runs.jsonl', utf8(objects.map((run) => JSON.stringify(run)).join('\n'))]);
  });

  test.each([
    ['language', 'share', 'loss'],
    ['lang_code', 'mix_ratio', 'val_loss'],
    ['Target Language', 'Mixture Weight', 'Eval Loss'],
    ['locale', 'sampling_prob', 'test_loss'],
  ])('a row a run and language, as %s, %s and %s', async (...columns) => {
    const long = runs.flatMap(({ id, tokens, share, loss }) =>
      languages.map((code) => [id, tokens, code, share[code] ?? 0, loss[code] ?? 0]),
    );
    await expectSame(['runs.csv', utf8(tableText([['run', 'tokens', ...columns], ...long]))]);
  });

  test('a row a metric, as a tracker keeps it, beside the shares', async () => {
    const metrics = runs.flatMap(({ id, tokens, loss }) =>
      languages.map((code) => [id, `eval/${code}/loss`, loss[code] ?? 0, tokens]),
    );
    const shares = first.map(({ id, share }) => [id, ...languages.map((code) => share[code] ?? 0)]);
    await expectSame(
      ['mix.csv', utf8(tableText([['run_id', ...languages.map((code) => `ratio_${code}`)], ...shares]))],
      ['metrics.csv', utf8(tableText([['run_id', 'key', 'value', 'tokens'], ...metrics]))],
    );
  });

  test('sparse rows: one metric a row, the shares in the first', async () => {
    const sparse = runs.flatMap(({ id, tokens, share, loss }) =>
      languages.map((code, i) => [
        id,
        tokens,
        ...languages.map((other) => (i === 0 ? (share[other] ?? 0) : '')),
        ...languages.map((other) => (other === code ? (loss[code] ?? 0) : '')),
      ]),
    );
    await expectSame(['runs.csv', utf8(tableText([header, ...sparse]))]);
  });

  test('shares and losses in two tables without a prefix, joined by ids of another spelling', async () => {
    const shares = first.map(({ share }, i) => [i, ...languages.map((code) => share[code] ?? 0)]);
    const losses = runs.map(({ tokens, loss }, i) => [
      `${Math.floor(i / 2)}.0`,
      tokens,
      ...languages.map((code) => loss[code] ?? 0),
    ]);
    await expectSame(
      ['losses.csv', utf8(tableText([['run', 'tokens', ...languages], ...losses]))],
      ['ratios.csv', utf8(tableText([['run', ...languages], ...shares]))],
    );
  });

  test('a folder a run, with its settings in one file and its losses in another', async () => {
    const folder = runs.flatMap(({ id, tokens, share, loss }): [string, Bytes][] => {
      const own = `sweep/${id}-${tokens}`;
      return [
        [`${own}/config.json`, utf8(JSON.stringify({ lr: 0.1, mixture: share, tokens }))],
        [`${own}/metrics.json`, utf8(JSON.stringify({ loss }))],
      ];
    });
    await expectSame(...folder);
  });

  test('a folder with a table a run', async () => {
    const folder = first.map(({ id, share }, i): [string, Bytes] => {
      const history = runs
        .slice(2 * i, 2 * i + 2)
        .map(({ tokens, loss }, step) => [step + 1, tokens, ...languages.map((code) => loss[code] ?? 0)]);
      const config = languages.map((code) => share[code] ?? 0);
      const rows = history.map((row) => [...row, ...config]);
      const names = [
        'step',
        'tokens',
        ...languages.map((x) => `eval/${x}/loss`),
        ...languages.map((x) => `mix.${x}`),
      ];
      return [`sweep/${id}/history.csv`, utf8(tableText([names, ...rows]))];
    });
    await expectSame(...folder);
  });
});

test('and the same fit', async () => {
  const options = { law: 'power' } as const;
  const set = await read(['runs.parquet', await parquet(wide(runs, names('mix/X', 'eval/X/loss')), 'FLOAT')]);
  // The evidence also says which file and line each row came from.
  const numbers = ({ quality, ...model }: Model): unknown => [model, quality?.cvLogRmse, quality?.residuals];
  expect(numbers(fit(set, options))).toEqual(numbers(fit(planted, options)));
});

describe('the same to a rounding comes of', () => {
  const close = async (header: Names, cell: (run: (typeof runs)[number]) => (string | number)[]) => {
    const [names = []] = wide([], header);
    const set = await read(['runs.csv', utf8(tableText([names, ...runs.map(cell)]))]);
    expect(set.problems).toEqual([]);
    set.runs.forEach(({ ratio, loss }, i) => {
      languages.forEach((_, t) => {
        expect(ratio[t]).toBeCloseTo(planted.runs[i]?.ratio[t] ?? 0, 12);
        expect(loss[t]).toBeCloseTo(planted.runs[i]?.loss[t] ?? 0, 12);
      });
    });
    return set;
  };
  const losses = (run: (typeof runs)[number]) => languages.map((code) => run.loss[code] ?? 0);

  test('per cent', async () => {
    const { summary } = await close(names('pct_X', 'loss_X'), (run) => [
      run.id,
      run.tokens,
      ...languages.map((code) => Number(((run.share[code] ?? 0) * 100).toFixed(1))),
      ...losses(run),
    ]);
    expect(summary?.sentences).toContain('The shares are percentages and are divided by 100.');
  });

  test('tokens of each language', async () => {
    const { summary } = await close(names('tokens_X', 'loss_X'), (run) => [
      run.id,
      run.tokens,
      ...languages.map((code) => Math.round((run.share[code] ?? 0) * run.tokens)),
      ...losses(run),
    ]);
    expect(summary?.sentences).toContain('The shares are weights or counts: each row is divided by its sum.');
  });

  test('tokens of each language, which are the budget where no column has it', async () => {
    const [head = [], ...body] = wide(runs, names('tokens_X', 'loss_X'));
    const rows = body.map(([id = '', tokens = 0, ...rest]) => [
      id,
      ...rest.slice(0, 3).map((share) => Math.round(Number(share) * Number(tokens))),
      ...rest.slice(3),
    ]);
    const table = [head.filter((name) => name !== 'tokens'), ...rows];
    const set = await read(['runs.csv', utf8(tableText(table.map((row) => row.slice(1))))]);
    expect(set.problems).toEqual([]);
    expect(set.runs.map(({ tokens }) => tokens)).toEqual(runs.map(({ tokens }) => tokens));
    expect(set.summary?.sentences).toContain("The budget of a run is the sum of its languages' tokens.");
  });

  test('perplexities', async () => {
    await close(names('ratio_X', 'X_ppl'), (run) => [
      run.id,
      run.tokens,
      ...languages.map((code) => run.share[code] ?? 0),
      ...losses(run).map(Math.exp),
    ]);
  });
});
