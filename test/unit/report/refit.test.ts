import { describe, expect, it } from 'vitest';
import { describeRefit } from '../../../src/core/report/refit.ts';
import { reportOf } from './three-languages.ts';
import type { Report } from '../../../src/core/report/report.ts';

const solved = reportOf();
const quality = {
  converged: true,
  r2: 0.9,
  wholeR2: 0.9,
  cvR2: 0.9,
  mae: 0.01,
  cvMae: 0.01,
  observed: [],
  predicted: [],
  bad: [],
};

/** The report of a solved mixture of `en`, `de` and `nl` as if that many runs had told it, with this share of `en` and none of `nl`. */
function reportAfter(runs: number, cvR2: number, en: number): Report {
  return {
    ...solved,
    optimum: { ...solved.optimum, ratio: [en, 1 - en, 0] },
    trust: {
      ...solved.trust,
      runs,
      quality: solved.languages.map(({ code }) => ({ ...quality, code, cvR2 })),
    },
    verdict: { ...solved.verdict, headline: 'A small gain.' },
  };
}

describe('describeRefit', () => {
  it('says how the fit grew and where the optimum moved', () => {
    expect(
      describeRefit(reportAfter(12, 0.8, 0.75), reportAfter(24, 0.95, 0.5)).replaceAll('\u00a0', ' '),
    ).toBe(
      'Fitted on 24 proxy runs (12 before), held-out R² 0.95 (0.80 before). The optimum moved: en from 75 % to 50 % and de from 25 % to 50 %.',
    );
  });

  it('says so where the optimum stayed', () => {
    expect(describeRefit(reportAfter(12, 0.8, 0.6), reportAfter(24, 0.95, 0.603))).toContain(
      'The optimum did not move.',
    );
  });

  it('names the two steps where they are recommended', () => {
    const steps = (en: number): Report => {
      const report = reportAfter(24, 0.95, 0.6);
      return {
        ...report,
        recommended: 'two-steps',
        twoSteps: { ...report.twoSteps, ratio: [en, 1 - en, 0] },
      };
    };
    expect(describeRefit(steps(0.6), steps(0.7))).toContain('The two steps moved: en from');
    expect(describeRefit(steps(0.6), steps(0.6))).toContain('The two steps did not move.');
  });

  it('gives the verdict where nothing was known before', () => {
    expect(describeRefit(null, reportAfter(24, 0.95, 0.6))).toBe(
      'Fitted on 24 proxy runs, held-out R² 0.95. A small gain.',
    );
  });
});
