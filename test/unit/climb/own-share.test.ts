import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { openProblem } from '../../../src/core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { readModel } from '../../../src/core/climb/model/model-file.ts';
import { ownShareModel } from '../../../src/core/climb/model/model.ts';
import { strategies } from '../../../src/core/climb/optimum/strategies.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';
import type { RunSet } from '../../../src/core/runs/runs.ts';

/** Runs of which Danish and German (of one genus) follow the law of their sum, and Finnish that of its own share. */
function familyRuns(): RunSet {
  const rows = Array.from({ length: 24 }, (_, i) => {
    const weights = [1, 2, 3].map((k) => 0.05 + (((i + 1) * k * 0.618034) % 1));
    const sum = weights.reduce((a, b) => a + b, 0);
    const [da, de, fi] = weights.map((w) => w / sum) as [number, number, number];
    const losses = [1.1 * (da + de) ** -0.2, 1.3 * (da + de) ** -0.1, 1.2 * fi ** -0.15];
    return [...[da, de, fi].map((r) => r.toFixed(6)), ...losses.map((l) => l.toFixed(6))].join(',');
  });
  const text = `ratio_da,ratio_de,ratio_fi,loss_da,loss_de,loss_fi\n${rows.join('\n')}\n`;
  return readRuns([{ path: 'families.csv', text }]);
}

describe('laws of the own share and of the family, fitted to the same runs', () => {
  const model = fit(familyRuns(), { law: 'power' });
  const problem = openProblem(model.languages, 1);
  const families = ownShareModel(model, 'families')!;

  it("finds the law of a family's share where that is the truth", () => {
    [0.2, 0.1, 0.15].forEach((gamma, t) => expect(families.exponent[t]).toBeCloseTo(gamma, 2));
    const { loss } = evaluateAllocation(families, problem, [0.1, 0.3, 0.6]);
    expect(loss[0]).toBeCloseTo(1.1 * 0.4 ** -0.2, 3);
    expect(loss[2]).toBeCloseTo(1.2 * 0.6 ** -0.15, 3);
  });

  it('lets nobody help in the law of the own share', () => {
    const isolated = ownShareModel(model, 'isolated')!;
    expect(isolated.transfer.flat()).toEqual(new Array(9).fill(0));
    expect(families.transfer.map((row) => row.map(Number))).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('splits what a family gets into equal parts, as far as the limits allow', () => {
    const ratioOf = (max: number[]) =>
      strategies(model, { ...problem, max }).find(({ name }) => name === 'msl')!.allocation!.ratio;
    const [da, de, fi] = ratioOf([1, 1, 1]) as [number, number, number];
    expect(da).toBeCloseTo(de, 5);
    const capped = ratioOf([0.1, 1, 1]);
    expect(capped[0]).toBeCloseTo(0.1, 5);
    expect(capped[2]).toBeCloseTo(fi, 4);
  });

  it('are kept with the model file', () => {
    const { model: again, problems } = readModel(JSON.stringify(model));
    expect(problems).toEqual([]);
    expect(again!.ownShare).toEqual(model.ownShare);
  });

  it('are fitted to rows that hold no share of the family at all', () => {
    const path = new URL('../../fixtures/clusters/two-hubs.csv', import.meta.url);
    const listed = readRuns([{ path: 'two-hubs.csv', text: readFileSync(path, 'utf8') }]);
    const planned = {
      ...listed,
      runs: listed.runs.filter(({ id }) => id.startsWith('planned-')).slice(0, 24),
    };
    const { isolated } = fit(planned, { law: 'power' }).ownShare!;
    for (const gamma of isolated.exponent) expect(gamma).toBeGreaterThan(0.005);
  });
});
