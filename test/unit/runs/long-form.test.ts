import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

function read(...texts: readonly string[]) {
  const { runs, problems, summary } = readRuns(texts.map((text, i) => ({ path: `${i}.csv`, text })));
  return {
    told: runs.map(({ id, ratio, loss, tokens }) => ({ id, ratio, loss, tokens })),
    messages: problems.map(({ message }) => message),
    sentences: summary?.sentences ?? [],
  };
}

describe('rows of all languages together', () => {
  test.each(['total', 'All', 'avg', 'mean', 'overall', 'macro avg', 'Grand Total', 'all languages'])(
    'are left out and told: %s',
    (label) => {
      const { told, messages, sentences } = read(
        `run,language,share,loss\nr0,de,0.25,2.21\nr0,fr,0.75,2.35\nr0,${label},1,2.3\nr1,${label},1,2.4\nr1,de,0.5,2.34\nr1,fr,0.5,2.31\n`,
      );
      expect(told.map(({ ratio, loss }) => [ratio, loss])).toEqual([
        [
          [0.25, 0.75],
          [2.21, 2.35],
        ],
        [
          [0.5, 0.5],
          [2.34, 2.31],
        ],
      ]);
      expect(messages).toEqual([]);
      expect(sentences).toContain(`Rows named ${label} summarise other rows and are left out.`);
    },
  );

  test('add nothing to the tokens of each', () => {
    const { told } = read(
      'run,language,tokens,loss\nr0,de,100M,2.21\nr0,fr,300M,2.35\nr0,total,400M,2.3\nr1,de,400M,2.34\nr1,fr,200M,2.31\nr1,total,600M,2.3\n',
    );
    expect(told.map(({ ratio, tokens }) => [...ratio, tokens])).toEqual([
      [0.25, 0.75, 400e6],
      [2 / 3, 1 / 3, 600e6],
    ]);
  });

  test('are none of sources that are called like them in part, or whose name the mixture has', () => {
    const text = (label: string): string =>
      `run,language,share,loss\nr0,de,0.25,2.21\nr0,${label},0.75,2.35\n`;
    const languages = (label: string, known: readonly string[] = []): readonly string[] =>
      readRuns([{ path: 'runs.csv', text: text(label) }], { languages: known }).languages;
    expect(languages('all-wiki')).toEqual(['de', 'all-wiki']);
    expect(languages('sum', ['de', 'sum'])).toEqual(['de', 'sum']);
  });
});

describe('tokens in a table with a row a run and language', () => {
  const runs = [
    { id: 'r0', ratio: [0.25, 0.75], loss: [2.21, 2.35], tokens: 400e6 },
    { id: 'r1', ratio: [0.5, 0.5], loss: [2.34, 2.31], tokens: 800e6 },
  ];
  const summed = "The budget of a run is the sum of its languages' tokens.";

  test.each([
    ['beside the shares', 'train_tokens,share', ['100M,0.25', '300M,0.75', '400M,0.5', '400M,0.5']],
    ['alone', 'tokens', ['100000000', '300000000', '400000000', '400000000']],
    ['in a unit', 'tokens (M)', ['100', '300', '400', '400']],
  ])('are those of the language where they differ within a run: %s', (_, names, [a, b, c, d]) => {
    const text = `run,language,${names},loss\nr0,de,${a},2.21\nr0,fr,${b},2.35\nr1,de,${c},2.34\nr1,fr,${d},2.31\n`;
    const { told, messages, sentences } = read(text);
    expect(told).toEqual(runs);
    expect(messages).toEqual([]);
    expect(sentences).toContain(summed);
  });

  test('are so in a table without losses', () => {
    const { told, messages } = read(
      'run,language,tokens\nr0,de,100M\nr0,fr,300M\nr1,de,400M\nr1,fr,400M\n',
      'run,loss_de,loss_fr\nr0,2.21,2.35\nr1,2.34,2.31\n',
    );
    expect(told).toEqual(runs);
    expect(messages).toEqual([]);
  });

  test('are summed at each step', () => {
    const { told } = read(
      'run,step,language,tokens,share,loss\nr0,1,de,50M,0.25,3.21\nr0,1,fr,150M,0.75,3.35\nr0,2,de,100M,0.25,2.21\nr0,2,fr,300M,0.75,2.35\n',
    );
    expect(told.map(({ tokens, loss }) => [tokens, loss])).toEqual([
      [200e6, [3.21, 3.35]],
      [400e6, [2.21, 2.35]],
    ]);
  });

  test('are those of the run where all its languages have the same, or one has several', () => {
    const { told, sentences } = read(
      'run,language,tokens,share,loss\nr0,de,200M,0.25,3.21\nr0,fr,200M,0.75,3.35\nr0,de,400M,0.25,2.21\nr0,fr,400M,0.75,2.35\n',
    );
    expect(told.map(({ tokens, loss }) => [tokens, loss])).toEqual([
      [200e6, [3.21, 3.35]],
      [400e6, [2.21, 2.35]],
    ]);
    expect(sentences).not.toContain(summed);
  });
});
