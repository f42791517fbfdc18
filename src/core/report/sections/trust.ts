import type { Report, TrustRow } from '../report.ts';
import type { SectionText } from './section.ts';

/** How sure the numbers are. */
export const trustText: SectionText = {
  id: 'trust',
  title: 'Trust',

  summary: ({ report }) => report.trust.summary,

  table: ({ report }) => ({
    header: [
      'Language',
      'R² unseen',
      'R² fitted',
      'Error unseen (nats)',
      'Error fitted (nats)',
      'Runs',
      'Converged',
    ],
    rows: fittedRows(report).map((row) => [
      row.code,
      row.cvR2.toFixed(3),
      row.r2.toFixed(3),
      row.cvMae.toFixed(4),
      row.mae.toFixed(4),
      String(row.observed.length),
      row.converged ? 'yes' : 'no',
    ]),
  }),
};

/** Least well predicted first. */
export const fittedRows = (report: Report): TrustRow[] =>
  report.trust.quality.filter((row) => row !== null).sort((a, b) => a.cvR2 - b.cvR2);
