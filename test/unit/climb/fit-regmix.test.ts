import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

test('RegMix: 17 sources, 13 targets, three-decimal shares, held-out R² above 0.96', () => {
  const path = new URL('../../fixtures/runs/regmix-1m.csv', import.meta.url);
  const runs = readRuns([{ path: 'regmix-1m.csv', text: readFileSync(path, 'utf8') }]);
  expect(runs.problems).toEqual([]);
  expect(runs.runs).toHaveLength(512);
  const model = fit(runs, { law: 'power' });
  const r2 = Object.values(model.quality!.cvR2);
  expect(r2).toHaveLength(13);
  expect(model.coefficient.filter((value) => value === null)).toHaveLength(4);
  expect(r2.reduce((sum, value) => sum + value, 0) / 13).toBeGreaterThan(0.96);
});
