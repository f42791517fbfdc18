import { significant } from '../../text/words.ts';
import { recommendedOf } from '../report.ts';
import { named } from './allocation.ts';
import type { SectionText } from './section.ts';

/** What one more effective share is worth to each language, against the mean: step 1 asks that all be one. */
export const benefitsText: SectionText = {
  id: 'benefits',
  title: 'Marginal benefits',

  summary({ report }) {
    const spread = (values: readonly (number | null)[]): number | null => {
      const positive = values.filter((value): value is number => value !== null && value > 0);
      return positive.length < 2 ? null : Math.max(...positive) / Math.min(...positive);
    };
    const best = spread(recommendedOf(report).relativeBenefit);
    const now = report.current === null ? null : spread(report.current.relativeBenefit);
    const meaning = 'What more effective share would save each language, against the mean of all.';
    if (best === null) return meaning;
    return now === null
      ? `${meaning} Largest over smallest: ${multiple(best)} at the optimum.`
      : `${meaning} Largest over smallest: ${multiple(now)} now, ${multiple(best)} at the optimum.`;
  },

  table: ({ report, order }) => ({
    header: ['Language', 'Now, of the mean', 'Optimum, of the mean', 'Importance'],
    rows: order.map((i) => {
      const language = report.languages[i]!;
      return [
        named(language),
        multiple(report.current?.relativeBenefit[i]),
        multiple(recommendedOf(report).relativeBenefit[i]),
        significant(language.importance),
      ];
    }),
  }),
};

/** A multiple of the mean: `0.61 ×`, `20 ×`. */
export const multiple = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? '–'
    : `${value >= 9.95 || value < 0.01 ? significant(value) : value.toFixed(2)}\u00a0×`;
