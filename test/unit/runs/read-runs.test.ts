import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const read = (text: string, path = 'runs.csv') => readRuns([{ path, text }]);

describe('a table of runs', () => {
  test('gives shares and losses by language, and the rest of the run', () => {
    const { languages, runs, problems } = read(
      'run_id,seed,parameters,tokens,ratio_en,ratio_de,loss_en,loss_de,note\na,7,1.7e6,1000000,0.25,0.75,1.5,,x\n',
    );
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'de']);
    expect(runs).toEqual([
      {
        id: 'a',
        seed: 7,
        parameters: 1.7e6,
        tokens: 1e6,
        ratio: [0.25, 0.75],
        loss: [1.5, null],
        file: 'runs.csv',
        line: 1,
      },
    ]);
  });

  test('takes from the mixture how much text there is, where no column says so', () => {
    const text = 'tokens,ratio_eng_Latn,ratio_de,available_de,loss_eng_Latn,loss_de\n1e6,0.5,0.5,1000,1,2\n';
    const available = new Map([
      ['en', 4000],
      ['de', 9000],
    ]);
    const { languages, runs } = readRuns([{ path: 'runs.csv', text }], { available });
    expect(languages).toEqual(['eng_Latn', 'de']);
    expect(runs[0]!.available).toEqual([4000, 1000]);
    expect(read(text).runs[0]!.available).toEqual([null, 1000]);
  });

  test('of before a language was added is taken as trained without it where its shares sum to 1, and it says so', () => {
    const old = 'run_id,ratio_en,ratio_de,loss_en,loss_de\na,0.5,0.5,1,2\nb,0.6,0.4,1,2\nc,0.5,0.4,1,2\n';
    const fresh = 'run_id,ratio_en,ratio_de,ratio_nl,loss_en,loss_de,loss_nl\nd,0.5,0.4,0.1,1,2,3\n';
    const { languages, runs, problems, summary } = readRuns([
      { path: 'old.csv', text: old },
      { path: 'new.csv', text: fresh },
    ]);
    expect(languages).toEqual(['en', 'de', 'nl']);
    expect(runs.map(({ id, ratio }) => [id, ...ratio])).toEqual([
      ['a', 0.5, 0.5, 0],
      ['b', 0.6, 0.4, 0],
      ['d', 0.5, 0.4, 0.1],
    ]);
    expect(summary?.sentences).toContain(
      'old.csv has no share of nl: its 2 runs are taken as trained without, since their other shares sum to 1.',
    );
    expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '3 The shares of this run sum to 0.9, not to 1; the row is left out.',
    ]);
  });

  test('of before a language was added may stand in one table with those of after, their cells left empty', () => {
    const text =
      'run_id,ratio_en,ratio_de,ratio_nl,loss_en,loss_de,loss_nl\na,0.5,0.5,,1,2,\nb,0.6,0.4,,1,2,\nc,0.5,0.4,,1,2,\nd,0.5,0.4,0.1,1,2,3\n';
    const { runs, problems, summary } = readRuns([{ path: 'all.csv', text }]);
    expect(runs.map(({ id, ratio }) => [id, ...ratio])).toEqual([
      ['a', 0.5, 0.5, 0],
      ['b', 0.6, 0.4, 0],
      ['d', 0.5, 0.4, 0.1],
    ]);
    expect(summary?.sentences).toContain(
      'all.csv has no share of nl in 2 of its 3 runs: these are taken as trained without, since their other shares sum to 1.',
    );
    expect(problems).toHaveLength(1);
  });

  test.each([
    ['w_en,w_de,loss_en,loss_de'],
    ['weight_en,weight_de,loss_en,loss_de'],
    ['train_en,train_de,valid_en,valid_de'],
    ['en/ratio,de/ratio,en/loss,de/loss'],
  ])('may spell its columns %s', (header) => {
    const { languages, runs, problems } = read(`${header}\n0.4,0.6,1,2\n`);
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'de']);
    expect(runs[0]).toMatchObject({ ratio: [0.4, 0.6], loss: [1, 2], id: 'runs.csv:2' });
  });

  test('takes train_loss for no language beside other spellings', () => {
    expect(read('ratio_en,loss_en,train_loss,valid_loss\n1,2,3,4\n').languages).toEqual(['en']);
  });

  test('knows nan as Min Nan', () => {
    const { languages, runs } = read('ratio_nan,ratio_en,loss_nan\n0.5,0.5,2\n');
    expect(languages).toEqual(['nan', 'en']);
    expect(runs[0]!.loss).toEqual([2, null]);
  });

  test('scales shares that miss 1 by rounding', () => {
    const { runs, problems } = read('ratio_a,ratio_b,ratio_c,loss_a\n0.333,0.333,0.333,2\n');
    expect(problems).toEqual([]);
    expect(runs[0]!.ratio[0]).toBeCloseTo(1 / 3, 12);
  });

  test('copes with a byte order mark, CRLF, quotes and tabs', () => {
    const { runs, problems } = read(
      '\uFEFF"ratio_a"\tratio_b\tloss_a\r\n"0.5"\t 0.5 \t2\r\n\r\n',
      'runs.tsv',
    );
    expect(problems).toEqual([]);
    expect(runs).toHaveLength(1);
  });
});

