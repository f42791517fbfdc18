import { CannotFit } from '../climb/fit/fit.ts';
import { givenModel } from '../climb/given.ts';
import { readModel } from '../climb/model-file.ts';
import type { Model } from '../climb/model.ts';
import { extendByPrior, priorModel, type PriorLanguage } from '../climb/prior.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { RunProblem, RunSet } from '../runs/runs.ts';
import { LineIndex } from '../text/line-index.ts';

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

/** The model for exactly the languages of a mixture, in its order, or why there is none. */
export type LoadedInteractions =
  | { readonly model: Model; readonly runProblems: readonly RunProblem[] }
  | { readonly model: null; readonly reason: string; readonly runProblems: readonly RunProblem[] };

/**
 * Turns a mixture's `interactions:` and the files they name into a model of its languages. Languages that the runs or the
 * model file do not know get the relatedness prior, marked as such.
 */
export function loadInteractions(
  mixture: Mixture,
  files: readonly TextFile[],
  fitRuns: (files: readonly TextFile[]) => Fitted,
): LoadedInteractions {
  const languages = mixture.languages.map(({ code }) => priorLanguage(code));
  const { interactions } = mixture;
  switch (interactions?.kind) {
    case undefined:
      return { model: null, reason: 'The mixture names no interactions.', runProblems: [] };
    case 'prior':
      return { model: priorModel(languages), runProblems: [] };
    case 'matrix':
      return { model: givenModel(languages, interactions), runProblems: [] };
    case 'model': {
      const { path, text } = files[0] ?? { path: interactions.path.value, text: '' };
      const { model, problems } = readModel(text);
      if (model !== null) return { model: extendByPrior(model, languages), runProblems: [] };
      const lines = new LineIndex(text);
      const runProblems = problems.map(({ message, range }): RunProblem => {
        return { file: path, ...lines.positionAt(range.start), message, severity: 'error' };
      });
      return { model, reason: `${path} is not a model. ${problems[0]?.message ?? ''}`, runProblems };
    }
    case 'runs': {
      const { runs, model, reason } = fitRuns(files);
      return model === null
        ? { model, reason, runProblems: runs.problems }
        : { model: extendByPrior(model, languages), runProblems: runs.problems };
    }
  }
}

/** What a code alone says of its language: `xxx` or `xxx_Scrp`. */
function priorLanguage(code: string): PriorLanguage {
  const [, iso639_3 = null, script = null] = /^([a-z]{3})(?:_([A-Z][a-z]{3}))?$/.exec(code) ?? [];
  return { code, iso639_3, script };
}
