import { describe, expect, it } from 'vitest';
import { readForComparison } from '../../../src/core/analysis/compare-mixtures.ts';
import { judgedNow, toldThen } from '../../../src/core/analysis/history.ts';
import type { MixtureResult } from '../../../src/core/analysis/solve-mixture.ts';
import type { FitQuality } from '../../../src/core/climb/model/model.ts';
import type { HistoryEntry } from '../../../src/core/report/history.ts';
import { historyText } from '../../../src/core/report/sections/history.ts';
import { plainSpaces } from '../editing/cursor.ts';
import { allSteps } from '../../../src/core/steps.ts';
import { model, problem, reportOf, text } from '../report/three-languages.ts';

const report = reportOf();
const quality = {
  runs: 24,
  cvR2: { en: 0.9, de: 0.8 },
  cvMae: { en: 0.02, de: 0.04 },
} as unknown as FitQuality;
const now = { report, model, problem } as MixtureResult;

describe('The past of a mixture', () => {
  it('has what was predicted then, and how well the fit of then predicts', () => {
    const then = toldThen({ report, model: { ...model, quality } });
    expect(then).toMatchObject({
      ratio: { en: 0.9, de: 0.05, nl: 0.05 },
      objective: report.current?.objective.value,
      runs: 24,
      heldOutR2: expect.closeTo(0.85, 12) as number,
      heldOutError: expect.closeTo(0.03, 12) as number,
      reason: null,
    });
    expect(then.optimum).toBeLessThan(then.objective!);
  });

  it('has the optimum of then, whichever mixture was recommended', () => {
    const recommended = reportOf({ text: `${text}solver: { method: two-steps }\n` });
    expect(toldThen({ report: recommended, model }).optimum).toBe(report.optimum.objective.value);
  });

  it('says why there are no numbers', () => {
    expect(toldThen('runs.csv does not exist.')).toMatchObject({
      objective: null,
      runs: null,
      reason: 'runs.csv does not exist.',
    });
  });

  it('is judged by the model of today, whatever was predicted then', () => {
    const own = { ...toldThen({ report, model }), objective: 9 };
    const past = {
      revision: 'abc',
      date: null,
      subject: 'x',
      read: allSteps(readForComparison('languages: { en: 0.9, de: 0.05, nl: 0.05 }', 'a.climb.yaml')),
      own,
    };
    const entry = judgedNow(past, now, 'a.climb.yaml');
    expect(entry.objectiveNow).toBe(report.current?.objective.value);
    expect(entry.objective).toBe(9);
    expect(judgedNow({ ...past, read: null }, now, 'a').objectiveNow).toBeNull();
    expect(judgedNow(past, null, 'a').objectiveNow).toBeNull();
  });
});

const nothing = {
  date: null,
  ratio: null,
  objective: null,
  optimum: null,
  objectiveNow: null,
  runs: null,
  heldOutR2: null,
  heldOutError: null,
  reason: null,
};
const entries: HistoryEntry[] = [
  {
    ...nothing,
    revision: null,
    subject: 'the file as it is',
    ratio: { en: 0.5, de: 0.5 },
    objective: 1.5,
    optimum: 1.48,
    objectiveNow: 1.5,
    runs: 32,
    heldOutR2: 0.95,
    heldOutError: 0.01,
  },
  {
    ...nothing,
    revision: 'b'.repeat(40),
    date: '2026-03-02',
    subject: 'Broken',
    reason: 'runs.csv does not exist.',
    objectiveNow: 1.52,
  },
  {
    ...nothing,
    revision: 'a'.repeat(40),
    date: '2026-03-01',
    subject: 'First',
    ratio: { en: 1 },
    objective: 1.4,
    optimum: 1.3,
    objectiveNow: 1.6,
    runs: 16,
    heldOutR2: 0.7,
    heldOutError: 0.03,
  },
];

describe('The section of history', () => {
  const told = (history?: readonly HistoryEntry[]) => ({
    report,
    order: [0, 1, 2],
    compared: [],
    ...(history === undefined ? {} : { history }),
  });

  it('says what became of the prediction, by the runs of today alone, and of the fit', () => {
    expect(historyText.summary(told(entries))).toBe(
      '2 commits, the oldest of 2026-03-01. By today’s runs the current mixture is 6.3\u00a0% better than the one at that time. Its fit went from 16 to 32 runs, and its mean held-out error from 0.0300 to 0.0100 nats. Predictions at the time use the runs of the time; only those by today’s runs can be compared.',
    );
    expect(historyText.summary(told([{ ...entries[0]!, objectiveNow: 1.7 }, entries[2]!]))).toContain(
      '6.2\u00a0% worse than the one at that time',
    );
    expect(historyText.summary(told([{ ...entries[0]!, objectiveNow: 1.6006 }, entries[2]!]))).toContain(
      'the mixture is as good as it was then',
    );
    expect(historyText.summary(told())).toMatch(/over the commits/);
  });

  it('has a row a commit, newest first, with a dash for what is not known, and the reason', () => {
    const { header, rows } = historyText.table(told(entries));
    expect(header.slice(2, 10)).toEqual([
      'By today’s runs (nats)',
      'Predicted at the time (nats)',
      'Optimum at the time (nats)',
      'Runs',
      'Held-out R²',
      'Held-out error (nats)',
      'en',
      'de',
    ]);
    expect(rows.map((row) => row.map(plainSpaces))).toEqual([
      [
        'now',
        '–',
        '1.5000',
        '1.5000',
        '1.4800',
        '32',
        '0.950',
        '0.0100',
        '50.00 %',
        '50.00 %',
        'the file as it is',
      ],
      [
        'bbbbbbb',
        '2026-03-02',
        '1.5200',
        '–',
        '–',
        '–',
        '–',
        '–',
        '–',
        '–',
        'Broken: runs.csv does not exist.',
      ],
      [
        'aaaaaaa',
        '2026-03-01',
        '1.6000',
        '1.4000',
        '1.3000',
        '16',
        '0.700',
        '0.0300',
        '100.00 %',
        '–',
        'First',
      ],
    ]);
  });
});
