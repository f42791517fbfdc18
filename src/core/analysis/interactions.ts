import { givenModel } from '../climb/given.ts';
import type { Model } from '../climb/model.ts';
import { readModel } from '../climb/model-file.ts';
import { extendByPrior, priorModel } from '../climb/prior.ts';
import { restrictModel } from '../climb/restrict.ts';
import { sameLanguage } from '../language/resolve.ts';
import type { Mixture } from '../mixture/mixture.ts';
import type { RunProblem, RunSet } from '../runs/runs.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface Fitted {
  readonly runs: RunSet;
  /** Null: too few usable runs to fit. */
  readonly model: Model | null;
}

/** The model for a mixture's languages, in its order, or why there is none. */
export type LoadedInteractions =
  | { readonly model: Model; readonly runProblems: readonly RunProblem[] }
  | { readonly model: null; readonly reason: string; readonly runProblems: readonly RunProblem[] };

/**
 * Turns a mixture's `interactions:` into a model of exactly its languages. Languages that the runs or the model file do not
 * know get the relatedness prior, marked as such.
 */
export function loadInteractions(
  mixture: Mixture,
  files: readonly TextFile[],
  fitRuns: (files: readonly TextFile[]) => Fitted,
): LoadedInteractions {
  const codes = mixture.languages.map((language) => language.code);
  const { interactions } = mixture;
  switch (interactions?.kind) {
    case undefined:
      return { model: null, reason: 'The mixture names no interactions.', runProblems: [] };
    case 'prior':
      return { model: priorModel(codes), runProblems: [] };
    case 'matrix':
      return { model: givenModel(codes, interactions), runProblems: [] };
    case 'model': {
      const read = readModel(files[0]?.text ?? '');
      return read.model === null
        ? { model: null, reason: `${interactions.path.value}: ${read.problems[0]?.message ?? 'not a model file'}`, runProblems: [] }
        : { model: forLanguages(read.model, codes), runProblems: [] };
    }
    case 'runs': {
      const { runs, model } = fitRuns(files);
      if (model !== null) return { model: forLanguages(model, codes), runProblems: runs.problems };
      const first = runs.problems.find((problem) => problem.severity === 'error');
      const reason =
        runs.runs.length === 0
          ? `The runs hold no usable row${first === undefined ? '' : `: ${first.file}:${first.line + 1}: ${first.message}`}.`
          : `The ${runs.runs.length} usable runs are too few to fit the interactions.`;
      return { model: null, reason, runProblems: runs.problems };
    }
  }
}

/** Orders a model like the mixture: exact codes first, then the same language written otherwise, then the prior. */
function forLanguages(model: Model, codes: readonly string[]): Model {
  const kept: number[] = [];
  const known: string[] = [];
  for (const code of codes) {
    let index = model.languages.indexOf(code);
    if (index < 0) index = model.languages.findIndex((other) => !codes.includes(other) && sameLanguage(other, code));
    if (index >= 0 && !kept.includes(index)) {
      kept.push(index);
      known.push(code);
    }
  }
  const restricted = { ...restrictModel(model, kept), languages: known };
  return known.length === codes.length ? restricted : extendByPrior(restricted, codes);
}
