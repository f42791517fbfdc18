import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const shares = [
  [0.307, 0.445, 0.248],
  [0.2, 0.046, 0.754],
  [0.003, 0.828, 0.169],
  [0.26, 0.469, 0.271],
];
const losses = [
  [2.21, 2.35, 2.81],
  [2.34, 2.74, 2.47],
  [2.41, 2.24, 2.93],
  [2.23, 2.35, 2.78],
];

interface Written {
  readonly share?: string;
  readonly loss?: string;
  readonly codes?: readonly string[];
  /** Further columns: a name, and the cell of each row. */
  readonly more?: Readonly<Record<string, (row: number) => string>>;
}

function table({
  share = 'ratio_X',
  loss = 'loss_X',
  codes = ['en', 'de', 'fi'],
  more = {},
}: Written): string {
  const named = (pattern: string): string[] => codes.map((code) => pattern.replace('X', code));
  return [
    ['run_id', ...named(share), ...named(loss), ...Object.keys(more)],
    ...shares.map((row, i) => [
      `r${i}`,
      ...row,
      ...(losses[i] ?? []),
      ...Object.values(more).map((cell) => cell(i)),
    ]),
  ]
    .map((row) => row.join(','))
    .join('\n');
}

const read = (text: string) => readRuns([{ path: 'runs.csv', text }]);

function expectPlain(text: string, codes: readonly string[] = ['en', 'de', 'fi']): void {
  const { languages, runs, problems } = read(text);
  expect(problems).toEqual([]);
  expect(languages).toEqual(codes);
  expect(runs.map(({ loss }) => loss)).toEqual(losses);
}