describe('a bad row', () => {
  const header = 'run_id,ratio_a,ratio_b,loss_a\n';
  test.each([
    ['x,0.5,half,2', 6, 'not a number: half'],
    ['x,-0.5,1.5,2', 2, 'negative'],
    ['x,0.5,0.4,2', 2, 'sum to 0.9'],
    ['x,0.5,0.5,-2', 10, 'above zero'],
    ['x,0.5,0.5', 6, '3 fields'],
    ['good,0.5,0.5,3', 0, 'already used in runs.csv, line 2'],
  ])('%s is told at its place and stops no other', (row, column, message) => {
    const { runs, problems } = read(`${header}good,0.5,0.5,2\n${row}\nlast,1,0,2\n`);
    expect(runs.map((run) => run.id)).toEqual(['good', 'last']);
    expect(problems).toEqual([
      {
        file: 'runs.csv',
        line: 2,
        column,
        severity: 'error',
        message: expect.stringContaining(message) as string,
      },
    ]);
  });

  test('that diverged is set aside', () => {
    const { runs, problems } = read(`${header}x,0.5,0.5,NaN\ny,0.5,0.5,inf\nz,0.5,0.5,2\n`);
    expect(runs.map((run) => run.id)).toEqual(['z']);
    expect(problems).toMatchObject([{ severity: 'set-aside', line: 1, rows: 2 }]);
    expect(problems[0]!.message).toContain('1 more like this: line 3.');
  });

  test('after a quoted field with a line break is told at its line', () => {
    const { problems } = read('note,ratio_a,loss_a\n"two\nlines",1,2\nx,0.5,2\n');
    expect(problems).toMatchObject([{ line: 3, column: 2 }]);
  });
});

describe('a file that is not a table', () => {
  test.each([
    ['', 'empty'],
    ['\uFEFF\n', 'empty'],
    ['PK\u0003\u0004\0\0', 'workbook'],
    ['a\0b\n', 'NUL bytes'],
    ['a,b\n1,2\n', 'No column is recognised as a share'],
    ['ratio_a,"loss_a\n1,2\n', 'never closed'],
  ])('%j is one clear problem', (text, message) => {
    const { runs, problems } = read(text);
    expect(runs).toEqual([]);
    expect(problems[0]!.message).toContain(message);
  });
});

describe('two files', () => {
  const shares = { path: 'shares.csv', text: 'run_id,ratio_a,ratio_b\n1,0.5,0.5\n2,1,0\n' };
  test('are joined by run id', () => {
    const { runs, problems } = readRuns([
      shares,
      { path: 'losses.csv', text: 'run_id,loss_a\n2,3\n1,4\n9,5\n' },
    ]);
    expect(runs.map((run) => [run.id, run.loss[0]])).toEqual([
      ['1', 4],
      ['2', 3],
    ]);
    expect(problems).toMatchObject([
      { file: 'losses.csv', line: 3, message: expect.stringContaining('run 9') as string },
    ]);
  });

  test('with whole runs are read one after the other', () => {
    const { runs, languages } = readRuns([
      { path: 'a.csv', text: 'run_id,ratio_a,loss_a\n1,1,2\n' },
      { path: 'b.csv', text: 'run_id,ratio_b,loss_b\n2,1,3\n' },
    ]);
    expect(languages).toEqual(['a', 'b']);
    expect(runs.map((run) => run.ratio)).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('JSON', () => {
  const run = { id: 'a', ratio: [0.25, 0.75], loss: [1.5, 2.5] };
  test.each([
    ['an array', '[{"run_id": "a", "ratio_en": 0.25, "ratio_de": 0.75, "loss_en": 1.5, "loss_de": 2.5}]'],
    [
      'under runs, nested',
      '{"runs": [{"run_id": "a", "ratio": {"en": 0.25, "de": 0.75}, "loss": {"en": 1.5, "de": 2.5}}]}',
    ],
  ])('%s', (_, text) => {
    const { runs, problems, languages } = read(text, 'runs.json');
    expect(problems).toEqual([]);
    expect(languages).toEqual(['en', 'de']);
    expect(runs).toMatchObject([run]);
  });

  test('lines, each on its own: a broken one stops no other', () => {
    const { runs, problems } = read(
      '{"ratio_en": 1, "loss_en": 2}\n{"ratio_en": 1, "loss_en"\n{"ratio_en": 1, "loss_en": NaN}\n{"ratio_en": 0.5, "loss_en": 2}\n{"ratio_en": 1, "loss_en": 3}\n',
      'runs.jsonl',
    );
    expect(runs.map((one) => one.line)).toEqual([0, 4]);
    expect(problems.map(({ line, severity }) => [line, severity])).toEqual([
      [1, 'error'],
      [2, 'set-aside'],
      [3, 'error'],
    ]);
    expect(problems[2]!.column).toBe(13);
  });

  test('lines of which the first was cut off', () => {
    const whole = '{"ratio_en": 0.25, "ratio_de": 0.75, "loss_en": 2, "loss_de": 3}';
    const { runs, problems } = read(`${whole.slice(0, 20)}\n${whole}\n${whole}\n`, 'runs.jsonl');
    expect(runs.map((one) => one.line)).toEqual([1, 2]);
    expect(problems.map(({ line }) => line)).toEqual([0]);
  });
});
