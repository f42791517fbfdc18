import type { Report, TrustRow } from '../report.ts';
import type { SectionText } from './section.ts';
import { named } from './allocation.ts';
import { fixed, inUnit } from '../../text/words.ts';

/** How sure the numbers are. */
export const trustText: SectionText = {
  id: 'trust',
  title: 'Trust',

  summary: ({ report }) => report.trust.summary,

  table: ({ report }) => ({
    header: [
      'Language',
      'Held-out R²',
      'Held-out R², every language with a share',
      'R² fitted',
      inUnit('Held-out error', report.lossUnit),
      inUnit('Error fitted', report.lossUnit),
      'Runs',
      'Converged',
    ],
    rows: fittedRows(report).map((row) => [
      named(report.languages.find(({ code }) => code === row.code) ?? { code: row.code, name: row.code }),
      fixed(row.cvR2, 3),
      row.wholeR2 === null ? '–' : fixed(row.wholeR2, 3),
      fixed(row.r2, 3),
      fixed(row.cvMae, 4),
      fixed(row.mae, 4),
      String(row.observed.length),
      row.converged ? 'yes' : 'no',
    ]),
  }),
};

/** Least well predicted first. */
export const fittedRows = (report: Report): TrustRow[] =>
  report.trust.quality.filter((row) => row !== null).sort((a, b) => a.cvR2 - b.cvR2);
