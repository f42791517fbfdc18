import type { AllocationProblem, Solution } from '../model/allocation.ts';
import type { Model } from '../model/model.ts';
import { solve, type SolveOptions } from './solve.ts';

/**
 * The optimum along a range of token budgets, one solution at a time, so that a caller can show or stop it between two. Each
 * starts from the one before.
 *
 * @param budgets D, tokens, in the order wanted (neighbours next to each other start best)
 */
export function* sweepBudgets(
  model: Model,
  problem: AllocationProblem,
  budgets: readonly number[],
  options: Partial<SolveOptions> = {},
): Generator<Solution, void, void> {
  let previous: Solution | null = null;
  for (const tokens of budgets) {
    const start: readonly number[] | null = previous?.status === 'optimal' ? previous.joint.ratio : null;
    const solution = solve(model, { ...problem, tokens }, { ...options, start });
    yield solution;
    if (solution.status === 'cancelled') return;
    previous = solution;
  }
}