describe('a column is no language of a table by its prefix alone', () => {
  const hyperparameters = [
    'weight_decay',
    'w_lr',
    'loss_scale',
    'train/loss',
    'warmup_ratio',
    'ratio_warmup',
    'min_lr_ratio',
    'loss_weight',
    'aux_loss_weight',
    'mix_alpha',
    'p_dropout',
    'w_std',
    'loss_std',
    'lr',
    'wd',
    'train_epochs',
    'val_loss',
    'loss_avg',
    'eval/average/loss',
    'ratio_total',
    'loss_en__MIN',
    'eval/en/loss_std',
    'loss_en_stderr',
    'warmupRatio',
    'minLrRatio',
    'auxLossWeight',
    'dropoutProb',
    'trainLoss',
    'valLoss',
    'lossStd',
    'Runtime',
    'gpu_hours',
  ];
  test.each(
    [
      ['ratio_X', 'loss_X'],
      ['train_X', 'valid_X'],
      ['weight_X', 'eval/X/loss'],
      ['X', 'X_loss'],
    ].flatMap(([share, loss]) => hyperparameters.map((name) => [share, loss, name])),
  )('%s and %s beside %s', (share = '', loss = '', name = '') => {
    expectPlain(table({ share, loss, more: { [name]: (row) => String(0.1 + row / 100) } }));
  });

  test.each(['dataset', 'source', 'language', 'task'])('a %s that all runs share is no long form', (name) => {
    expectPlain(table({ more: { [name]: () => 'fineweb', val_loss: () => '2.5' } }));
  });

  test('all of them at once', () => {
    const more = Object.fromEntries(
      hyperparameters.map((name, i) => [name, (row: number) => String(i / 10 + row)]),
    );
    expectPlain(table({ more }));
  });

  test.each(['loss_scale', 'loss_is_nan', 'loss_ema', 'val_interval', 'loss_type_id'])(
    'nor is it told as one that is evaluated: %s',
    (name) => {
      const { summary } = read(table({ more: { [name]: (row) => String(row) } }));
      expect(summary?.evaluated).toEqual([]);
      expect(summary?.unused).toEqual([name]);
    },
  );

  test.each([
    [['id', 'is', 'no']],
    [['nan', 'ce', 'se']],
    [['eng_Latn', 'deu_Latn', 'nob_Latn']],
    [['zh-Hant', 'pt-BR', 'sr_Cyrl']],
    [['code', 'math', 'fr-en']],
    [['Pile-CC', 'DM_Mathematics', 'ArXiv']],
    [['__proto__', 'constructor', 'toString']],
  ])('but %s are languages', (codes) => {
    expectPlain(table({ codes }), codes);
    expectPlain(table({ codes, share: 'X/ratio', loss: 'eval/X/loss' }), codes);
  });

  test('shares without losses are sources where only with them the shares sum to 1', () => {
    const text = table({}).replace('loss_fi', 'accuracy_fi');
    const { languages, summary } = read(text);
    expect(languages).toEqual(['en', 'de', 'fi']);
    expect(summary?.sources).toEqual(['fi']);
  });

  test('a loss without a share is said to be evaluated only, and counts where the mixture has its language', () => {
    const text = table({ more: { loss_sv: () => '3' } });
    expect(read(text).summary?.evaluated).toEqual(['sv']);
    const known = readRuns([{ path: 'runs.csv', text }], { languages: ['en', 'sv'] });
    expect(known.languages).toEqual(['en', 'de', 'fi', 'sv']);
    expect(known.runs[0]?.loss[3]).toBe(3);
  });

  test.each([
    ['eval/X', 'eval/acc', []],
    ['eval/X', 'eval/ce', []],
    ['loss_X', 'loss_improvement_en', []],
    ['loss_X', 'loss_en_initial', []],
    ['loss_X', 'loss_acc', []],
    ['loss_X', 'loss_ce', ['ce']],
    ['loss_X', 'loss_en_GB', ['en_GB']],
    ['loss_X', 'loss_wiki', ['wiki']],
  ])('%s beside %s: evaluated are %j', (loss, name, evaluated) => {
    expect(read(table({ loss, more: { [name]: () => '3' } })).summary?.evaluated).toEqual(evaluated);
  });

  const counted = (columns: string): string =>
    [
      `run_id,${columns},loss_en,loss_de`,
      'r0,300000,700000,100000,2.2,2.4',
      'r1,500000,0,500000,2.1,2.6',
      'r2,700000,200000,100000,2,2.5',
    ].join('\n');

  test('tokens that stand under the bare names of the languages are shares', () => {
    const { languages, runs, problems } = read(counted('en,de,batch'));
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'de']);
    expect(runs.map(({ ratio }) => ratio[0])).toEqual([0.3, 1, 7 / 9]);
  });

  test('and are none where they leave out a language that was trained, but not evaluated', () => {
    const { runs, problems } = read(counted('en,de,fi'));
    expect(runs).toEqual([]);
    expect(problems[0]?.message).toContain('no column is recognised as a share');
  });

  test.each(['ratioX', 'shareX', 'mixX'])('a capital begins a language: %s', (share) => {
    expectPlain(table({ codes: ['En', 'De', 'Fi'], share, loss: 'valLossX' }), ['En', 'De', 'Fi']);
  });

  test('a capital inside a name of a source does not', () => {
    const codes = ['OpenWebText', 'StackExchange', 'PubMedCentral'];
    expectPlain(table({ codes }), codes);
    expectPlain(table({ codes, share: 'X', loss: 'X_loss' }), codes);
  });

  test('other codes of the same languages are partners', () => {
    const text = table({ codes: ['en', 'de', 'fi'] })
      .replace('ratio_en', 'ratio_eng_Latn')
      .replace('ratio_de', 'ratio_DE');
    expectPlain(text, ['eng_Latn', 'DE', 'fi']);
  });
});

describe('a language and its macrolanguage', () => {
  test('are partners where neither could mean another one, and that is said', () => {
    const text = table({ codes: ['en', 'ar', 'zh'] })
      .replace('loss_ar', 'loss_arb_Arab')
      .replace('loss_zh', 'loss_zho_Hans');
    expectPlain(text, ['en', 'ar', 'zh']);
    expect(read(text).summary?.sentences).toContain(
      'The loss of arb_Arab is taken for ar: one is a language that the other includes.',
    );
  });

  test('are none where two could be meant', () => {
    const text = table({ codes: ['en', 'zh', 'fi'], more: { loss_zho_Hant: () => '3' } }).replace(
      'loss_zh',
      'loss_zho_Hans',
    );
    expect(read(text).summary).toMatchObject({ sources: ['zh'], evaluated: ['zho_Hans', 'zho_Hant'] });
  });
});

