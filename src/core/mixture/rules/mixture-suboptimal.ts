import { percent } from '../../report/format.ts';
import { applyRatios } from '../apply-ratios.ts';
import { solutionOf } from './analysis.ts';
import type { Rule } from './rule.ts';

export const mixtureSuboptimal: Rule = {
  code: 'mixture.suboptimal',
  level: 'info',
  *check({ mixture, analysis, parsed, thresholds }) {
    const solution = solutionOf(mixture, analysis);
    if (solution?.current == null || mixture.languagesRange === null) return;
    if (solution.status === 'infeasible' || solution.status === 'cancelled') return;
    const best = mixture.solver.method === 'joint' ? solution.joint : solution;
    const gain = (solution.current.objective - best.objective) / Math.abs(solution.current.objective);
    if (!(gain > thresholds.suboptimal)) return;
    const basis = analysis?.model?.origin === 'prior' ? ', by relatedness alone,' : '';
    yield {
      message: `The predicted objective${basis} is ${percent(gain)} above the optimum.`,
      range: mixture.languagesRange,
      fixes: [{ title: 'Apply the optimum', edits: applyRatios(parsed, best.ratio) }],
    };
  },
};
