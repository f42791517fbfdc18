import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { readInputFiles, type UnreadablePath } from '../core/analysis/input-files.ts';
import { fitted, type Fitted } from '../core/analysis/interactions.ts';
import {
  interactionPaths,
  solveMixture,
  type MixtureOutcome,
  type MixtureResult,
} from '../core/analysis/solve-mixture.ts';
import { neverCancelled } from '../core/cancel.ts';
import { fit } from '../core/climb/fit/fit.ts';
import { parseMixture, type ParsedMixture } from '../core/mixture/parse.ts';
import { decodeRunFiles } from '../core/runs/decode.ts';
import type { Analysis } from '../core/checks/rules/analysis.ts';
import { readingOf } from '../core/mixture/run-tables.ts';
import { readRuns, type ReadOptions, type RunFile } from '../core/runs/read-runs.ts';
import { InputError, type Invocation } from './command.ts';
import { fileAccess, readText } from './files.ts';
import { tellProblems } from './runs.ts';

export interface MixtureInput {
  readonly file: string;
  readonly text: string;
  readonly files: readonly RunFile[];
  readonly unreadable: readonly UnreadablePath[];
}

/** Reads the files that a mixture names. */
export async function withInteractions(file: string, text: string): Promise<MixtureInput> {
  const paths = interactionPaths(parseMixture(text, { fileName: file }).mixture) ?? [];
  const { files, unreadable } = await readInputFiles(paths, fileAccess(path.dirname(file)));
  return { file, text, files: await decodeRunFiles(files), unreadable };
}

/** A result with the text that it is of, so that what is written back belongs to what was solved. */
export interface SolvedFile extends MixtureResult {
  readonly text: string;
  readonly parsed: ParsedMixture;
}

/** Fits of this invocation: mixtures that name the same tables are fitted once. */
export class Fits {
  readonly #fits = new Map<string, Fitted>();
  readonly #tell: Invocation['tell'];

  constructor(tell: Invocation['tell'] = () => undefined) {
    this.#tell = tell;
  }

  readonly of = (files: readonly RunFile[], reading: ReadOptions): Fitted => {
    const runs = readRuns(files, reading);
    const key = JSON.stringify([runs.languages, runs.runs]);
    const known = this.#fits.get(key);
    if (known !== undefined) return { ...known, runs };
    this.#tell(`fitting ${runs.runs.length} runs`);
    const found = fitted(runs, () => fit(runs, { law: 'auto' }));
    this.#fits.set(key, found);
    return found;
  };
}

/** Fits and solves what was read; never tells anything itself. */
function solveInput(input: MixtureInput, fits: Fits, tokens: number | null): MixtureOutcome {
  return solveMixture(input.text, input.files, input.unreadable, {
    fileName: input.file,
    version: 0,
    fitRuns: fits.of,
    isCancelled: neverCancelled,
    onProgress: () => undefined,
    now: () => performance.now(),
    ...(tokens === null ? {} : { tokens }),
  });
}

/** What the rules of a mixture are told of its runs, its fit and its solution, as far as there are any. */
export function analyse(input: MixtureInput, fits: Fits): Analysis {
  const { mixture } = parseMixture(input.text, { fileName: input.file });
  const paths = interactionPaths(mixture);
  const outcome = paths === null ? null : solveInput(input, fits, null);
  if (outcome?.kind === 'solved') {
    const { model, solution, report, runProblems, read } = outcome.result;
    return { runProblems, read, model, solution, verdict: report.verdict };
  }
  // A mixture with errors is not solved, but its tables are read all the same.
  const runs =
    outcome !== null && outcome.runProblems.length === 0 && mixture.interactions?.kind === 'runs'
      ? readRuns(input.files, readingOf(mixture))
      : null;
  return {
    runProblems: runs?.problems ?? outcome?.runProblems ?? [],
    read: runs?.summary ?? outcome?.read ?? null,
    model: null,
    solution: null,
  };
}

/**
 * Solves the mixture in `file`, telling what its runs have wrong. Throws InputError where the file or what it names does not
 * allow a solution.
 *
 * @param tokens D in place of the file's own; null: the file's
 */
export async function solveFile(
  file: string,
  tokens: number | null,
  tell: Invocation['tell'],
): Promise<SolvedFile> {
  const input = await withInteractions(file, await readText(file));
  const outcome = solveInput(input, new Fits(tell), tokens);
  tellProblems(outcome.kind === 'solved' ? outcome.result.runProblems : outcome.runProblems, tell);
  if (outcome.kind === 'input') throw new InputError(`${file}: ${outcome.reason}`);
  return { ...outcome.result, text: input.text, parsed: parseMixture(input.text, { fileName: file }) };
}
