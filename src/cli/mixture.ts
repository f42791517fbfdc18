import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { FileAccess } from '../core/analysis/file-access.ts';
import { readInputFiles, type UnreadablePath } from '../core/analysis/input-files.ts';
import { filesOfInteractions, fitted, type Fitted, type FitRuns } from '../core/analysis/interactions.ts';
import { solveMixture, type MixtureOutcome, type MixtureResult } from '../core/analysis/solve-mixture.ts';
import { readModel } from '../core/climb/model/model-file.ts';
import { isOwnTable, nothingCollected } from '../core/proxy/section.ts';
import { interactionPaths } from '../core/mixture/paths.ts';
import { neverCancelled } from '../core/cancel.ts';
import { parseMixture, type ParsedMixture } from '../core/mixture/parse.ts';
import { decodeRunFiles } from '../core/runs/decode.ts';
import type { Analysis } from '../core/checks/rules/analysis.ts';
import { readingOf } from '../core/mixture/run-tables.ts';
import { readRuns, type RunFile } from '../core/runs/read-runs.ts';
import type { RunSet } from '../core/runs/runs.ts';
import { InputError, type Invocation } from './command.ts';
import { fileAccess, readText } from './files.ts';
import { fitKept } from './fits.ts';
import { tellProblems } from './runs.ts';

export interface MixtureInput {
  readonly file: string;
  readonly text: string;
  readonly files: readonly RunFile[];
  readonly unreadable: readonly UnreadablePath[];
}

/** Reads the files that a mixture names: those that are there, or those of an earlier commit. */
export async function withInteractions(
  file: string,
  text: string,
  access: FileAccess = fileAccess(path.dirname(file)),
): Promise<MixtureInput> {
  const paths = interactionPaths(parseMixture(text, { fileName: file }).mixture) ?? [];
  const { files, unreadable } = await readInputFiles(paths, access);
  return { file, text, files: await decodeRunFiles(files), unreadable };
}

/** A result with the text that it is of, so that what is written back belongs to what was solved. */
export interface SolvedFile extends MixtureResult {
  readonly text: string;
  readonly parsed: ParsedMixture;
}

/** Fits of this invocation: mixtures that name the same tables are fitted once, also where nothing can be kept. */
export class Fits {
  readonly #fits = new Map<string, Promise<Fitted>>();
  readonly #tell: Invocation['tell'];

  constructor(tell: Invocation['tell']) {
    this.#tell = tell;
  }

  readonly of: FitRuns = async (files, reading) => {
    const runs = readRuns(files, reading);
    const key = JSON.stringify([runs.languages, runs.runs]);
    const found = this.#fits.get(key) ?? fitted(runs, () => fitKept(runs, { law: 'auto' }, this.#tell));
    this.#fits.set(key, found);
    return { ...(await found), runs };
  };
}

/** Fits and solves what was read; tells how far a long fit is, and nothing else. */
export function solveIn(input: MixtureInput, fits: Fits, tokens: number | null): Promise<MixtureOutcome> {
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
export async function analyse(input: MixtureInput, fits: Fits): Promise<Analysis> {
  const { mixture } = parseMixture(input.text, { fileName: input.file });
  const paths = interactionPaths(mixture);
  const outcome = paths === null ? null : await solveIn(input, fits, null);
  if (outcome?.kind === 'solved') {
    const { model, solution, report, runProblems, read } = outcome.result;
    return { runProblems, read, model, solution, verdict: report.verdict };
  }
  // A mixture with errors is not solved, but its tables are read all the same.
  const runs =
    outcome !== null && outcome.runProblems.length === 0 && mixture.interactions?.kind === 'runs'
      ? readRuns(filesOfInteractions(mixture, input.files), readingOf(mixture))
      : null;
  return {
    runProblems: runs?.problems ?? outcome?.runProblems ?? [],
    read: runs?.summary ?? outcome?.read ?? null,
    model: null,
    solution: null,
    // A file that is missing is told at its name, and one that proxy runs have yet to make is no fault.
    failure: outcome?.kind === 'input' && input.unreadable.length === 0 ? outcome.reason : null,
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
  const outcome = await solveIn(input, new Fits(tell), tokens);
  tellProblems(outcome.kind === 'solved' ? outcome.result.runProblems : outcome.runProblems, tell);
  if (outcome.kind === 'input') {
    const isModel = readModel(input.text).model !== null;
    throw new InputError(
      `${file}: ${isModel ? 'this is a fitted model, which climb solve takes with --model' : outcome.reason}`,
    );
  }
  return { ...outcome.result, text: input.text, parsed: parseMixture(input.text, { fileName: file }) };
}

/**
 * The runs that a mixture file names, read as the file says: by its map, and with the text there is of each language, so that
 * what a run repeated counts as repeated. Throws InputError where it names none that can be read.
 */
export async function runsOfMixture(file: string, tell: Invocation['tell']): Promise<RunSet> {
  const { text, files, unreadable } = await withInteractions(file, await readText(file));
  const { mixture } = parseMixture(text, { fileName: file });
  if (mixture.interactions?.kind !== 'runs')
    throw new InputError(`${file}: it names no tables of runs to fit`);
  const [lost] = unreadable;
  if (lost !== undefined)
    throw new InputError(`${file}: ${isOwnTable(mixture, lost.path) ? nothingCollected : lost.message}`);
  const runs = readRuns(filesOfInteractions(mixture, files), readingOf(mixture));
  tellProblems(runs.problems, tell);
  return runs;
}
