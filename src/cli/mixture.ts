import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { readInputFiles, type UnreadablePath } from '../core/analysis/input-files.ts';
import { fitted } from '../core/analysis/interactions.ts';
import { interactionPaths, solveMixture, type MixtureResult } from '../core/analysis/solve-mixture.ts';
import { neverCancelled } from '../core/cancel.ts';
import { fit } from '../core/climb/fit/fit.ts';
import { parseMixture, type ParsedMixture } from '../core/mixture/parse.ts';
import { decodeRunFiles } from '../core/runs/decode.ts';
import { readRuns, type RunFile } from '../core/runs/read-runs.ts';
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
  const outcome = solveMixture(input.text, input.files, input.unreadable, {
    fileName: file,
    version: 0,
    fitRuns: (runFiles, reading) => {
      const runs = readRuns(runFiles, reading);
      tell(`fitting ${runs.runs.length} runs`);
      return fitted(runs, () => fit(runs, { law: 'auto' }));
    },
    isCancelled: neverCancelled,
    onProgress: () => undefined,
    now: () => performance.now(),
    ...(tokens === null ? {} : { tokens }),
  });
  tellProblems(outcome.kind === 'solved' ? outcome.result.runProblems : outcome.runProblems, tell);
  if (outcome.kind === 'input') throw new InputError(`${file}: ${outcome.reason}`);
  return { ...outcome.result, text: input.text, parsed: parseMixture(input.text, { fileName: file }) };
}
