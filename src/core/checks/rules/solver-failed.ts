import type { Rule } from './rule.ts';

export const solverFailed: Rule = {
  code: 'solver.failed',
  level: 'error',
  // Whoever reads "failed" finds the reason among the problems, be it that nothing in the file is wrong.
  unlessErrors: true,
  *check({ mixture, analysis }) {
    const place = mixture.interactions?.range ?? mixture.languagesRange;
    const reason = analysis?.failure ?? null;
    if (reason !== null && place !== null) yield { message: `Not solved: ${reason}`, range: place };
  },
};
