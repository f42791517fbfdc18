import type { AllocationProblem, Solution } from '../climb/model/allocation.ts';
import type { Model, ModelOrigin } from '../climb/model/model.ts';
import type { Strategy } from '../climb/optimum/strategies.ts';
import type { NearOptimal } from '../evidence/near-optimal.ts';
import type { Mixture } from '../mixture/mixture.ts';

/** What a report is made from. */
export interface ReportInput {
  readonly fileName: string;
  readonly version: number;
  readonly mixture: Mixture;
  /** The model that was solved, and the problem and the answer; all in the mixture's order of languages. */
  readonly model: Model;
  readonly problem: AllocationProblem;
  readonly solution: Solution;
  /** Of the same model and problem. */
  readonly strategies: readonly Strategy[];
  /** Where each model language's law comes from, when a fit was filled up with a prior; absent: the model's origin for all. */
  readonly origins?: readonly ModelOrigin[];
  /** Shares as good as the optimum's; null or absent: not known. */
  readonly near?: NearOptimal | null;
  /** The file names no budget, so the model's own was taken. */
  readonly tokensAssumed: boolean;
  readonly fitMilliseconds: number | null;
  /** Held-out R² below which a fit is called poor; absent: that of `evidence/thresholds.ts`. */
  readonly minR2?: number;
  /** What was read from tables of runs, in whole sentences; absent: there are none. */
  readonly read?: readonly string[];
}
