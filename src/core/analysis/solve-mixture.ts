import { Cancelled, type IsCancelled } from '../cancel.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { AllocationProblem, Solution } from '../climb/model/allocation.ts';
import { usualTokens, type Model } from '../climb/model/model.ts';
import { solve } from '../climb/optimum/solve.ts';
import { strategies, type Strategy } from '../climb/optimum/strategies.ts';
import { parseMixture } from '../mixture/parse.ts';
import { sharesOf } from '../mixture/shares.ts';
import { partsOf } from '../mixture/stages.ts';
import { nearOptimal, type NearOptimal } from '../evidence/near-optimal.ts';
import { withoutUntrained } from '../evidence/evaluated-only.ts';
import { ownErrors } from '../checks/own-errors.ts';
import { isOwnTable, nothingCollected } from '../proxy/section.ts';
import { buildReport } from '../report/build.ts';
import type { Report } from '../report/report.ts';
import type { RunFile } from '../runs/read-runs.ts';
import type { ReadSummary, RunProblem } from '../runs/runs.ts';
import { allocationProblem } from '../mixture/allocation-problem.ts';
import type { UnreadablePath } from './input-files.ts';
import { loadInteractions, type FitRuns } from './interactions.ts';
import { keptShares } from './kept-shares.ts';
import { withinStages } from './within-stages.ts';

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
  /** Rejects with Cancelled. */
  readonly fitRuns: FitRuns;
  readonly isCancelled: IsCancelled;
  readonly onProgress: (step: string, done: number | null) => void;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  /** D in place of the file's own. */
  readonly tokens?: number;
  /** Held-out R² below which a fit is called poor; absent: that of `evidence/thresholds.ts`. */
  readonly minR2?: number;
}

/**
 * From the text of a mixture file and the files it names to a solution and its report.
 *
 * Rejects with Cancelled.
 */
export async function solveMixture(
  text: string,
  files: readonly RunFile[],
  unreadable: readonly UnreadablePath[],
  options: SolveOptions,
): Promise<MixtureOutcome> {
  const parsed = parseMixture(text, { fileName: options.fileName });
  const { mixture } = parsed;
  const errors = ownErrors(parsed);
  const [error] = errors;
  if (error !== undefined) {
    const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    return { kind: 'input', reason: `${error.message}${more}`, runProblems: [] };
  }
  const [lost] = unreadable;
  if (lost !== undefined) {
    const { path, message } = lost;
    const pending = isOwnTable(mixture, path);
    return { kind: 'input', reason: pending ? nothingCollected : `${message}.`, runProblems: [] };
  }

  const texts = new Map(files.map((file) => [file.path, file.text]));
  const { kept, reason: notKept } = keptShares(mixture, (path) => texts.get(path) ?? null);
  if (kept === null) return { kind: 'input', reason: notKept, runProblems: [] };

  const started = options.now();
  const interactions = await loadInteractions(mixture, files, options.fitRuns);
  if (interactions.model === null) {
    const { reason, runProblems, read } = interactions;
    return { kind: 'input', reason, runProblems, ...(read === undefined ? {} : { read }) };
  }
  const fitted = options.now();
  if (options.isCancelled()) throw new Cancelled();

  options.onProgress('Solving', null);
  const { model, runProblems } = interactions;
  const tokens = options.tokens ?? mixture.tokens?.value ?? usualTokens(model);
  const shares = sharesOf(mixture);
  const asked = withoutUntrained(
    model,
    allocationProblem(mixture, tokens, kept),
    (i) => (shares?.[i] ?? 0) > 0,
  );
  const { problem, solution: solved } = withinStages(
    partsOf(mixture),
    asked,
    (limited) => solveAndCompare(model, limited, mixture, shares, options),
    ({ solution, compared }) => [
      solution.joint.ratio,
      solution.twoSteps.ratio,
      ...compared.flatMap(({ name, allocation }) =>
        name === 'current' || allocation === null ? [] : [allocation.ratio],
      ),
    ],
  );
  const { solution, compared } = solved;
  options.onProgress('Finding shares that are equally good', null);
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
    ...(options.minR2 === undefined ? {} : { minR2: options.minR2 }),
  });
  const read = interactions.read ?? null;
  return {
    kind: 'solved',
    result: { report, solution, near, strategies: compared, model, problem, runProblems, read },
  };
}

/** @throws Cancelled */
function solveAndCompare(
  model: Model,
  problem: AllocationProblem,
  { solver }: Mixture,
  current: readonly number[] | null,
  { isCancelled, now, onProgress }: SolveOptions,
): { solution: Solution; compared: Strategy[] } {
  const solution = solve(model, problem, {
    method: solver.method,
    current,
    isCancelled,
    now,
    tolerance: solver.tolerance,
  });
  if (solution.status === 'cancelled') throw new Cancelled();
  onProgress('Comparing strategies', null);
  return { solution, compared: strategies(model, problem, { solution, current, isCancelled }) };
}