describe('budget and size', () => {
  test.each([
    ['D', '2e9', 2e9],
    ['n_tokens', '2000000000', 2e9],
    ['Tokens', '2B', 2e9],
    ['tokens_B', '2', 2e9],
    ['tokens (M)', '2000', 2e9],
    ['total_train_tokens', '2BT', 2e9],
    ['throughput/total_tokens', '2000000000.0', 2e9],
    ['config.tokens', '2 000 000 000', 2e9],
    ['tokens_bn', '2', 2e9],
    ['n_tokens_M', '2000', 2e9],
    ['tokens (mio)', '2000', 2e9],
    ['dataset_tokens', '2e9', 2e9],
    ['cumulative_tokens', '2 bn', 2e9],
    ['training_budget', '2B', 2e9],
    ['tok_B', '2', 2e9],
    ['GTok', '2', 2e9],
    ['megatokens', '2000', 2e9],
    ['tokensB', '2', 2e9],
    ['tokens (×10^9)', '2', 2e9],
    ['tokens/1e9', '2', 2e9],
    ['D (B)', '2', 2e9],
  ])('%s: %s', (name, cell, tokens) => {
    expect(read(table({ more: { [name]: () => cell } })).runs[0]?.tokens).toBe(tokens);
  });

  test.each([
    ['N', '60e6'],
    ['model_size', '60M'],
    ['params (M)', '60'],
    ['non_embedding_params', '60M'],
    ['config.model.params', '60000000'],
    ['N (M)', '60'],
    ['params_mn', '60'],
    ['non_emb_params', '60M'],
    ['size_B', '0.06'],
  ])('%s: %s', (name, cell) => {
    expect(read(table({ more: { [name]: () => cell } })).runs[0]?.parameters).toBe(60e6);
  });

  test.each(['constructor tokens', 'toString_tokens', '__proto__ tokens', 'valueOf'])(
    '%s is none: no unit is called like a property of any object',
    (name) => {
      expect(read(table({ more: { [name]: () => '2' } })).runs[0]?.tokens).toBeNull();
    },
  );

  test('steps, batch size and sequence length', () => {
    const more = { steps: () => '1000', global_batch_size: () => '64', seq_len: () => '2048' };
    expect(read(table({ more })).runs[0]?.tokens).toBe(1000 * 64 * 2048);
  });

  test.each([
    ['bs', 'seq'],
    ['bsz', 'seqlen'],
    ['gbs', 'ctx'],
  ])('%s and %s make a budget with the steps', (batch, sequence) => {
    const more = { steps: () => '1000', [batch]: () => '64', [sequence]: () => '2048' };
    expect(read(table({ more })).runs[0]?.tokens).toBe(1000 * 64 * 2048);
  });

  test('bs without them is Bosnian', () => {
    expectPlain(table({ codes: ['en', 'bs', 'fi'], share: 'X' }), ['en', 'bs', 'fi']);
  });

  test.each(['tokens_mil', 'context_tokens', 'unique_tokens'])('%s is not guessed, but asked for', (name) => {
    const { runs, summary } = read(table({ more: { [name]: () => '2' } }));
    expect(runs[0]?.tokens).toBeNull();
    expect(summary?.sentences).toContain(
      `No column is read as the budget. If ${name} is it, name it with \`tokens\` in a map.`,
    );
  });

  test('of hardly any tokens is in a unit that nobody tells', () => {
    expect(read(table({ more: { tokens: () => '0.3' } })).summary?.sentences).toContain(
      'No run has more than 0.3 tokens, fewer than any training: say in which unit they are counted, as in the name `tokens_B`.',
    );
  });

  const budget = (told: string): string =>
    `The largest budget is ${told}, more than that of any training: check the unit, and that these are tokens and not FLOPs.`;
  const size = (told: string): string => `The largest model has ${told}, more than any: check the unit.`;

  test.each([
    ['tokens_B', '1000000000', budget('1.0e18 tokens (tokens_B)')],
    ['budget', '1e19', budget('1.0e19 tokens (budget)')],
    ['params_M', '60000000', size('6.0e13 parameters (params_M)')],
    ['model_size', '1.1e18', size('1.1e18 parameters (model_size)')],
  ])('that cannot be is told: %s of %s', (name, cell, sentence) => {
    expect(read(table({ more: { [name]: () => cell } })).summary?.sentences).toContain(sentence);
  });

  test('that is large, but can be, is not', () => {
    const more = { tokens: () => '36T', params: () => '2T' };
    expect(read(table({ more })).summary?.sentences.join(' ')).not.toContain('largest');
  });

  test('that no column tells is asked for where rows of one run differ', () => {
    expect(read(table({}).replace('r1', 'r0')).problems[0]?.message).toContain(
      'Checkpoints of one run need a column with their tokens.',
    );
  });

  test.each([
    [{ available_en: () => '5T', available_fi: () => '20B' }],
    [{ available_en_B: () => '5000', available_fi_B: () => '20' }],
    [{ 'unique_tokens_en (B)': () => '5T', 'unique_tokens_fi (B)': () => '20' }],
  ])('text on disk: %o', (more) => {
    expect(read(table({ more })).runs[0]?.available).toEqual([5e12, null, 20e9]);
  });

  const counts = (name: string, ...cells: string[]) =>
    read(
      `run,${name.replace('X', 'en')},${name.replace('X', 'de')},loss_en,loss_de\nr,${cells.join(',')},2,3\n`,
    );

  test.each([
    ['tokens_X_B', '10', '15', 25e9],
    ['tokens_X_B', '0.25', '0.75', 1e9],
    ['tokens_X (M)', '10B', '15000', 25e9],
    ['X_GTok', '40', '60', 100e9],
  ])('tokens of each language: %s', (name, en, de, tokens) => {
    const [run] = counts(name, en, de).runs;
    expect(run?.tokens).toBe(tokens);
    expect(run?.ratio[0]).toBeCloseTo(name === 'tokens_X_B' && en === '0.25' ? 0.25 : 0.4, 12);
  });

  test('tokens of each language that are too few for a training are told', () => {
    const { runs, summary } = counts('tokens_X', '10', '15');
    expect(runs[0]?.tokens).toBeNull();
    expect(summary?.sentences).toContain(
      'No budget is made of tokens_en, tokens_de, since they hold fewer tokens than any training has: say in which unit they are counted, as in the name `tokens_en_B`.',
    );
  });
});

