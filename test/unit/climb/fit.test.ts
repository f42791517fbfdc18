import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { Cancelled } from '../../../src/core/cancel.ts';
import { memberModels } from '../../../src/core/climb/model/model.ts';
import { readModel } from '../../../src/core/climb/model/model-file.ts';
import { fit, fitSteps } from '../../../src/core/climb/fit/fit.ts';
import { CannotFit } from '../../../src/core/climb/fit/fittable.ts';
import { TargetTasks } from '../../../src/core/climb/fit/target-task.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';
import type { RunSet } from '../../../src/core/runs/runs.ts';
import { openProblem } from '../../../src/core/climb/model/allocation.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import { lossesOf, plantedRuns } from './planted.ts';
import { rankCorrelation } from '../../rank-correlation.ts';

const path = new URL('../../../examples/six-languages/runs/six-languages.csv', import.meta.url);
const six = readRuns([{ path: 'six-languages.csv', text: readFileSync(path, 'utf8') }]);

function mean(values: Readonly<Record<string, number>>): number {
  const numbers = Object.values(values);
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

describe('the six-language runs', () => {
  const model = fit(six, { law: 'power' });
  const quality = model.quality!;

  test('are all read and fitted, and converge', () => {
    expect(six.problems).toEqual([]);
    expect(quality).toMatchObject({ runs: 174, setAside: 0 });
    expect(Object.values(quality.converged)).toEqual(new Array(6).fill(true));
  });

  test('are predicted, their mixtures unseen at any budget, at R² 0.97', () => {
    expect(Object.keys(quality.cvR2)).toHaveLength(6);
    expect(mean(quality.cvR2)).toBeGreaterThan(0.97);
  });

  test('are predicted about as well by the form that cross-validation chooses among more', () => {
    const auto = fit(six, { law: 'auto' });
    expect(mean(auto.quality!.cvMae)).toBeLessThan(1.1 * mean(quality.cvMae));
  });

  test('give the same model in another order, and with rows listed twice', () => {
    const shuffled = [...six.runs].sort((a, b) => ((a.ratio[0]! * 7.3) % 1) - ((b.ratio[0]! * 7.3) % 1));
    const { transfer, ensemble } = fit(
      { ...six, runs: [...shuffled, ...six.runs.slice(0, 30)] },
      { law: 'power' },
    );
    expect(transfer).toEqual(model.transfer);
    expect(ensemble).toEqual(model.ensemble);
  });

  test('give an ensemble whose members read back from the model file and scatter around the fit', () => {
    const { model: read, problems } = readModel(JSON.stringify(model));
    expect(problems).toEqual([]);
    const members = memberModels(read!);
    expect(members).toHaveLength(20);
    const uniform = new Array<number>(6).fill(1 / 6);
    const whole = lossesOf(model, uniform, 1e6);
    for (const member of members)
      lossesOf(member, uniform, 1e6).forEach((loss, t) =>
        expect(Math.abs(Math.log(loss! / whole[t]!))).toBeLessThan(0.1),
      );
  });

  test('at 2 M bytes are predicted from those at 0.5 M and 1 M', () => {
    const small = fit({ ...six, runs: six.runs.filter((run) => run.tokens! < 2e6) }, { law: 'power' });
    const errors = six.runs
      .filter((run) => run.tokens === 2e6)
      .flatMap((run) =>
        lossesOf(small, run.ratio, 2e6).map((loss, t) => Math.abs(Math.log(loss! / run.loss[t]!))),
      );
    expect(errors).toHaveLength(46 * 6);
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.03);
  });

  test('give the same model twice, bit for bit', () => {
    expect(JSON.stringify(fit(six, { law: 'power' }))).toBe(JSON.stringify(model));
  });

  test('give a model whose evaluator says what the fit said', () => {
    six.runs.slice(0, 40).forEach((run, index) => {
      lossesOf(model, run.ratio, run.tokens!).forEach((loss, t) => {
        const fitted = quality.residuals[model.languages[t]!]!.predicted[index]!;
        expect(loss! / fitted).toBeCloseTo(1, 9);
      });
    });
  });
});

test('planted transfers come back from 200 runs with 0.2 % noise', () => {
  const { model: truth, runs } = plantedRuns({ languages: 8, runs: 200, noise: 0.002 });
  const fitted = fit(runs, { law: 'auto' });
  expect(fitted.law).toBe('power');
  const pairs = truth.transfer.flatMap((row, s) =>
    row.flatMap((tau, t) => (s === t ? [] : [{ planted: tau!, found: fitted.transfer[s]![t]! }])),
  );
  expect(rankCorrelation(pairs.map((pair) => [pair.planted, pair.found]))).toBeGreaterThan(0.95);
  expect(Math.max(...Object.values(fitted.quality!.cvLogRmse))).toBeLessThan(0.003);
});

