import type { Rule } from './rule.ts';
import { targetFindings } from './targets.ts';

export const targetOutOfSync: Rule = {
  code: 'target.out-of-sync',
  level: 'info',
  *check(context) {
    for (const problem of targetFindings(context))
      if (problem === undefined || problem.code === 'target.out-of-sync') yield problem;
  },
};
