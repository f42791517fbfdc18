import { describe, expect, it } from 'vitest';
import {
  compareMixture,
  readForComparison,
  type OtherMixture,
} from '../../../src/core/analysis/compare-mixtures.ts';
import { coincidingText, rankMixtures, type ComparedMixture } from '../../../src/core/report/comparison.ts';
import { compareText } from '../../../src/core/report/sections/compare.ts';
import { allSteps } from '../../../src/core/steps.ts';
import type { FitQuality } from '../../../src/core/climb/model/model.ts';
import { model, problem, reportOf } from '../report/three-languages.ts';

const report = reportOf();
const compared = (text: string, judge = model): ComparedMixture => {
  const name = 'other.climb.yaml';
  const read = allSteps(readForComparison(`climb: 1\n${text}`, name));
  return compareMixture(
    { report, model: judge, problem },
    { id: 'x', name, detail: '', read, unreadable: null },
  );
};

describe('A mixture compared with another', () => {
  it('is judged by the model of that one: the same shares have the same losses', () => {
    const { allocation, notes } = compared('languages: { en: 0.9, de: 0.05, nl: 0.05 }');
    expect(allocation).toEqual(report.current);
    expect(notes).toEqual([]);
  });

  it('may name its languages otherwise and in another order', () => {
    const { allocation } = compared('languages: { nld_Latn: 0.05, deu_Latn: 0.05, eng_Latn: 0.9 }');
    expect(allocation?.ratio).toEqual(report.current?.ratio);
  });

  it('counts nothing for what the model does not know, and says so', () => {
    const { allocation, notes } = compared('languages: { en: 0.5, de: 0.2, nl: 0.2, sw: 0.1 }');
    expect(allocation?.ratio).toEqual([0.5, 0.2, 0.2].map((share): unknown => expect.closeTo(share, 12)));
    expect(notes).toEqual([
      'sw (10\u00a0% of its tokens): unknown to the model, so neither their loss nor their help is counted.',
    ]);
  });

  it('is judged at the budget of the other, and says that its own differs', () => {
    const { notes } = compared('budget: { tokens: 4B }\nlanguages: { en: 0.9, de: 0.05, nl: 0.05 }');
    expect(notes).toEqual(['Its own budget is 4\u00a0B tokens; it is evaluated at 1\u00a0B.']);
  });

  it('is extrapolated where Problems and the panel call a share so: from 2 points beyond all runs', () => {
    const notes = (most: number): readonly string[] => {
      const range = { tokens: [1e9, 1e9], parameters: null, maxShare: [most, 1, 1] } as const;
      const fitted = { ...model, quality: { range, cvLogRmse: {} } as unknown as FitQuality };
      return compared('languages: { en: 0.9, de: 0.05, nl: 0.05 }', fitted).notes;
    };
    expect(notes(0.885)).toEqual([]);
    expect(notes(0.87)).toEqual(['Extrapolated: no run gave en as large a share.']);
  });

  it.each([
    ['languages: { en: 0.5, de: {}, nl: 0.5 }', /not give a share for every language/],
    ['languages: { sw: 0.5, yo: 0.5 }', /knows none of its languages/],
    ['languages: [', /not give a share for every language/],
    ['', /not give a share for every language/],
  ])('cannot be judged when it says too little: %j', (text, reason) => {
    const { allocation, missing } = compared(text);
    expect(allocation).toBeNull();
    expect(missing).toMatch(reason);
  });

  it('cannot be judged when it cannot be read', () => {
    const gone: OtherMixture = { id: 'x', name: 'gone', detail: '', read: null, unreadable: 'It is gone.' };
    expect(compareMixture({ report, model, problem }, gone)).toMatchObject({
      allocation: null,
      missing: 'It is gone.',
    });
  });

  it('stands among the strategies by its predicted objective', () => {
    const ranked = rankMixtures(report, [compared('languages: { en: 0.98, de: 0.01, nl: 0.01 }')]);
    const objectives = ranked.map(({ allocation }) => allocation.objective.value!);
    expect(objectives).toEqual(objectives.toSorted((a, b) => a - b));
    expect(ranked.at(-1)?.name).toBe('other.climb.yaml');
    expect(ranked[0]?.name).toBe('Optimum');
    const told = { report, order: [0, 1, 2], compared: [] };
    expect(compareText.summary(told)).toMatch(
      /^Judged by the model, budget and importance of three\.climb\.yaml\./,
    );
    // Strategies that need `available`, or runs, are listed with what they lack.
    const lacking = compareText.table(told).rows.map(([name]) => name);
    expect(lacking).toContainEqual(
      expect.stringMatching(/^Natural, Temperature and UniMax: `available` is not given/),
    );
    expect(lacking.at(-1)).toBe(
      'Isolated and MSL (He et al.): There are no proxy runs to fit a law of its own to.',
    );
  });

  it('is said to be the same as another where their shares are', () => {
    const same = (ratio: number[]) =>
      coincidingText([
        { name: 'Uniform', ratio: [0.5, 0.5] },
        { name: 'UniMax', ratio },
      ]);
    expect(same([0.505, 0.495])).toBe(
      'Uniform and UniMax are the same mixture, within 1\u00a0% of the tokens.',
    );
    expect(same([0.52, 0.48])).toBe('');
  });
});
