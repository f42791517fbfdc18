import { CannotFit } from '../climb/fit/fittable.ts';
import { givenModel } from './given.ts';
import { readModel } from '../climb/model/model-file.ts';
import type { Model } from '../climb/model/model.ts';
import { extendByPrior, priorModel, type PriorLanguage } from '../climb/fit/prior-model.ts';
import { resolveCode } from '../language/codes.ts';
import { keptPaths } from '../mixture/keep.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { readingOf } from '../mixture/run-tables.ts';
import { spelledAs } from '../runs/labels.ts';
import type { ReadOptions, RunFile } from '../runs/read-runs.ts';
import type { ReadSummary, RunProblem, RunSet } from '../runs/runs.ts';
import { LineIndex } from '../text/line-index.ts';

/** Runs and the model fitted to them; `model` is null, with the reason, where they do not allow a fit. */
export type Fitted =
  | { readonly runs: RunSet; readonly model: Model; readonly reason: null }
  | { readonly runs: RunSet; readonly model: null; readonly reason: string };

/** Reads tables of runs and fits them, or returns the fit of the same bytes. */
export type FitRuns = (files: readonly RunFile[], reading: ReadOptions) => Promise<Fitted>;

/** Fits runs, turning "these runs cannot be fitted" into a value. */
export async function fitted(runs: RunSet, fit: () => Model | Promise<Model>): Promise<Fitted> {
  try {
    return { runs, model: await fit(), reason: null };
  } catch (error) {
    if (error instanceof CannotFit) return { runs, model: null, reason: error.message };
    throw error;
  }
}

/** The model for exactly the languages of a mixture, in its order, or why there is none. */
export type LoadedInteractions =
  | { readonly model: Model; readonly runProblems: readonly RunProblem[]; readonly read?: ReadSummary }
  | {
      readonly model: null;
      readonly reason: string;
      readonly runProblems: readonly RunProblem[];
      readonly read?: ReadSummary;
    };

/**
 * Turns a mixture's `interactions:` and the files they name into a model of its languages. Languages that the runs or the
 * model file do not know get the relatedness prior, marked as such.
 */
export async function loadInteractions(
  mixture: Mixture,
  read: readonly RunFile[],
  fitRuns: FitRuns,
): Promise<LoadedInteractions> {
  const files = filesOfInteractions(mixture, read);
  const codes = mixture.languages.map(({ code }) => code);
  const languages = codes.map(priorLanguage);
  const { interactions } = mixture;
  switch (interactions?.kind) {
    case undefined:
      return {
        model: null,
        reason: 'The mixture names no interactions. Add proxy runs, a model or a prior under `interactions`.',
        runProblems: [],
      };
    case 'prior':
      return { model: priorModel(languages), runProblems: [] };
    case 'matrix':
      return { model: givenModel(languages, interactions), runProblems: [] };
    case 'model': {
      const { path, text } = files[0] ?? { path: interactions.path.value, text: '' };
      const { model, problems } = readModel(text);
      if (model !== null)
        return { model: extendByPrior(inMixtureCodes(model, codes), languages), runProblems: [] };
      const lines = new LineIndex(text);
      const runProblems = problems.map(({ message, range }): RunProblem => {
        return { file: path, ...lines.positionAt(range.start), message, severity: 'error' };
      });
      return { model, reason: `${path} is not a model. ${problems[0]?.message ?? ''}`, runProblems };
    }
    case 'runs': {
      const { runs, model, reason } = await fitRuns(files, readingOf(mixture));
      const told = {
        runProblems: runs.problems,
        ...(runs.summary === undefined ? {} : { read: runs.summary }),
      };
      return model === null
        ? { model, reason, ...told }
        : { model: extendByPrior(inMixtureCodes(model, codes), languages), ...told };
    }
  }
}

/** Of all files that were read for a mixture those of its interactions. */
export function filesOfInteractions(mixture: Mixture, files: readonly RunFile[]): readonly RunFile[] {
  const kept = new Set(keptPaths(mixture));
  return kept.size === 0 ? files : files.filter(({ path }) => !kept.has(path));
}

/** A language as the prior sees it; what is no single language (code, a pair) has no kin. */
function priorLanguage(code: string): PriorLanguage {
  const resolved = resolveCode(code);
  return resolved?.kind === 'language'
    ? { code, iso639_3: resolved.iso639_3, script: resolved.script }
    : { code, iso639_3: null, script: null };
}

/**
 * The model under the mixture's spellings: a language that it knows by another one (`en` for `eng_Latn`) is renamed, unless
 * the mixture has both.
 */
function inMixtureCodes(model: Model, codes: readonly string[]): Model {
  const languages = spelledAs(model.languages, codes);
  const rename = <T>(byCode: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(byCode).map(([code, value]) => [
        languages[model.languages.indexOf(code)] ?? code,
        value,
      ]),
    );
  const { quality } = model;
  return {
    ...model,
    languages,
    quality: quality && {
      ...quality,
      r2: rename(quality.r2),
      mae: rename(quality.mae),
      cvR2: rename(quality.cvR2),
      cvMae: rename(quality.cvMae),
      cvLogRmse: rename(quality.cvLogRmse),
      converged: rename(quality.converged),
      residuals: rename(quality.residuals),
      ...(quality.evidence === undefined
        ? {}
        : {
            evidence: {
              ...quality.evidence,
              heldOut: rename(quality.evidence.heldOut),
              heldOutSpread: rename(quality.evidence.heldOutSpread),
              parameters: rename(quality.evidence.parameters),
              seedSpread: rename(quality.evidence.seedSpread),
              ...(quality.evidence.rising === undefined
                ? {}
                : {
                    rising: quality.evidence.rising.map(
                      (code) => languages[model.languages.indexOf(code)] ?? code,
                    ),
                  }),
              ...(quality.evidence.alone === undefined ? {} : { alone: rename(quality.evidence.alone) }),
              ...(quality.evidence.levels === undefined ? {} : { levels: rename(quality.evidence.levels) }),
              badRows: quality.evidence.badRows.map((bad) => ({
                ...bad,
                language: languages[model.languages.indexOf(bad.language)] ?? bad.language,
              })),
            },
          }),
    },
  };
}
