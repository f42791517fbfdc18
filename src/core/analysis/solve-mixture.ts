import { Cancelled, type IsCancelled } from '../cancel.ts';
import type { AllocationProblem, Solution } from '../climb/model/allocation.ts';
import type { Model } from '../climb/model/model.ts';
import { solve } from '../climb/optimum/solve.ts';
import { strategies, type Strategy } from '../climb/optimum/strategies.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { parseMixture } from '../mixture/parse.ts';
import { sharesOf } from '../mixture/shares.ts';
import { nearOptimal, type NearOptimal } from '../evidence/near-optimal.ts';
import { withoutUntrained } from '../evidence/evaluated-only.ts';
import { checkMixture } from '../checks/validate.ts';
import { isOwnTable, nothingCollected } from '../proxy/section.ts';
import { buildReport } from '../report/build.ts';
import type { Report } from '../report/report.ts';
import type { ReadOptions, RunFile } from '../runs/read-runs.ts';
import type { ReadSummary, RunProblem } from '../runs/runs.ts';
import { allocationProblem } from '../mixture/allocation-problem.ts';
import type { UnreadablePath } from './input-files.ts';
import { loadInteractions, type Fitted } from './interactions.ts';

/** A mixture solved, with all that the numbers came from. */
export interface MixtureResult {
  readonly report: Report;
  readonly solution: Solution;
  /** Shares as good as the optimum's; null: not known. */
  readonly near: NearOptimal | null;
  /** By every rule that people use, the file's own mixture first. */
  readonly strategies: readonly Strategy[];
  /** For the mixture's languages, in its order. */
  readonly model: Model;
  /** What was asked of the solver, in the same order. */
  readonly problem: AllocationProblem;
  /** Rows of runs that were left out or set aside. */
  readonly runProblems: readonly RunProblem[];
  /** What was understood of the tables of runs; null: the interactions came from none. */
  readonly read: ReadSummary | null;
}

export type MixtureOutcome =
  | { readonly kind: 'solved'; readonly result: MixtureResult }
  /** The input does not allow a solution; the diagnostics say where, this says why in one sentence. */
  | {
      readonly kind: 'input';
      readonly reason: string;
      readonly runProblems: readonly RunProblem[];
      readonly read?: ReadSummary;
    };

export interface SolveOptions {
  readonly fileName: string;
  /** Of the document that the text came from; repeated in the report. */
  readonly version: number;
  /** Fits runs, or returns the fit of the same bytes; throws Cancelled. */
  readonly fitRuns: (files: readonly RunFile[], reading: ReadOptions) => Fitted;
  readonly isCancelled: IsCancelled;
  readonly onProgress: (step: string, done: number | null) => void;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  /** D in place of the file's own. */
  readonly tokens?: number;
}

/** The files that a mixture's interactions come from, as written; null: it names no interactions, so nothing can be solved. */
export function interactionPaths(mixture: Mixture): string[] | null {
  switch (mixture.interactions?.kind) {
    case undefined:
      return null;
    case 'runs':
      return mixture.interactions.paths.map((path) => path.value);
    case 'model':
      return [mixture.interactions.path.value];
    case 'matrix':
    case 'prior':
      return [];
  }
}

/**
 * From the text of a mixture file and the files it names to a solution and its report.
 *
 * @throws Cancelled
 */
export function solveMixture(
  text: string,
  files: readonly RunFile[],
  unreadable: readonly UnreadablePath[],
  options: SolveOptions,
): MixtureOutcome {
  const parsed = parseMixture(text, { fileName: options.fileName });
  const { mixture } = parsed;
  const errors = checkMixture(parsed).filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    return { kind: 'input', reason: `${errors[0]!.message}${more}`, runProblems: [] };
  }
  if (unreadable.length > 0) {
    const { path, message } = unreadable[0]!;
    const pending = isOwnTable(mixture, path);
    return { kind: 'input', reason: pending ? nothingCollected : `${message}.`, runProblems: [] };
  }

  const started = options.now();
  const interactions = loadInteractions(mixture, files, options.fitRuns);
  if (interactions.model === null) {
    const { reason, runProblems, read } = interactions;
    return { kind: 'input', reason, runProblems, ...(read === undefined ? {} : { read }) };
  }
  const fitted = options.now();
  if (options.isCancelled()) throw new Cancelled();

  options.onProgress('Solving', null);
  const { model, runProblems } = interactions;
  const tokens = options.tokens ?? mixture.tokens?.value ?? model.scale.tokens;
  const shares = sharesOf(mixture);
  const problem = withoutUntrained(model, allocationProblem(mixture, tokens), (i) => (shares?.[i] ?? 0) > 0);
  const solution = solve(model, problem, {
    method: mixture.solver.method === 'joint' ? 'joint' : 'two-steps',
    current: shares,
    isCancelled: options.isCancelled,
    now: options.now,
    tolerance: mixture.solver.tolerance,
  });
  if (solution.status === 'cancelled') throw new Cancelled();
  options.onProgress('Comparing strategies', null);
  const compared = strategies(model, problem, {
    solution,
    current: shares,
    isCancelled: options.isCancelled,
  });
  options.onProgress('Looking for shares that are as good', null);
  const near = nearOptimal(model, problem, solution, options.isCancelled);
  const report = buildReport({
    fileName: options.fileName,
    version: options.version,
    mixture,
    model,
    problem,
    solution,
    strategies: compared,
    near,
    origins: mixture.languages.map(({ code }) =>
      model.priorLanguages?.includes(code) === true ? 'prior' : model.origin,
    ),
    tokensAssumed: options.tokens === undefined && mixture.tokens === null,
    fitMilliseconds: fitted - started,
    read: interactions.read?.sentences ?? [],
  });
  const read = interactions.read ?? null;
  return {
    kind: 'solved',
    result: { report, solution, near, strategies: compared, model, problem, runProblems, read },
  };
}
