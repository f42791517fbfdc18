import { describe, expect, test } from 'vitest';
import { readRunMap } from '../../../src/core/mixture/run-tables.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

/** @param map a map of the tables, as YAML */
function read(texts: readonly string[], map?: string) {
  const { runs, problems, summary } = readRuns(
    texts.map((text, i) => ({ path: `r${i}.csv`, text })),
    { mapOf: () => (map === undefined ? null : readRunMap(map)) },
  );
  expect(problems).toEqual([]);
  return {
    told: runs.map(({ tokens, loss }) => [tokens, ...loss]),
    sentences: summary?.sentences ?? [],
  };
}

const total = (runs: string): string =>
  `The tokens of ${runs} stay the same over the steps: they are those of the last step, and earlier ones have their part of them.`;

describe('tokens that stay the same over the steps of a run', () => {
  const checkpoints = [
    [10e6, 3.2, 3.3],
    [100e6, 2.6, 2.7],
    [1e9, 2.2, 2.3],
  ];

  test.each([
    ['run_id,_step,total_tokens', 'r0', '1e9'],
    ['Name,_step,total_tokens', 'r0', '1e9'],
    ['note,_step,config.tokens', '', '1e9'],
    ['run,global_step,token_budget', 'r0', '1B'],
  ])('are those of the last step: %s', (names, run, tokens) => {
    const { told, sentences } = read([
      `${names},ratio_de,ratio_fr,loss_de,loss_fr
${run},100,${tokens},0.3,0.7,3.2,3.3
${run},1000,${tokens},0.3,0.7,2.6,2.7
${run},10000,${tokens},0.3,0.7,2.2,2.3
`,
    ]);
    expect(told).toEqual(checkpoints);
    expect(sentences).toContain(total('1 run'));
  });

  test('are so of each run, in sparse rows, joined with the shares, the last row without a loss', () => {
    const { told, sentences } = read([
      'run,ratio_de,ratio_fr\nr0,0.3,0.7\nr1,0.4,0.6\n',
      'run,_step,total_tokens,loss_de,loss_fr\nr0,50,1e9,3.2,\nr0,51,1e9,,3.3\nr0,100,1e9,2.6,2.7\nr0,200,1e9,,\nr1,50,2e9,3.1,3.4\nr1,100,2e9,2.5,2.8\n',
    ]);
    expect(told).toEqual([
      [0.25e9, 3.2, null],
      [0.255e9, null, 3.3],
      [0.5e9, 2.6, 2.7],
      [1e9, 3.1, 3.4],
      [2e9, 2.5, 2.8],
    ]);
    expect(sentences).toContain(total('2 runs'));
  });

  test('are so where a map gives one number for all rows, or rows have a language each', () => {
    const steps =
      'run,step,ratio_de,ratio_fr,loss_de,loss_fr\nr0,100,0.3,0.7,3.2,3.3\nr0,400,0.3,0.7,2.2,2.3\n';
    const expected = [
      [1e9, 3.2, 3.3],
      [4e9, 2.2, 2.3],
    ];
    expect(read([steps], 'tokens: 4B').told).toEqual(expected);
    const long =
      'run,step,tokens,language,share,loss\nr0,100,4e9,de,0.3,3.2\nr0,100,4e9,fr,0.7,3.3\nr0,400,4e9,de,0.3,2.2\nr0,400,4e9,fr,0.7,2.3\n';
    expect(read([long]).told).toEqual(expected);
  });

  test('are those of one moment where each loss is there once', () => {
    const { told, sentences } = read([
      'run,_step,tokens,ratio_de,ratio_fr,loss_de,loss_fr\nr0,101,1e9,0.3,0.7,2.2,\nr0,102,1e9,,,,2.3\nr1,101,1e9,0.4,0.6,2.1,\nr1,102,1e9,,,,2.4\n',
    ]);
    expect(told).toEqual([
      [1e9, 2.2, 2.3],
      [1e9, 2.1, 2.4],
    ]);
    expect(sentences.join(' ')).not.toContain('stay the same');
  });

  test.each([
    ['train_tokens', 'tokens_seen'],
    ['tokens', 'train/consumed_tokens'],
    ['total_tokens', 'tokens processed'],
  ])('are not read where others rise: %s, %s', (constant, rising) => {
    const { told, sentences } = read([
      `run,step,${constant},${rising},ratio_de,ratio_fr,loss_de,loss_fr\nr0,100,1e9,4e8,0.3,0.7,3.2,3.3\nr0,200,1e9,9e8,0.3,0.7,2.2,2.3\n`,
    ]);
    expect(told).toEqual([
      [4e8, 3.2, 3.3],
      [9e8, 2.2, 2.3],
    ]);
    expect(sentences).toContain(`Budget: ${rising}.`);
  });
});

describe('losses of before the first step', () => {
  test.each([
    ['tokens', '0', '5e8', '1e9'],
    ['total_tokens', '1e9', '1e9', '1e9'],
    ['tokens_per_step', '5e6', '5e6', '5e6'],
  ])('are left out and told: %s', (name, ...tokens) => {
    const { told, sentences } = read([
      `run,step,${name},ratio_de,ratio_fr,loss_de,loss_fr\nr0,0,${tokens[0]},0.3,0.7,9.2,9.3\nr0,100,${tokens[1]},,,3.2,3.3\nr0,200,${tokens[2]},,,2.2,2.3\n`,
    ]);
    expect(told).toEqual([
      [5e8, 3.2, 3.3],
      [1e9, 2.2, 2.3],
    ]);
    expect(sentences).toContain('1 row of before the first step is left out.');
  });
});
