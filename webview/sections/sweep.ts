import type { Solution } from '../../src/core/climb/model/allocation.ts';
import { sweepBudgets } from '../../src/core/climb/optimum/sweep.ts';
import type { SolvedModel } from '../view.ts';

/** Budgets from a 32nd of the file's to 32 times it, two a doubling. */
export const steps: readonly number[] = Array.from({ length: 21 }, (_, k) => 2 ** ((k - 10) / 2));

/** The optimum at every budget, solved one a task so that the panel stays alive. */
export class Sweep {
  readonly solved: SolvedModel;
  readonly solutions: Solution[] = [];
  /** Resolves once all budgets are solved or the sweep was stopped. */
  readonly ended: Promise<void>;
  #stopped = false;

  constructor(solved: SolvedModel, whenMore: () => void) {
    this.solved = solved;
    const budgets = steps.map((step) => solved.problem.tokens * step);
    const all = sweepBudgets(solved.model, solved.problem, budgets);
    this.ended = new Promise((resolve) => {
      const next = (): void => {
        const { value, done } = this.#stopped ? { value: undefined, done: true } : all.next();
        if (done === true || value === undefined) {
          resolve();
          return;
        }
        this.solutions.push(value);
        whenMore();
        window.setTimeout(next);
      };
      window.setTimeout(next);
    });
  }

  get complete(): boolean {
    return this.solutions.length === steps.length;
  }

  stop(): void {
    this.#stopped = true;
  }
}
