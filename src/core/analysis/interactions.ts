import { CannotFit } from '../climb/fit/fit.ts';
import type { Model } from '../climb/model.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { RunProblem, RunSet } from '../runs/runs.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Runs and the model fitted to them; `model` is null, with the reason, where they do not allow a fit. */
export type Fitted =
  | { readonly runs: RunSet; readonly model: Model; readonly reason: null }
  | { readonly runs: RunSet; readonly model: null; readonly reason: string };

/** Fits runs, turning "these runs cannot be fitted" into a value. */
export function fitted(runs: RunSet, fit: () => Model): Fitted {
  try {
    return { runs, model: fit(), reason: null };
  } catch (error) {
    if (error instanceof CannotFit) return { runs, model: null, reason: error.message };
    throw error;
  }
}

/** A model, for its own languages, or why there is none. */
export type LoadedInteractions =
  | { readonly model: Model; readonly runProblems: readonly RunProblem[] }
  | { readonly model: null; readonly reason: string; readonly runProblems: readonly RunProblem[] };

/** Turns a mixture's `interactions:` and the files they name into a model. */
export function loadInteractions(
  mixture: Mixture,
  files: readonly TextFile[],
  fitRuns: (files: readonly TextFile[]) => Fitted,
): LoadedInteractions {
  switch (mixture.interactions?.kind) {
    case undefined:
      return { model: null, reason: 'The mixture names no interactions.', runProblems: [] };
    case 'runs': {
      const { runs, model, reason } = fitRuns(files);
      return model === null
        ? { model, reason, runProblems: runs.problems }
        : { model, runProblems: runs.problems };
    }
    case 'model':
    case 'matrix':
    case 'prior':
      return { model: null, reason: `interactions.${mixture.interactions.kind} is not supported yet.`, runProblems: [] };
  }
}