describe('what the runs cannot tell', () => {
  const { runs } = plantedRuns({ languages: 4, runs: 60, noise: 0.002 });

  test('a source that is never trained on is unmeasured', () => {
    const without = reshare(runs, ([a, b, c]) => [a!, b!, c!, 0]);
    const model = fit(without, { law: 'power' });
    expect(model.identified![3]).toEqual([false, false, false, false]);
    expect(model.standardError!.transfer[3]!.slice(0, 3)).toEqual([null, null, null]);
    expect(model.identified![1]![0]).toBe(true);
  });

  test('two sources that always come together are unmeasured, others are not', () => {
    const tied = reshare(runs, ([a, b, c]) => [a!, b!, c!, c!]);
    const model = fit(tied, { law: 'power' });
    expect([model.identified![2]![0], model.identified![3]![0]]).toEqual([false, false]);
    expect(model.standardError!.transfer[2]![0]).toBeNull();
    expect(model.identified![1]![0]).toBe(true);
  });

  test('a language without losses is a source-only language', () => {
    const muted: RunSet = {
      ...runs,
      runs: runs.runs.map((run) => ({ ...run, loss: run.loss.map((loss, t) => (t === 1 ? null : loss)) })),
    };
    const model = fit(muted, { law: 'power' });
    expect(model.coefficient[1]).toBeNull();
    expect(model.transfer.map((row) => row[1])).toEqual([null, null, null, null]);
    expect(model.transfer[1]![0]).toBeGreaterThan(0);
  });
});

test('repeats of a mixture count as one', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 40, noise: 0.002 });
  const repeats = Array.from({ length: 10 }, () => runs.runs.slice(0, 10)).flat();
  const repeated: RunSet = { ...runs, runs: [...runs.runs, ...repeats] };
  const [once, again] = [runs, repeated].map((set) => fit(set, { law: 'power' }).quality!.residuals);
  for (const language of runs.languages)
    once![language]!.predicted.forEach((loss, i) =>
      expect(Math.abs(Math.log(again![language]!.predicted[i]! / loss))).toBeLessThan(1e-3),
    );
});

test('runs whose fit would take hours are refused at once', () => {
  const place = { seed: null, file: 'runs.csv', line: 0 };
  const checkpoints = Array.from({ length: 100_001 }, (_, i) => ({
    id: `r${i}`,
    ratio: [0.5, 0.5],
    loss: [2, 3],
    tokens: 1e9,
    parameters: null,
    ...place,
  }));
  const languages = Array.from({ length: 1_000 }, (_, i) => `l${i}`);
  const wide = Array.from({ length: 50 }, (_, r) => {
    const parts = languages.map((_, s) => 1 + ((7 * s + 31 * r) % 97));
    const sum = parts.reduce((a, b) => a + b, 0);
    return {
      id: `r${r}`,
      ratio: parts.map((part) => part / sum),
      loss: parts.map((part) => 2 + 1 / part),
      tokens: 1e9,
      parameters: null,
      ...place,
    };
  });
  expect(() => fit({ problems: [], languages: ['en', 'de'], runs: checkpoints }, { law: 'auto' })).toThrow(
    'more than 100,000 measurements, which would take hours to fit',
  );
  expect(() => fit({ problems: [], languages, runs: wide }, { law: 'auto' })).toThrow(
    '50 runs of 1,000 languages would take hours to fit',
  );
  // The data of a thousand targets would take seconds and a gigabyte.
  const tasks = new TargetTasks({ problems: [], languages, runs: wide }, null);
  const made = vi.spyOn(tasks.data, 'of');
  expect(() => fitSteps(tasks, wide.length, { law: 'auto' }).next()).toThrow('would take hours to fit');
  expect(made).not.toHaveBeenCalled();
});

test('runs without losses, or too few, are refused in words', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 3, noise: 0 });
  expect(() => fit(runs, { law: 'power' })).toThrow(CannotFit);
  const unmeasured = runs.runs.map((run) => ({ ...run, loss: run.loss.map(() => null) }));
  expect(() => fit({ ...runs, runs: unmeasured }, { law: 'auto' })).toThrow('No run has a loss');
  expect(() => fit({ languages: ['a'], runs: [], problems: [] }, { law: 'auto' })).toThrow(
    'no readable runs',
  );
});

test('a fit stops when asked', () => {
  expect(() => fit(six, { law: 'auto', isCancelled: () => true })).toThrow(Cancelled);
});

