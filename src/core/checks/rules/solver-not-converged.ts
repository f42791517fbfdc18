import { entryOf } from '../../mixture/source.ts';
import { solutionOf } from './analysis.ts';
import type { Rule } from './rule.ts';

export const solverNotConverged: Rule = {
  code: 'solver.not-converged',
  level: 'warning',
  *check({ mixture, analysis, parsed }) {
    const solution = solutionOf(mixture, analysis);
    if (solution?.status !== 'stalled' && solution?.status !== 'local') return;
    const tolerance = entryOf(entryOf(parsed.root, 'solver')?.value, 'tolerance')?.value.range;
    const place =
      solution.status === 'stalled'
        ? (tolerance ?? mixture.languagesRange)
        : (mixture.interactions?.range ?? mixture.languagesRange);
    if (place === null) return;
    const what =
      solution.status === 'stalled'
        ? 'The solver did not converge; the mixture it found may not be the best.'
        : 'The optimum is only a local one: these interactions are not convex, so no certificate can be given.';
    yield { message: solution.reason === null ? what : `${what} ${solution.reason}`, range: place };
  },
};
