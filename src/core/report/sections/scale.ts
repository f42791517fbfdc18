import type { SectionText } from './section.ts';

/** How the optimal mixture goes with the token budget; solved where it is drawn, so its numbers are not in the report. */
export const scaleText: SectionText = {
  id: 'scale',
  title: 'Scale',

  summary: ({ report }) =>
    report.tokens === null
      ? 'There is no token budget to vary.'
      : 'The optimal mixture along the token budget; the dashed line marks a budget, at first the file’s own.',

  table: () => ({ header: [], rows: [] }),
};
