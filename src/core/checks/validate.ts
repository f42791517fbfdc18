import type { Problem, Severity } from '../problem.ts';
import { allSteps } from '../steps.ts';
import { readIgnores } from './ignore.ts';
import { KnownConfigs } from '../formats/known-configs.ts';
import { parseMixture, type ParsedMixture, type ParseOptions } from '../mixture/parse.ts';
import { namedConfigs } from './named-configs.ts';
import type { Analysis } from './rules/analysis.ts';
import { rules } from './rules/registry.ts';
import { defaultThresholds, type RuleContext, type Thresholds, type Unreadable } from './rules/rule.ts';

export interface ValidateOptions extends ParseOptions {
  /** Level by code, over the defaults (setting `climb.rules`). */
  readonly levels?: Readonly<Record<string, Severity | 'off'>>;
  /** At most so many problems, the gravest first; default 200. */
  readonly maxProblems?: number;
  /** What the last solve of this text found. */
  readonly analysis?: Analysis | null;
  /** Why a path that the file names cannot be read; null: it can. */
  readonly unreadable?: (path: string) => Unreadable | null;
  /** The text of a training config that the file names; null: it cannot be read. */
  readonly targetText?: (path: string) => string | null;
  /** Texts of configs that were recognised before; default none. */
  readonly knownConfigs?: KnownConfigs;
  readonly thresholds?: Partial<Thresholds>;
  /** Whether problems that the file silences are told nevertheless. */
  readonly strict?: boolean;
}

/** Not a rule: says that `maxProblems` hid some. */
export const moreProblems = 'file.more-problems';

/** No rule is asked for more than this, silenced ones included: nobody mends a thousand problems of one kind one by one. */
const maxFindings = 1_000;

const gravity: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

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
  const { levels = {}, maxProblems = 200 } = options;
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
  const broken = parsed.problems.some(({ code }) => code === 'file.syntax');
  const ignored = options.strict === true ? () => false : readIgnores(parsed.text);
  const problems: Problem[] = [];
  let isComplete = true;
  for (const { code, level, inBrokenFiles = false, check } of rules) {
    const severity = levelOf(code, level, levels);
    // Most of what a broken file lacks is only not read: one problem for one cause.
    if (severity === 'off' || (broken && !inBrokenFiles)) continue;
    let seen = 0;
    let kept = 0;
    yield;
    for (const finding of check(context)) {
      yield;
      if (finding === undefined) continue;
      // Looking for the fixes of a problem takes its time: rules stop before they compute what would not be shown.
      if (kept === maxProblems || seen++ === maxFindings) {
        isComplete = false;
        break;
      }
      if (severity !== 'error' && ignored(code, finding.range.start)) continue;
      problems.push({ ...finding, code, severity });
      kept++;
    }
  }
  return inOrder(limited(problems, maxProblems, isComplete));
}

/**
 * The level that the project's settings give a code. They come with the repository, as the file does, so they may lower what is an
 * error but never hide it, nor that a file asks for what lies outside the workspace.
 */
function levelOf(
  code: string,
  level: Severity,
  levels: Readonly<Record<string, Severity | 'off'>>,
): Severity | 'off' {
  const set = (Object.hasOwn(levels, code) ? levels[code] : undefined) ?? level;
  return set === 'off' && (level === 'error' || code === 'file.outside') ? 'info' : set;
}

function inOrder(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => a.range.start - b.range.start || gravity[a.severity] - gravity[b.severity]);
}

function limited(problems: readonly Problem[], maxProblems: number, isComplete: boolean): Problem[] {
  if (problems.length <= maxProblems && isComplete) return [...problems];
  const kept = [...problems].sort((a, b) => gravity[a.severity] - gravity[b.severity]).slice(0, maxProblems);
  const more = problems.length - kept.length;
  const message = !isComplete
    ? 'This file has more problems, which are not shown (setting climb.maxProblems).'
    : `${more} more problem${more === 1 ? '' : 's'} of this file are not shown (setting climb.maxProblems).`;
  return [
    ...kept,
    {
      code: moreProblems,
      severity: 'info',
      message,
      range: { start: 0, end: Math.min(1, problems[0]?.range.end ?? 1) },
    },
  ];
}
