import { epochLimit } from '../climb/optimum/limits.ts';
import { neverCancelled, type IsCancelled } from '../cancel.ts';
import type { KeptGroup } from '../climb/model/allocation.ts';
import { ofLanguage, usualTokens, type Model } from '../climb/model/model.ts';
import { spreadColumns, type Column } from '../climb/optimum/kept-columns.ts';
import { jointOptimum } from '../climb/optimum/solve.ts';
import { temperature } from '../climb/optimum/strategies.ts';
import { planRuns, type PlannedMixture, type PlanRequest } from '../climb/plan/plan.ts';
import { withoutUntrained } from '../evidence/evaluated-only.ts';
import { allocationProblem } from '../mixture/allocation-problem.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { RunFile } from '../runs/read-runs.ts';
import type { RunProblem } from '../runs/runs.ts';
import type { PlannedRun } from '../proxy/run.ts';
import { filesOfInteractions, loadInteractions, type FitRuns } from './interactions.ts';
import { savingOf, varied } from './varied.ts';

export interface PlannedMixtures {
  readonly runs: readonly (Omit<PlannedMixture, 'ratio'> & {
    /** Shares by language code. */
    readonly ratio: Readonly<Record<string, number>>;
  })[];
  /** Why the optimum is not among the anchors; null: it is. */
  readonly whyNoOptimum: string | null;
  /** What kept groups save, in a sentence; null: there are none. */
  readonly saving: string | null;
  /** What is wrong with the files of interactions. */
  readonly problems: readonly RunProblem[];
}

/**
 * The next proxy runs of a mixture. Runs that are planned or under way count as done, so that planning again plans other
 * ones. Where files of interactions are not there yet, or cannot be fitted yet, there is no optimum to plan for.
 */
export async function planMixtures(
  mixture: Mixture,
  files: readonly RunFile[],
  fitRuns: FitRuns,
  existing: readonly PlannedRun[],
  request: Pick<PlanRequest, 'count' | 'budgets'> & { readonly isCancelled?: IsCancelled },
): Promise<PlannedMixtures> {
  const codes = mixture.languages.map(({ code }) => code);
  const { kept, reason, columns } = varied(
    mixture,
    (path) => files.find((file) => file.path === path)?.text ?? null,
  );
  const gather = (ratio: readonly number[]): number[] =>
    columns.map(({ members }) => members.reduce((sum, i) => sum + (ratio[i] ?? 0), 0));
  let trained: PlanRequest['done'] = [];
  const remember: FitRuns = async (given, reading) => {
    const fitted = await fitRuns(given, reading);
    const known = new Set(existing.map(({ id }) => id));
    trained = fitted.runs.runs
      .filter(({ id }) => !known.has(id))
      .map((run) => ({
        ratio: codes.map((code) => run.ratio[fitted.runs.languages.indexOf(code)] ?? 0),
        tokens: run.tokens,
      }));
    return fitted;
  };
  const { interactions } = mixture;
  const isMeasured =
    interactions !== null &&
    interactions.kind !== 'prior' &&
    !(interactions.kind === 'runs' && filesOfInteractions(mixture, files).length === 0);
  const loaded = isMeasured ? await loadInteractions(mixture, files, remember) : null;
  const planned = existing.map(({ ratio, tokens }) => ({
    ratio: codes.map((code) => ofLanguage(ratio, code) ?? 0),
    tokens,
  }));
  const optimum =
    loaded?.model == null ? null : optimumOf(mixture, loaded.model, kept ?? [], request.isCancelled);
  const runs = planRuns({
    ...request,
    languages: columns.length,
    anchors: [
      ...commonAnchors(mixture),
      ...(optimum === null ? [] : [{ kind: 'optimum' as const, ratio: optimum }]),
    ].map(({ kind, ratio }) => ({ kind, ratio: gather(ratio) })),
    maxShare: (tokens) => columnLimits(columns, dataLimits(mixture, tokens)),
    done: [...trained, ...planned].map(({ ratio, tokens }) => ({ ratio: gather(ratio), tokens })),
  });
  const none = new Float64Array(codes.length);
  return {
    runs: runs.map((run) => ({
      ...run,
      ratio: sharesByCode(codes, spreadColumns(columns, none, run.ratio)),
    })),
    saving: reason ?? savingOf(columns, codes.length, request.count),
    whyNoOptimum:
      optimum !== null
        ? null
        : loaded === null
          ? 'Nothing has been measured yet.'
          : loaded.model === null
            ? loaded.reason
            : 'No mixture satisfies the limits.',
    problems: loaded?.runProblems ?? [],
  };
}

function sharesByCode(codes: readonly string[], ratio: Float64Array): Readonly<Record<string, number>> {
  return Object.fromEntries(codes.map((code, i) => [code, ratio[i] ?? 0]));
}

/** The largest sum of each column that keeps its members within their limits; as for languages, none where all together are too little. */
function columnLimits(columns: readonly Column[], limits: readonly number[]): number[] {
  const most = columns.map(({ members, proportion }) =>
    Math.min(1, ...members.map((i, m) => (limits[i] ?? 1) / (proportion[m] ?? 1))),
  );
  return most.reduce((sum, limit) => sum + limit, 0) >= 1 ? most : most.map(() => 1);
}

/** Equal shares and, where the text of every language is known, shares in proportion to it and to its power 0.3. */
function commonAnchors({ languages }: Mixture): PlanRequest['anchors'] {
  const uniform = { kind: 'uniform' as const, ratio: languages.map(() => 1) };
  const available = languages.flatMap((language) => language.available?.value ?? []);
  if (available.length < languages.length) return [uniform];
  return [
    uniform,
    { kind: 'natural', ratio: available },
    { kind: 'temperature', ratio: available.map((tokens) => tokens ** temperature) },
  ];
}

/** Of the budget that the mixture is for; its shares are what will be asked about. */
function optimumOf(
  mixture: Mixture,
  model: Model,
  kept: readonly KeptGroup[],
  isCancelled: IsCancelled = neverCancelled,
): readonly number[] | null {
  const tokens = mixture.tokens?.value ?? usualTokens(model);
  const problem = withoutUntrained(model, allocationProblem(mixture, tokens, kept), () => false);
  const start = model.languages.map(() => 1 / model.languages.length);
  return jointOptimum(model, problem, start, undefined, isCancelled);
}

/** The share up to which a run of so many tokens repeats a language's text no more often than the mixture allows. */
function dataLimits(mixture: Mixture, tokens: number): number[] {
  const problem = allocationProblem(mixture, tokens);
  const limits = mixture.languages.map((_, i) => Math.min(epochLimit(problem, i), 1));
  // Where all text together is too little, repeating is not to be avoided.
  const sum = limits.reduce((total, limit) => total + limit, 0);
  return sum >= 1 ? limits : limits.map(() => 1);
}
