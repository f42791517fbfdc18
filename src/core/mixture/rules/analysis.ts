import type { Model } from '../../climb/model.ts';
import type { Solution } from '../../climb/allocation.ts';
import type { RunProblem } from '../../runs/runs.ts';

/** What fitting and solving a mixture found out; input to the rules that need it, made by host and command line. */
export interface Analysis {
  /** Rows and files of the interactions that could not be read. */
  readonly runProblems: readonly RunProblem[];
  /** Null: there was nothing to fit, or it failed. */
  readonly model: Model | null;
  readonly solution: Solution | null;
}
