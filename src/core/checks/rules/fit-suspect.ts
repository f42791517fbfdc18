import { doubtsOf } from '../../evidence/doubts.ts';
import { modelOf } from './analysis.ts';
import type { Rule } from './rule.ts';

/** Rows and columns of the runs that hold something else than they say: a diverged run, accuracies, two kinds of losses. */
export const fitSuspect: Rule = {
  code: 'fit.suspect',
  level: 'warning',
  *check({ mixture, analysis }) {
    const model = modelOf(mixture, analysis);
    if (model === null || mixture.interactions === null) return;
    const { range } = mixture.interactions;
    for (const { about, message, row } of doubtsOf(model)) {
      if (about !== 'data') continue;
      const place = row && { message: 'The row', file: row.file, position: { line: row.line, column: 0 } };
      yield { message, range, ...(place === null ? {} : { related: [place] }) };
    }
  },
};
