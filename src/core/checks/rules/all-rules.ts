import { ownRules } from './own.ts';
import { proxyConfig } from './proxy-config.ts';
import type { Rule } from './rule.ts';
import { targetBudget } from './target-budget.ts';
import { targetOutOfSync } from './target-out-of-sync.ts';
import { targetStage } from './target-stage.ts';
import { targetUnmapped } from './target-unmapped.ts';

/** Every rule of the mixture language; those that look into training configs last. */
export const rules: readonly Rule[] = [
  ...ownRules,
  targetOutOfSync,
  targetUnmapped,
  targetStage,
  targetBudget,
  proxyConfig,
];
