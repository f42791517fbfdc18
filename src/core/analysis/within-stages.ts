import type { AllocationProblem } from '../climb/model/allocation.ts';
import { brokenByStages } from '../mixture/stage-flows.ts';
import type { Part } from '../mixture/stages.ts';

/**
 * Solves a problem over the shares of all training tokens so that the stages can give what is found: what they cannot is told to the
 * solver as a limit on a sum of languages, until nothing is left to tell (`brokenByStages`). With at most one free stage the problem says all
 * there is to say, and is solved once.
 *
 * @param found the shares that a solution says can be had
 */
export function withinStages<T>(
  parts: readonly Part[],
  problem: AllocationProblem,
  solve: (problem: AllocationProblem) => T,
  found: (solution: T) => readonly (readonly number[])[],
): { readonly problem: AllocationProblem; readonly solution: T } {
  const told = new Set<string>();
  for (;;) {
    const solution = solve(problem);
    const limits = found(solution).flatMap((ratio) => {
      const limit = brokenByStages(parts, ratio);
      const key = limit?.members.join() ?? '';
      // What was told and is still broken is so by rounding.
      if (limit === null || told.has(key)) return [];
      told.add(key);
      return [limit];
    });
    if (limits.length === 0) return { problem, solution };
    problem = { ...problem, groups: [...problem.groups, ...limits] };
  }
}
