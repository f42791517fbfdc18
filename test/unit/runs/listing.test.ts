import { expect, it } from 'vitest';
import { listRuns } from '../../../src/core/runs/listing.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

it('lists the beginning of a long table, and says at the end how much is left out', () => {
  const rows = Array.from({ length: 30 }, (_, i) => `r${i},0.5,0.5,2.${i},3\n`).join('');
  const set = readRuns([{ path: 't.csv', text: `run_id,ratio_en,ratio_de,loss_en,loss_de\n${rows}` }]);
  const summary = set.summary!;
  const short = listRuns(set, summary, { runs: 4, columns: 3, how: '; --all prints all' });
  expect(short.split('\n').at(-1)).toBe('… and 26 more runs and 2 more columns; --all prints all');
  expect(short).toContain('r3 ');
  expect(short).not.toContain('r4 ');
  expect(listRuns(set, summary)).toContain('r29 ');
  expect(listRuns(set, summary)).not.toContain('…');
});

it('counts checkpoints where a run has several', () => {
  const rows = Array.from({ length: 30 }, (_, i) => `r${i % 2},${i + 1}e6,0.5,0.5,2.${i},3\n`).join('');
  const set = readRuns([{ path: 't.csv', text: `run_id,tokens,ratio_en,ratio_de,loss_en,loss_de\n${rows}` }]);
  const short = listRuns(set, set.summary!, { runs: 4, columns: Infinity, how: '' });
  expect(short.split('\n').at(-1)).toBe('… and 26 more checkpoints');
});
