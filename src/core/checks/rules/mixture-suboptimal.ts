import { applyRatios } from '../../edits/apply-ratios.ts';
import { mixtureNames, recommendedBy } from '../../report/report.ts';
import { solutionOf } from './analysis.ts';
import type { Rule } from './rule.ts';

/** What the one verdict says (`core/evidence`), as a problem where there is something to do about it. */
export const mixtureSuboptimal: Rule = {
  code: 'mixture.suboptimal',
  level: 'info',
  *check({ mixture, analysis, parsed, thresholds }) {
    const solution = solutionOf(mixture, analysis);
    const verdict = analysis?.verdict ?? null;
    if (solution === null || verdict === null || mixture.languagesRange === null) return;
    const range = mixture.languagesRange;
    if (verdict.kind === 'untold') {
      yield { message: [verdict.headline, ...verdict.reasons.slice(1)].join(' '), range };
      return;
    }
    if ((verdict.kind !== 'gain' && verdict.kind !== 'unsure') || verdict.over !== 'file') return;
    if (!((verdict.gain?.value ?? 0) > thresholds.suboptimal)) return;
    const { name } = mixtureNames[recommendedBy(solution.method)];
    yield {
      message: verdict.headline,
      range,
      fixes: [{ title: `Apply ${name}`, edits: applyRatios(parsed, solution.ratio) }],
    };
  },
};