describe('cells', () => {
  test.each(['', 'NaN', 'NA', 'N/A', 'None', 'null', '-', '—', '?', '#N/A', '#DIV/0!', 'inf'])(
    '%j is not measured',
    (cell) => {
      const { runs, problems } = read(table({}).replace('2.81', cell));
      expect(problems).toEqual([]);
      expect(runs).toHaveLength(4);
      expect(runs[0]?.loss).toEqual([2.21, 2.35, null]);
    },
  );

  test('a share that only a denormal number can hold is zero, a loss of that kind is told', () => {
    const { runs, problems } = read(
      table({}).replace('0.003,0.828', '5e-324,0.831').replace('2.78', '1e-320'),
    );
    expect(runs.find(({ id }) => id === 'r2')?.ratio[0]).toBe(0);
    expect(problems.map(({ message }) => message)).toEqual([
      'The loss of fi is too small to be a loss: 1e-320.',
    ]);
  });

  test.each([' ± 0.02', '±.02', ' +/- 0.02', ' (0.02)'])(
    'a mean with its spread, 2.35%s, is the mean',
    (spread) => {
      expectPlain(table({}).replace('2.35', `2.35${spread}`));
    },
  );

  test.each(['tensor($&)', '"tensor($&, device=\'cuda:0\')"', 'np.float64($&)', 'array( $& )'])(
    'a number that Python shows as %s is that number',
    (shown) => {
      expectPlain(table({}).replaceAll(/\d\.\d\d(?=[,\n]|$)/g, shown));
    },
  );

  test('a tensor without a number is not measured', () => {
    const { runs, problems } = read(table({}).replace('2.81', 'tensor(nan)'));
    expect(problems).toEqual([]);
    expect(runs[0]?.loss).toEqual([2.21, 2.35, null]);
  });

  test('losses that are written as something else than numbers are told', () => {
    const { problems } = read(table({}).replaceAll(/\d\.\d\d(?=[,\n]|$)/g, 'about $&'));
    expect(problems.map(({ message }) => message)).toContain(
      '`loss_en`, `loss_de`, `loss_fi` hold no numbers, but text such as `about 2.21`: nothing is read from there.',
    );
  });

  test.each(['size', 'model_size', 'tokens', 'budget'])('a %s in words is noted, and no problem', (name) => {
    const { problems, summary } = read(table({ more: { [name]: () => 'small' } }));
    expect(problems).toEqual([]);
    const what = name.includes('size') ? 'model size' : 'budget';
    expect(summary?.sentences).toContain(
      `\`${name}\` is not read as the ${what}, since it holds text such as \`small\`.`,
    );
  });

  test('texts beside what is read elsewhere are nothing amiss', () => {
    const more = {
      'ppl_en.alias': () => 'ppl_en',
      'share_de note': () => 'halved',
      params: () => '60M',
      model_size: () => 'small',
    };
    const { problems, summary } = read(table({ more }));
    expect(problems).toEqual([]);
    expect(summary?.sentences.join(' ')).not.toContain('small');
  });

  test('rows about the others are none', () => {
    const { runs, summary } = read(
      `${table({})}\nmean,0.2,0.4,0.4,2.3,2.4,2.7\nstd,0.1,0.3,0.2,0.1,0.2,0.2\n`,
    );
    expect(runs).toHaveLength(4);
    expect(summary?.sentences).toContain('Rows named mean, std summarise other rows and are left out.');
  });

  test('a comment between the rows is none', () => {
    expectPlain(table({}).replace('r2', '# another day, other seeds\nr2'));
  });

  test('shares that miss 1 in every row are the only problem', () => {
    const { problems } = read(table({}).replaceAll('ratio_fi', 'other'));
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('not to 1') as string]);
  });

  test('a column of words where numbers should be is one problem', () => {
    const { problems } = read(table({}).replace(/(2\.74|2\.24)/g, 'high'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ rows: 2, severity: 'error' });
  });

  test('a row that is there twice counts once', () => {
    const text = table({});
    const { runs, problems, summary } = read(`${text}\n${text.split('\n').slice(1).join('\n')}\n`);
    expect(problems).toEqual([]);
    expect(runs).toHaveLength(4);
    expect(summary?.sentences).toContain('4 rows repeat another and count once.');
  });
});

