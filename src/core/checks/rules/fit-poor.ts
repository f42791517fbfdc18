import { ofLanguage, trainingsOf } from '../../climb/model/model.ts';
import { poorlyPredicted } from '../../evidence/doubts.ts';
import { modelOf } from './analysis.ts';
import type { Rule } from './rule.ts';
import { fixed } from '../../text/words.ts';

export const fitPoor: Rule = {
  code: 'fit.poor',
  level: 'warning',
  *check({ mixture, analysis, thresholds }) {
    const model = modelOf(mixture, analysis);
    if (model?.quality == null) return;
    const { quality } = model;
    const poor = new Set(poorlyPredicted(model, thresholds.minR2));
    for (const { code, codeRange } of mixture.languages) {
      const r2 = ofLanguage(quality.cvR2, code);
      if (r2 === undefined || !poor.has(code)) continue;
      yield {
        message: `The fit predicts \`${code}\` poorly: R² ${fixed(r2, 2)} on held-out runs (of ${trainingsOf(quality)}), below ${thresholds.minR2}. Treat its numbers with caution, or add runs in which its share varies.`,
        range: codeRange,
      };
    }
  },
};
