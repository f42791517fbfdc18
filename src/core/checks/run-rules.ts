import { severities, type Problem, type Severity } from '../problem.ts';
import { readIgnores } from './ignore.ts';
import type { Rule, RuleContext } from './rules/rule.ts';

/** Problems of one file that are told, unless asked otherwise (setting `climb.maxProblems`). */
export const defaultMaxProblems = 200;

export interface RuleOptions {
  /** Level by code, over the defaults (setting `climb.rules`). */
  readonly levels?: Readonly<Record<string, Severity | 'off'>>;
  /** At most so many problems, the gravest first. */
  readonly maxProblems?: number;
  /** Whether problems that the file silences are told nevertheless. */
  readonly strict?: boolean;
}

/** Not a rule: says that `maxProblems` hid some. */
export const moreProblems = 'file.more-problems';

/** No rule is asked for more than this, silenced ones included: nobody mends a thousand problems of one kind one by one. */
const maxFindings = 1_000;

const byGravity = (a: Problem, b: Problem): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity);

/** What the rules find, in the order of the text; step by step, a step being what one rule does for one problem. */
export function* ruleSteps(
  rules: readonly Rule[],
  context: RuleContext,
  options: RuleOptions = {},
): Generator<undefined, Problem[]> {
  const { levels = {}, maxProblems = defaultMaxProblems } = options;
  const { parsed } = context;
  const broken = parsed.problems.some(({ code }) => code === 'file.syntax');
  const ignored = options.strict === true ? () => false : readIgnores(parsed.text);
  const problems: Problem[] = [];
  let isComplete = true;
  for (const { code, level, inBrokenFiles = false, unlessErrors = false, check } of rules) {
    const severity = levelOf(code, level, levels);
    // Most of what a broken file lacks is only not read: one problem for one cause.
    if (severity === 'off' || (broken && !inBrokenFiles)) continue;
    if (unlessErrors && problems.some((problem) => problem.severity === 'error')) continue;
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
  return problems.sort((a, b) => a.range.start - b.range.start || byGravity(a, b));
}

function limited(problems: readonly Problem[], maxProblems: number, isComplete: boolean): Problem[] {
  if (problems.length <= maxProblems && isComplete) return [...problems];
  const kept = [...problems].sort(byGravity).slice(0, maxProblems);
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
