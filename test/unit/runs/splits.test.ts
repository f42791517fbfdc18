import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

function read(text: string, split?: string) {
  const { runs, problems, summary } = readRuns([{ path: 'runs.csv', text }], {
    mapOf: () => (split === undefined ? null : { where: new Map([['split', split]]) }),
  });
  expect(problems).toEqual([]);
  return { told: runs.map(({ ratio, loss }) => [...ratio, ...loss]), sentences: summary?.sentences ?? [] };
}

describe('losses on several parts of the data', () => {
  const long = (...splits: readonly string[]): string =>
    `run,language,split,share,loss\n${splits
      .map((split, i) => `r0,de,${split},0.3,2.${i}\nr0,fr,${split},0.7,3.${i}\n`)
      .join('')}`;

  test.each([
    [['train', 'valid', 'test'], 1],
    [['train', 'test'], 1],
    [['test', 'held-out'], 1],
    [['Validation', 'Training'], 0],
  ])('are read of held-out text, of that for validation first: %s', (splits, read_) => {
    expect(read(long(...splits)).told).toEqual([[0.3, 0.7, 2 + read_ / 10, 3 + read_ / 10]]);
  });

  test('are told with what is set aside, of which a map may choose', () => {
    const text = long('train', 'valid', 'test');
    expect(read(text).sentences).toContain(
      'The losses of valid are read, those of train, test are set aside; `where: { split: test }` in a map chooses others.',
    );
    expect(read(text, 'test').told).toEqual([[0.3, 0.7, 2.2, 3.2]]);
  });

  test('are told apart in rows of whole runs too, whose shares may stand with those set aside', () => {
    const text =
      'run,split,ratio_de,ratio_fr,loss_de,loss_fr\nr0,train,0.3,0.7,2.0,3.0\nr0,val,,,2.1,3.1\nr1,train,0.4,0.6,2.2,3.2\nr1,val,,,2.3,3.3\n';
    const { told, sentences } = read(text);
    expect(told).toEqual([
      [0.3, 0.7, 2.1, 3.1],
      [0.4, 0.6, 2.3, 3.3],
    ]);
    expect(sentences.join(' ')).not.toMatch(/repeat/);
  });

  test('are all read where a column of that name holds one part, or anything else', () => {
    const text = (a: string, b: string): string =>
      `run,split,ratio_de,ratio_fr,loss_de,loss_fr\nr0,${a},0.3,0.7,2.1,3.1\nr1,${b},0.4,0.6,2.2,3.2\n`;
    expect(read(text('train', 'train')).told).toHaveLength(2);
    expect(read(text('train', 'other')).told).toEqual([
      [0.3, 0.7, 2.1, 3.1],
      [0.4, 0.6, 2.2, 3.2],
    ]);
  });
});
