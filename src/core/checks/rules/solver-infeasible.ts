import { canKeepBounds } from '../../edits/redistribute.ts';
import { solutionOf } from './analysis.ts';
import type { Rule } from './rule.ts';

export const solverInfeasible: Rule = {
  code: 'solver.infeasible',
  level: 'error',
  *check({ mixture, analysis }) {
    const solution = solutionOf(mixture, analysis);
    if (solution?.status !== 'infeasible' || mixture.languagesRange === null) return;
    // What the file's own bounds exclude is told by `bounds.infeasible`, at its place.
    if (!canKeepBounds(mixture)) return;
    yield {
      message: `No mixture satisfies all limits. ${solution.reason ?? ''}`.trimEnd(),
      range: mixture.languagesRange,
    };
  },
};
