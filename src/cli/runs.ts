import { decodeRunFiles } from '../core/runs/decode.ts';
import { readRuns } from '../core/runs/read-runs.ts';
import type { RunMap } from '../core/runs/run-map.ts';
import type { RunProblem, RunSet } from '../core/runs/runs.ts';
import type { Invocation } from './command.ts';
import { readInputs } from './files.ts';

/** Reads tables of runs as one, with what is said of their columns; rows that cannot be used are told, not thrown. */
export async function readRunFiles(
  names: readonly string[],
  tell: Invocation['tell'],
  { map, languages = [] }: { readonly map: RunMap | null; readonly languages?: readonly string[] },
): Promise<RunSet> {
  const runs = readRuns(await decodeRunFiles(await readInputs(names)), {
    languages,
    mapOf: () => map,
  });
  tellProblems(runs.problems, tell);
  return runs;
}

/** Every problem of a table of runs as `file:line:column: severity: message`, places counted from 1. */
export function tellProblems(problems: readonly RunProblem[], tell: Invocation['tell']): void {
  for (const { file, line, column, message, severity } of problems)
    tell(`${file}:${line + 1}:${column + 1}: ${severity}: ${message}`);
}

/** Whether a row was left out because it is wrong; one that diverged is no error. */
export function hasErrors(problems: readonly RunProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
