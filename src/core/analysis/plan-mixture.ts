import { allocationProblem } from '../mixture/allocation-problem.ts';
import { loadInteractions, type Fitted } from './interactions.ts';
import { planRuns, type Plan, type PlanRequest } from '../climb/plan/plan.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { ReadOptions, RunFile } from '../runs/read-runs.ts';
import type { RunProblem } from '../runs/runs.ts';
import type { PlannedRun } from '../proxy/run.ts';

export interface PlannedMixtures {
  readonly plan: Plan;
  /** Shares by language code. */
  readonly ratios: readonly Readonly<Record<string, number>>[];
  /** Why the runs are planned from what relatedness suggests; null: they are planned from a fit, or from what the file gives. */
  readonly whyPrior: string | null;
  /** What is wrong with the files of interactions. */
  readonly problems: readonly RunProblem[];
}

/**
 * The next proxy runs of a mixture. Runs that are planned or under way count as done, so that planning again plans other
 * ones. Files of interactions that are not there yet, or cannot be fitted yet, leave the prior.
 */
export function planMixtures(
  mixture: Mixture,
  files: readonly RunFile[],
  fitRuns: (files: readonly RunFile[], reading: ReadOptions) => Fitted,
  existing: readonly PlannedRun[],
  request: Pick<PlanRequest, 'count' | 'tokens' | 'isCancelled'>,
): PlannedMixtures {
  const codes = mixture.languages.map(({ code }) => code);
  let trained: PlanRequest['done'] = [];
  const remember = (given: readonly RunFile[], reading: ReadOptions): Fitted => {
    const fitted = fitRuns(given, reading);
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
  const isMeasured = interactions?.kind !== 'prior' && !(interactions?.kind === 'runs' && files.length === 0);
  const loaded = interactions !== null && isMeasured ? loadInteractions(mixture, files, remember) : null;
  const model = loaded?.model ?? priorOf(mixture);
  const planned = existing.map(({ ratio, tokens }) => ({
    ratio: codes.map((code) => ratio[code] ?? 0),
    tokens,
  }));
  const maxShare = dataLimits(mixture, request.tokens ?? model.scale.tokens);
  const plan = planRuns({ ...request, model, maxShare, done: [...trained, ...planned] });
  const ratios = plan.mixtures.map((shares) =>
    Object.fromEntries(codes.map((code, i) => [code, shares[i]!])),
  );
  const whyPrior =
    loaded === null ? 'Nothing is measured yet.' : loaded.model === null ? loaded.reason : null;
  return { plan, ratios, whyPrior, problems: loaded?.runProblems ?? [] };
}

/**
 * The share up to which a run of so many tokens repeats a language's text no more often than the mixture allows. Runs that
 * repeat it more would be fitted as if they had seen new text.
 */
function dataLimits(mixture: Mixture, tokens: number): number[] {
  const { available, maxEpochs } = allocationProblem(mixture, tokens);
  const limits = maxEpochs.map((epochs, i) =>
    epochs === null || available?.[i] == null ? 1 : Math.min((epochs * available[i]) / tokens, 1),
  );
  // Where all text together is too little, repeating is not to be avoided.
  const sum = limits.reduce((total, limit) => total + limit, 0);
  return sum >= 1 ? limits : limits.map(() => 1);
}

function priorOf(mixture: Mixture) {
  const range = { start: 0, end: 0 };
  const { model } = loadInteractions(
    { ...mixture, interactions: { kind: 'prior', range, prior: 'relatedness' } },
    [],
    () => {
      throw new Error('a prior needs no runs');
    },
  );
  return model!;
}
