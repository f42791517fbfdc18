import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const path = new URL('../../../examples/six-languages/runs/six-languages.csv', import.meta.url);
const six = readRuns([{ path: 'six-languages.csv', text: readFileSync(path, 'utf8') }]);

describe('the six-language runs', () => {
  const model = fit(six, { law: 'power' });

  test('are all read', () => {
    expect(six.problems).toEqual([]);
    expect(model.quality!.runs).toBe(174);
  });

  test('are predicted, unseen, at R² 0.99', () => {
    const r2 = Object.values(model.quality!.cvR2);
    expect(r2).toHaveLength(6);
    expect(r2.reduce((sum, value) => sum + value, 0) / 6).toBeGreaterThan(0.99);
  });

  test('give the same model twice, bit for bit', () => {
    expect(JSON.stringify(fit(six, { law: 'power' }))).toBe(JSON.stringify(model));
  });
});
