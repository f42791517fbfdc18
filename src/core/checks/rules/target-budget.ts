import { tokensOf } from '../../formats/budget.ts';
import { count } from '../../text/words.ts';
import type { Finding, Rule } from './rule.ts';

/** Budgets that differ by less are the same: trainers count whole steps. */
const roundedBy = 1.05;
/** Characters of a config that is searched for its budget in one go; whoever writes one by hand stays far below. */
const mostText = 50_000;

export const targetBudget: Rule = {
  code: 'target.budget',
  level: 'info',
  *check({ mixture: { tokens, stages, targets }, configs }): Generator<Finding> {
    // The config of a stage trains on a part of the budget.
    if (tokens === null || stages.length > 0) return;
    for (const { file, stage } of targets) {
      const config = configs.targets.get(file.value)?.recognised;
      if (stage !== null || config === undefined || config.document.text.length > mostText) continue;
      const own = tokensOf(config);
      if (own === null || Math.max(own / tokens.value, tokens.value / own) <= roundedBy) continue;
      yield {
        message: `${file.value} trains on ${count(own)} tokens, and this file is for ${count(tokens.value)}: epochs and the optimum depend on the budget.`,
        range: file.range,
      };
    }
  },
};
