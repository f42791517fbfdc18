import { capital } from '../../text/words.ts';
import { recommendedName, type Report } from '../report.ts';
import type { SectionText } from './section.ts';

/** Why, and what would tell. */
const unknown: Readonly<Record<Report['origin'], string>> = {
  prior: 'relatedness says nothing about budgets. Proxy runs with several budgets would show it.',
  fit: 'the runs give none. Add their budgets in a column `tokens`.',
  given: 'the interactions in the file are not tied to one. Proxy runs with several budgets would show it.',
};

/** How the optimal mixture goes with the token budget; solved where it is drawn, so its numbers are not in the report. */
export const scaleText: SectionText = {
  id: 'scale',
  title: 'Scale',

  summary: ({ report }) =>
    report.tokens === null
      ? 'There is no token budget to vary.'
      : report.knowsBudgets
        ? `${capital(recommendedName(report))} along the token budget; the dashed line marks a budget, at first the file’s own.`
        : `How the best shares change with the token budget is unknown: ${unknown[report.origin]}`,

  table: () => ({ header: [], rows: [] }),
};