describe('ids', () => {
  const mix = (id: (row: number) => string): string =>
    [
      'index,run_id,ratio_en,ratio_de,ratio_fi',
      ...shares.map((row, i) => [id(i), `x${i}`, ...row].join(',')),
    ].join('\n');
  const eval_ = (id: (row: number) => string): string =>
    ['index,loss_en,loss_de,loss_fi', ...losses.map((row, i) => [id(i), ...row].join(','))].join('\n');

  test.each<[string, (row: number) => string, (row: number) => string]>([
    ['0 and 0.0', (i) => `${i}`, (i) => `${i}.0`],
    ['0 and 0.000e+00', (i) => `${i}`, (i) => `${i}.${'0'.repeat(18)}e+00`],
    ['000 and 0', (i) => `00${i}`, (i) => `${i}`],
    ['of another case', (i) => `Run-${i}`, (i) => `run-${i}`],
    ['of another separator', (i) => `run_${i}`, (i) => `run-${i}`],
    ['longer than a double holds', (i) => `10000000000000000${i}`, (i) => `10000000000000000${i}`],
  ])('join: %s', (_, ours, theirs) => {
    const set = readRuns([
      { path: 'mix.csv', text: mix(ours) },
      { path: 'eval.csv', text: eval_(theirs) },
    ]);
    expect(set.problems).toEqual([]);
    expect(set.runs.map(({ loss }) => loss)).toEqual(losses);
  });

  test('that are the same in all rows are none', () => {
    expectPlain(table({}).replace(/r\d/g, 'proxy'));
  });

  test('that a table of shares spells in two ways are two runs', () => {
    const text = 'run_id,ratio_en,ratio_de,loss_en\n7,0.5,0.5,2\n007,0.25,0.75,3\n';
    expect(read(text).runs.map(({ id }) => id)).toEqual(['7', '007']);
  });
});

