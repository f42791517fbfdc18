import { describe, expect, test } from 'vitest';
import { readRunMap } from '../../../src/core/mixture/run-tables.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

/** @param map a map of the table, as YAML */
function read(text: string, map?: string) {
  const { runs, problems, summary } = readRuns([{ path: 'runs.csv', text }], {
    mapOf: () => (map === undefined ? null : readRunMap(map)),
  });
  return {
    losses: runs.map(({ loss }) => loss),
    messages: problems.map(({ message }) => message),
    sentences: summary?.sentences ?? [],
  };
}

describe('perplexities', () => {
  const logs = [8, 16].map(Math.log);

  test.each([
    ['perplexity_it,perplexity_pl', "'perplexity_{language}'", logs],
    ['it/ppl,pl/ppl', "'{language}/ppl'", logs],
    ['perplexity_it,ppl.pl', '{ it: perplexity_it, pl: ppl.pl }', logs],
    ['italianPpl,polish perplexity', '{ it: italianPpl, pl: polish perplexity }', logs],
    ['loss_it,loss_pl', "'loss_{language}'", [8, 16]],
    ['loss_ppl,loss_pl', '{ it: loss_ppl, pl: loss_pl }', [Math.log(8), 16]],
  ])(
    'are told by what stands beside the language in columns that a map names: %s',
    (columns, loss, found) => {
      const map = `share: 'ratio_{language}'\nloss: ${loss}`;
      expect(read(`run,ratio_it,ratio_pl,${columns}\nr0,0.5,0.5,8,16\n`, map).losses).toEqual([found]);
    },
  );

  test('are none of a language that is called like them', () => {
    const text = 'run,ratio_ppl,ratio_en,loss_ppl,loss_en\nr0,0.5,0.5,2,3\n';
    for (const loss of ["'loss_{language}'", '{ ppl: loss_ppl, en: loss_en }'])
      expect(read(text, `share: 'ratio_{language}'\nloss: ${loss}`).losses).toEqual([[2, 3]]);
  });
});
