import type { Problem } from '../problem.ts';
import { allSteps } from '../steps.ts';
import { KnownConfigs } from '../formats/known-configs.ts';
import { parseMixture, type ParsedMixture, type ParseOptions } from '../mixture/parse.ts';
import { namedConfigs } from './named-configs.ts';
import type { Analysis } from './rules/analysis.ts';
import { rules } from './rules/all-rules.ts';
import { defaultThresholds, type RuleContext, type Thresholds, type Unreadable } from './rules/rule.ts';
import { ruleSteps, type RuleOptions } from './run-rules.ts';

export interface ValidateOptions extends ParseOptions, RuleOptions {
  /** What the last solve of this text found. */
  readonly analysis?: Analysis | null;
  /** Why a path that the file names cannot be read; null: it can. */
  readonly unreadable?: (path: string) => Unreadable | null;
  /** The text of a training config that the file names; null: it cannot be read. */
  readonly targetText?: (path: string) => string | null;
  /** Texts of configs that were recognised before; default none. */
  readonly knownConfigs?: KnownConfigs;
  readonly thresholds?: Partial<Thresholds>;
}

/** All problems of a mixture file in the order of the text. Never throws. */
export function validateMixture(text: string, options: ValidateOptions = {}): Problem[] {
  return checkMixture(parseMixture(text, options), options);
}

/** The same for a text that was parsed already. */
export function checkMixture(parsed: ParsedMixture, options: ValidateOptions = {}): Problem[] {
  return allSteps(checkSteps(parsed, options));
}

/** The same step by step, a step being what one rule does for one problem: whoever may not be kept pauses in between. */
export function* checkSteps(
  parsed: ParsedMixture,
  options: ValidateOptions = {},
): Generator<undefined, Problem[]> {
  const context: RuleContext = {
    parsed,
    mixture: parsed.mixture,
    analysis: options.analysis ?? null,
    unreadable: options.unreadable ?? (() => null),
    configs: yield* namedConfigs(
      parsed.mixture,
      options.targetText ?? (() => null),
      options.knownConfigs ?? new KnownConfigs(),
    ),
    thresholds: { ...defaultThresholds, ...options.thresholds },
  };
  return yield* ruleSteps(rules, context, options);
}
