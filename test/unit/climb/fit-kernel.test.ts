import { expect, test } from 'vitest';
import { layoutOf } from '../../../src/core/climb/fit/layout.ts';
import { variedTerms, type Form } from '../../../src/core/climb/model/terms.ts';
import { evaluateTarget } from '../../../src/core/climb/fit/kernel.ts';
import { repeatGroups, scaleOf, targetData } from '../../../src/core/climb/fit/target-data.ts';
import { plantedRuns } from './planted.ts';

const richest: Form = {
  law: 'irreducible',
  transfer: 'saturating',
  pooling: true,
  interference: 0,
  ...variedTerms(() => true),
};

const plain: Form = {
  ...richest,
  law: 'power',
  transfer: 'linear',
  pooling: false,
  interference: null,
  ...variedTerms((quantity) => quantity === 'tokens'),
};

const forms: [string, Form][] = [
  ['with every term', richest],
  ['plain', plain],
];

test.each(forms)('the Jacobian agrees with finite differences, %s', (_, form) => {
  const { runs } = plantedRuns({ languages: 4, runs: 30, noise: 0 });
  const data = targetData(runs, 0, scaleOf(runs), repeatGroups(runs));
  const layout = layoutOf(form, data.sources.length);
  const rows = Int32Array.from(data.own.keys());
  const theta = Float64Array.from({ length: layout.size }, (__, j) => 0.3 + 0.07 * j);
  if (layout.pooling >= 0) theta[layout.pooling] = 0.7;
  theta[layout.floor] = -5;
  const jacobian = new Float64Array(rows.length * layout.size);
  const at = (point: Float64Array): Float64Array => {
    const residual = new Float64Array(rows.length);
    evaluateTarget(data, layout, rows, point, residual, null);
    return residual;
  };
  evaluateTarget(data, layout, rows, theta, new Float64Array(rows.length), jacobian);
  for (let j = 0; j < layout.size; j++) {
    const shifted = (by: number): Float64Array => at(theta.map((value, k) => (k === j ? value + by : value)));
    const [above, below] = [shifted(1e-5), shifted(-1e-5)];
    for (const i of rows) {
      expect(jacobian[i * layout.size + j]).toBeCloseTo((above[i]! - below[i]!) / 2e-5, 7);
    }
  }
});

test.each(forms)('every number of the Jacobian is written, whatever stood there, %s', (_, form) => {
  const { runs } = plantedRuns({ languages: 4, runs: 30, noise: 0 });
  // Some runs are without a language, others have one of which there is no text.
  const gaps = runs.runs.map((run, i) => ({
    ...run,
    ratio: run.ratio.map((share, s) => (s === 1 && i % 3 === 0 ? 0 : share)),
    available: run.ratio.map((__, s) => (s === 2 && i % 2 === 0 ? 0 : 1e12)),
  }));
  const set = { ...runs, runs: gaps };
  const data = targetData(set, 0, scaleOf(set), repeatGroups(set));
  expect(data.share).toContain(0);
  const layout = layoutOf(form, data.sources.length);
  const rows = Int32Array.from(data.own.keys());
  const theta = new Float64Array(layout.size).fill(0.5);
  const [first, second] = [0, NaN].map((before) => {
    const jacobian = new Float64Array(rows.length * layout.size).fill(before);
    evaluateTarget(data, layout, rows, theta, new Float64Array(rows.length), jacobian);
    return jacobian;
  });
  expect(second).toEqual(first);
  expect(first).not.toContain(NaN);
});
