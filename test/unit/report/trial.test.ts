import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/core/report/report.ts';
import { compareText } from '../../../src/core/report/sections/compare.ts';
import { usualPair } from '../../../src/core/report/sections/section.ts';
import { pairSentence, trialSentence, withShare } from '../../../src/core/report/trial.ts';
import { model, problem, reportOf } from './three-languages.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('A share that is tried', () => {
  it('scales the others, keeping their proportions', () => {
    const [first, second, third] = withShare([0.5, 0.3, 0.2], 0, 0.75);
    expect(first).toBe(0.75);
    expect(second).toBeCloseTo(0.15, 12);
    expect(third).toBeCloseTo(0.1, 12);
  });

  it('shares the rest equally where the others had nothing', () => {
    expect(withShare([1, 0, 0], 0, 0.5)).toEqual([0.5, 0.25, 0.25]);
  });

  it('keeps the proportions of shares next to nothing', () => {
    expect(sum(withShare([1, 5e-324, 1e-323], 0, 0.4))).toBeCloseTo(1, 12);
  });

  it('always sums to one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(19),
        (weights, share, at) => {
          const total = sum(weights);
          fc.pre(total > 1e-9);
          const tried = withShare(
            weights.map((weight) => weight / total),
            at % weights.length,
            share,
          );
          expect(sum(tried)).toBeCloseTo(1, 12);
        },
      ),
    );
  });
});

describe('The unit of losses', () => {
  const told = (report: Report): string =>
    [
      trialSentence(report, usualPair(report), report.optimum, null),
      report.verdict.headline,
      report.verdict.certificate,
      compareText.table({ report, order: [0, 1, 2], compared: [] }).header.join(),
    ].join('\n');

  it('stands behind every objective', () => {
    expect(told(reportOf()).match(/\d nats|\(nats\)/g)).toHaveLength(4);
    const bits = told(reportOf({ model: { ...model, lossUnit: 'bits per byte' } }));
    expect(bits.match(/\d bits per byte|\(bits per byte\)/g)).toHaveLength(4);
    expect(bits).not.toContain('nats');
  });

  it('does not stand behind a relative objective', () => {
    expect(told(reportOf({ problem: { ...problem, loss: 'relative' } }))).not.toContain('nats');
  });
});

describe('Two mixtures in a sentence', () => {
  const prior = reportOf({ model: { ...model, origin: 'prior' } });
  const { base, choice } = usualPair(prior);

  it('have an order where relatedness alone is known', () => {
    expect(pairSentence(prior, { base, choice }, null)).toBe(
      'By relatedness alone, the optimum is better than the file.',
    );
    expect(pairSentence(prior, { base: choice, choice: base! }, null)).toBe(
      'By relatedness alone, the file is worse than the optimum.',
    );
  });

  it('are the same where no sentence could tell their shares apart', () => {
    const [en = 0, de = 0, nl = 0] = choice.allocation.ratio;
    const tried = { ...choice.allocation, ratio: [en + 0.0003, de - 0.0003, nl] };
    expect(trialSentence(prior, { base: null, choice }, tried, null)).toBe(
      'By relatedness alone: the same as the optimum.',
    );
  });
});