describe('what could not be fitted is refused at once', () => {
  test('a header of more columns than any table has', () => {
    const { problems, runs } = read(Array.from({ length: 30_000 }, (_, i) => `ratio_x${i}`).join(','));
    expect(runs).toEqual([]);
    expect(problems[0]?.message).toContain('more than 20,000 columns');
  });

  test('more measurements than a fit takes', () => {
    const row = '0.5,0.5,2,2\n';
    const { problems } = read(`ratio_en,ratio_de,loss_en,loss_de\n${row.repeat(200_010)}`);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('There are more than 200,000 separate measurements') as string,
    ]);
  });

  test('a million rows, before any of them is taken for a run', () => {
    const columns = ['run_id', 'tokens', 'ratio_en', 'ratio_de', 'loss_en', 'loss_de'];
    let cells = 0;
    const table = {
      file: 'runs.csv',
      columns,
      rowCount: 1_000_000,
      text: (row: number, column: number) => {
        cells++;
        return column === 0 ? `r${row}` : (['1e9', '0.5', '0.5', '2', '3'][column - 1] ?? '');
      },
      place: (row: number, column: number) => ({ line: row + 1, column }),
    };
    const { problems, runs } = readRuns([{ path: 'runs.csv', text: '', table }]);
    expect(runs).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({
        line: 200_001,
        message: expect.stringContaining('There are more than 200,000 separate measurements') as string,
      }),
    ]);
    // Of each row that tells: its name, what it is a measurement of, and one loss.
    expect(cells).toBeLessThan(2_000_000);
  });

  test('1000 languages in 50 runs are read', () => {
    const codes = Array.from({ length: 1000 }, (_, i) => `x${String(i).padStart(3, '0')}`);
    const header = [...codes.map((code) => `ratio_${code}`), ...codes.map((code) => `loss_${code}`)];
    const row = [...codes.map(() => 0.001), ...codes.map(() => 2.5)].join(',');
    const { languages, runs } = read(`${header.join(',')}\n${`${row}\n`.repeat(50)}`);
    expect(languages).toHaveLength(1000);
    expect(runs).toHaveLength(50);
  });
});

describe('repeats of a run', () => {
  const rows = 'm0,0,0.5,0.5,2.1,3.1\nm0,1,0.5,0.5,2.2,3.2\nm1,0,0.4,0.6,2.3,3.3\nm1,1,0.4,0.6,2.4,3.4\n';

  test.each(['replicate', 'rep', 'trial', 'repeat', 'config.replicate_id'])(
    'are told apart like those of other seeds by %s',
    (name) => {
      const { runs, problems } = read(`run_id,${name},ratio_de,ratio_fr,loss_de,loss_fr\n${rows}`);
      expect(problems).toEqual([]);
      expect(runs.map(({ id, seed, loss }) => [id, seed, loss[0]])).toEqual([
        ['m0', 0, 2.1],
        ['m0', 1, 2.2],
        ['m1', 0, 2.3],
        ['m1', 1, 2.4],
      ]);
    },
  );

  test('are none of trials that are the runs', () => {
    const { runs } = read('trial,ratio_de,ratio_fr,loss_de,loss_fr\n0,0.5,0.5,2.1,3.1\n1,0.4,0.6,2.2,3.2\n');
    expect(runs.map(({ id, seed }) => [id, seed])).toEqual([
      ['0', null],
      ['1', null],
    ]);
  });
});
