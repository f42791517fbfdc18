import { allocationProblem } from '../../mixture/allocation-problem.ts';
import { percent } from '../../text/words.ts';
import { gainUncertainty } from '../../report/spread.ts';
import { applyRatios } from '../../edits/apply-ratios.ts';
import { modelOf, solutionOf } from './analysis.ts';
import type { Rule } from './rule.ts';

export const mixtureSuboptimal: Rule = {
  code: 'mixture.suboptimal',
  level: 'info',
  *check({ mixture, analysis, parsed, thresholds }) {
    const solution = solutionOf(mixture, analysis);
    if (solution?.current == null || mixture.languagesRange === null) return;
    if (solution.status === 'infeasible' || solution.status === 'cancelled') return;
    const model = modelOf(mixture, analysis);
    const gain = (solution.current.objective - solution.objective) / Math.abs(solution.current.objective);
    if (!(gain > thresholds.suboptimal)) return;
    const problem = allocationProblem(mixture, solution.tokens);
    const uncertainty = model === null ? null : gainUncertainty(model, problem, solution.current);
    yield {
      message:
        model?.origin === 'prior'
          ? 'By relatedness alone, another mixture would be better; nothing is measured yet. Preview it before you apply it.'
          : `The predicted loss can fall by ${percent(gain)}${withUncertainty(uncertainty)}. Apply the optimum, or preview it first.`,
      range: mixture.languagesRange,
      fixes: [{ title: 'Apply the optimum', edits: applyRatios(parsed, solution.ratio) }],
    };
  },
};

function withUncertainty(uncertainty: number | null): string {
  return uncertainty === null ? '' : ` ±\u00a0${percent(uncertainty)}`;
}
