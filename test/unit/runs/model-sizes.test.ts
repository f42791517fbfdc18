import { describe, expect, test } from 'vitest';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

function read(columns: string, first: string, second: string) {
  const text = `${columns},tokens,ratio_de,ratio_fr,loss_de,loss_fr
mix0,${first},1B,0.3,0.7,2.8,3.8
mix0,${second},1B,0.3,0.7,2.5,3.5
`;
  const { runs, summary, problems } = readRuns([{ path: 'runs.csv', text }]);
  expect(problems).toEqual([]);
  return {
    told: runs.map(({ parameters, loss }) => [parameters, loss[0]]),
    sentences: summary?.sentences ?? [],
  };
}

describe('sizes in the names of models', () => {
  test.each([
    ['mix,model', 'pythia-70m', 'pythia-160m'],
    ['run_id,model_name', 'EleutherAI/pythia-70m-deduped', 'EleutherAI/pythia-160m-deduped'],
    ['run,config.model', '70M', '160M'],
  ])('tell the runs of one mixture apart: %s', (columns, first, second) => {
    const { told, sentences } = read(columns, first, second);
    expect(told).toEqual([
      [70e6, 2.8],
      [160e6, 2.5],
    ]);
    expect(sentences[0]).toBe('2 rows: 2 runs of 1 mixture, 1 budget, 2 model sizes.');
  });

  test.each([
    ['mix,model', 'a', 'b'],
    ['mix,model', 'olmo-1B-10B', 'olmo-1B-20B'],
    ['mix,data', 'web-1B', 'web-2B'],
  ])(
    'are none elsewhere, and rows of one name at the same tokens are repeats: %s, %s',
    (columns, first, second) => {
      const { told, sentences } = read(columns, first, second);
      expect(told).toEqual([
        [null, 2.8],
        [null, 2.5],
      ]);
      expect(sentences[0]).toBe('2 rows: 2 runs of 1 mixture, 1 budget.');
    },
  );
});
