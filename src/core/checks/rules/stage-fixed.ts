import { hasOwnShares } from '../../mixture/stages.ts';
import type { Rule } from './rule.ts';

/** A stage that stays as it is says what it is. */
export const stageFixed: Rule = {
  code: 'stage.fixed',
  level: 'error',
  *check({ mixture }) {
    for (const stage of mixture.stages) {
      if (!stage.fixed || hasOwnShares(stage)) continue;
      yield {
        message: `\`${stage.name}\` is fixed but has no ratios of its own, and the file's may change with the other stages. Give it \`languages\` with ratios.`,
        range: stage.nameRange,
      };
    }
  },
};