/** The runs with other shares of the same losses, renormalised. */
function reshare(runs: RunSet, change: (ratio: readonly number[]) => number[]): RunSet {
  return {
    ...runs,
    runs: runs.runs.map((run) => {
      const raw = change(run.ratio);
      const sum = raw.reduce((total, value) => total + value, 0);
      return { ...run, ratio: raw.map((value) => value / sum) };
    }),
  };
}

test('a few dozen mixtures of one budget tell every transfer and its error', () => {
  const { runs } = plantedRuns({ languages: 4, runs: 24, noise: 0.002 });
  const { identified, standardError } = fit(runs, { law: 'power' });
  const pairs = runs.languages.flatMap((_, s) =>
    runs.languages.flatMap((__, t) => (s === t ? [] : [[s, t] as const])),
  );
  for (const [s, t] of pairs) {
    expect(identified![s]![t]).toBe(true);
    expect(standardError!.transfer[s]![t]).toBeGreaterThan(0);
  }
});

test('one absurd loss is named, and moves neither the other languages nor their quality', () => {
  const { runs } = plantedRuns({ languages: 4, runs: 40, noise: 0.005 });
  const wild: RunSet = {
    ...runs,
    runs: runs.runs.map((run, i) =>
      i === 7 ? { ...run, loss: run.loss.map((loss, t) => (t === 2 ? 10 * loss! : loss)) } : run,
    ),
  };
  const [calm, upset] = [runs, wild].map((set) => fit(set, { law: 'power' }));
  expect(upset!.quality!.evidence!.badRows).toMatchObject([{ row: 7, language: 'l2' }]);
  const uniform = [0.25, 0.25, 0.25, 0.25];
  const after = lossesOf(upset!, uniform, 1e6);
  lossesOf(calm!, uniform, 1e6).forEach((loss, t) =>
    expect(Math.abs(Math.log(after[t]! / loss!))).toBeLessThan(t === 2 ? 0.02 : 0.003),
  );
});

test('absurd losses do not hide each other, nor smaller faults', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 24, noise: 0.003 });
  const factors = new Map([
    [3, 5],
    [4, 0.93],
    [5, 1e30],
    [6, 30],
  ]);
  const wild: RunSet = {
    ...runs,
    runs: runs.runs.map((run, i) => ({
      ...run,
      loss: run.loss.map((loss, t) => (t === 2 ? loss! * (factors.get(i) ?? 1) : loss)),
    })),
  };
  const { evidence, r2, cvMae } = fit(wild, { law: 'power' }).quality!;
  expect(evidence!.badRows.map(({ row, language }) => [row, language])).toEqual(
    [...factors.keys()].map((row) => [row, 'l2']),
  );
  expect(r2['l2']).toBeGreaterThan(0.9);
  expect(cvMae['l2']).toBeLessThan(0.1);
});

test('rows that were left out are counted one by one, and what leaves none out is not', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 24, noise: 0.003 });
  const rows = runs.runs.map(({ ratio, loss }, i) => [
    ...ratio,
    ...loss.map((x) => (i % 8 === 0 ? NaN : x)),
    'soon',
  ]);
  const header = ['share_en', 'share_de', 'share_fr', 'loss_en', 'loss_de', 'loss_fr', 'loss_es'];
  const text = [header, ...rows].map((cells) => cells.join(',')).join('\n');
  const read = readRuns([{ path: 'runs.csv', text }]);
  expect(read.problems).toHaveLength(2);
  expect(fit(read, { law: 'power' }).quality).toMatchObject({ runs: 21, setAside: 3 });
});

test('zeros written as 5e-324 are zeros', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 30, noise: 0.005 });
  const withShare = (tiny: number): RunSet => reshare(runs, ([a, b]) => [a!, b!, tiny]);
  expect(fit(withShare(5e-324), { law: 'power' }).transfer).toEqual(
    fit(withShare(0), { law: 'power' }).transfer,
  );
});

test('runs of one mixture are refused in words', () => {
  const { runs } = plantedRuns({ languages: 3, runs: 10, noise: 0.005 });
  const same: RunSet = { ...runs, runs: runs.runs.map((run) => ({ ...run, ratio: [0.5, 0.3, 0.2] })) };
  expect(() => fit(same, { law: 'auto' })).toThrow('The shares do not vary');
});

test('R* comes back from runs that repeat their text', () => {
  const { model: truth, runs } = plantedRuns({ languages: 4, runs: 80, noise: 0.001 });
  const available = [2e4, 2e4, 1e6, 1e6];
  const problem = { ...openProblem(truth.languages, 1e6), available };
  const repeated: RunSet = {
    ...runs,
    runs: runs.runs.map((run) => ({
      ...run,
      loss: evaluateAllocation({ ...truth, repetition: 2 }, problem, run.ratio).loss,
    })),
  };
  expect(fit(repeated, { law: 'power', available }).repetition).toBe(2);
});
