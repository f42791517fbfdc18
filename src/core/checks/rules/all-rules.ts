import { ownRules } from './own.ts';
import { proxyConfig } from './proxy-config.ts';
import type { Rule } from './rule.ts';
import { solverFailed } from './solver-failed.ts';
import { targetBudget } from './target-budget.ts';
import { targetOutOfSync } from './target-out-of-sync.ts';
import { targetStage } from './target-stage.ts';
import { targetUnmapped } from './target-unmapped.ts';

/** Every rule of the mixture language; then those that look into training configs, and what no other explains. */
export const rules: readonly Rule[] = [
  ...ownRules,
  targetOutOfSync,
  targetUnmapped,
  targetStage,
  targetBudget,
  proxyConfig,
  solverFailed,
];
