import { describe, expect, it } from 'vitest';
import { describeRefit } from '../../../src/core/report/refit.ts';
import type { Report } from '../../../src/core/report/report.ts';

/** What describeRefit reads of a report of `en` and `de`. */
function reportOf(runs: number, cvR2: number, en: number): Report {
  const report = {
    languages: [{ code: 'en' }, { code: 'de' }],
    recommended: 'optimum',
    optimum: { ratio: [en, 1 - en] },
    trust: { runs, quality: [{ cvR2 }, { cvR2 }] },
    verdict: { headline: 'A small gain.' },
  };
  return report as unknown as Report;
}

describe('describeRefit', () => {
  it('says how the fit grew and where the optimum moved', () => {
    expect(describeRefit(reportOf(12, 0.8, 0.75), reportOf(24, 0.95, 0.5)).replaceAll('\u00a0', ' ')).toBe(
      'Fitted on 24 proxy runs (12 before), cross-validated R² 0.95 (0.80 before). The optimum moved: en from 75 % to 50 % and de from 25 % to 50 %.',
    );
  });

  it('says so where the optimum stayed', () => {
    expect(describeRefit(reportOf(12, 0.8, 0.6), reportOf(24, 0.95, 0.603))).toContain(
      'The optimum is where it was.',
    );
  });

  it('gives the verdict where nothing was known before', () => {
    expect(describeRefit(null, reportOf(24, 0.95, 0.6))).toBe(
      'Fitted on 24 proxy runs, cross-validated R² 0.95. A small gain.',
    );
  });
});
