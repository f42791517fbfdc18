import type { ParsedMixture } from '../mixture/parse.ts';
import type { Problem } from '../problem.ts';
import { allSteps } from '../steps.ts';
import { ownRules } from './rules/own.ts';
import { defaultThresholds, type RuleContext } from './rules/rule.ts';
import { ruleSteps } from './run-rules.ts';

/**
 * The errors of a mixture that its own text tells, in the order of the text. The files that it names are not asked for, so that whoever only
 * solves it carries nothing that reads training configs.
 */
export function ownErrors(parsed: ParsedMixture): Problem[] {
  return allSteps(ownErrorSteps(parsed));
}

/** The same step by step. */
export function* ownErrorSteps(parsed: ParsedMixture): Generator<undefined, Problem[]> {
  const context: RuleContext = {
    parsed,
    mixture: parsed.mixture,
    analysis: null,
    unreadable: () => null,
    configs: { targets: new Map(), left: null, proxy: undefined },
    thresholds: defaultThresholds,
  };
  return (yield* ruleSteps(ownRules, context)).filter(({ severity }) => severity === 'error');
}
