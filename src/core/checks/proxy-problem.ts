import type { Problem } from '../problem.ts';
import { entryOf } from '../mixture/source.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { allSteps } from '../steps.ts';
import { checkSteps } from './validate.ts';

/**
 * The first error of the section `proxy`, or what keeps it from being read; null: runs can be launched from it. Levels that
 * users set are for what they want to see: they do not make a command that cannot be started one that can.
 */
export function proxyProblem(parsed: ParsedMixture): Problem | null {
  return allSteps(proxyProblemSteps(parsed));
}

/** The same step by step. */
export function* proxyProblemSteps(parsed: ParsedMixture): Generator<undefined, Problem | null> {
  const section = entryOf(parsed.root, 'proxy')?.range;
  const hasKeys = parsed.root === null || parsed.root.kind === 'map';
  const concerns = ({ code, range }: Problem): boolean =>
    code === 'file.syntax' ||
    !hasKeys ||
    (section !== undefined && range.start >= section.start && range.end <= section.end);
  const problems = yield* checkSteps(parsed, { maxProblems: Infinity });
  return problems.find((problem) => problem.severity === 'error' && concerns(problem)) ?? null;
}
