import path from 'node:path';
import { readForComparison } from '../core/analysis/compare-mixtures.ts';
import { judgedNow, notThere, toldThen, type PastMixture } from '../core/analysis/history.ts';
import { FileTooLarge, type FileAccess } from '../core/analysis/file-access.ts';
import type { MixtureResult } from '../core/analysis/solve-mixture.ts';
import { codesOf, revisionName, type HistoryEntry } from '../core/report/history.ts';
import { ofLanguage } from '../core/climb/model/model.ts';
import { mostMixtureBytes } from '../core/mixture/source.ts';
import { allSteps } from '../core/steps.ts';
import type { Invocation } from './command.ts';
import { fileAccess, readText } from './files.ts';
import { Fits, solveIn, withInteractions } from './mixture.ts';
import { NotInCommit, revisionAccess, revisionsOf } from './revisions.ts';
import { table } from './table.ts';

/**
 * How a mixture, what is predicted of it and its fit changed: each of the last commits that changed the file, with the files that it
 * named then, and below it the same shares judged by the model of today.
 */
export async function printHistory(
  file: string,
  most: number,
  tokens: number | null,
  { json, print, tell }: Pick<Invocation, 'json' | 'print' | 'tell'>,
): Promise<void> {
  const folder = path.dirname(file);
  const name = path.basename(file);
  const fits = new Fits(tell);
  const text = await readText(file);
  const asItIs = { revision: null, date: null, subject: 'the file as it is' };
  const now = await outcomeOf(text, fileAccess(folder));
  const read = (content: string) => allSteps(readForComparison(content, name));
  const states: PastMixture[] = [{ ...asItIs, read: read(text), own: toldThen(now) }];
  for (const revision of await revisionsOf(file, most)) {
    const access = revisionAccess(folder, revision.hash);
    const about = { revision: revision.hash, date: revision.date, subject: revision.subject };
    const found = await access.read(name, mostMixtureBytes).catch(whyNotThere);
    if (typeof found === 'string') states.push({ ...about, read: null, own: toldThen(found) });
    else {
      const content = new TextDecoder().decode(found);
      states.push({ ...about, read: read(content), own: toldThen(await outcomeOf(content, access)) });
    }
  }
  const today = typeof now === 'string' ? null : now;
  const told = states.map((state) => judgedNow(state, today, name));
  if (json) print(JSON.stringify({ revisions: told }, null, 2));
  else print(describe(told, today?.report.lossUnit ?? null));

  async function outcomeOf(content: string, access: FileAccess): Promise<MixtureResult | string> {
    const outcome = await solveIn(await withInteractions(file, content, access), fits, tokens);
    return outcome.kind === 'solved' ? outcome.result : outcome.reason;
  }
}

function whyNotThere(error: unknown): string {
  if (error instanceof NotInCommit) return notThere.deleted;
  if (error instanceof FileTooLarge) return notThere.unreadable('it is larger than any mixture');
  throw error;
}

function describe(told: readonly HistoryEntry[], unit: string | null): string {
  const codes = codesOf(told);
  const number = (value: number | null, digits: number): string =>
    value === null ? '-' : value.toFixed(digits);
  const rows = told.map((state) => [
    revisionName(state),
    state.date ?? '',
    number(state.objective, 4),
    number(state.optimum, 4),
    number(state.objectiveNow, 4),
    state.runs === null ? '-' : String(state.runs),
    number(state.heldOutR2, 3),
    number(state.heldOutError, 4),
    ...codes.map((code) => (state.ratio === null ? '-' : (ofLanguage(state.ratio, code)?.toFixed(4) ?? ''))),
  ]);
  const reasons = told.flatMap((state) =>
    state.reason === null ? [] : [`${revisionName(state)}: ${state.reason}`],
  );
  return [
    table([
      ['revision', 'date', 'predicted', 'optimum', 'by today', 'runs', 'held-out R²', 'error', ...codes],
      ...rows,
    ]),
    '',
    ...told.map((state) => `${revisionName(state)}  ${state.subject}`),
    ...(reasons.length === 0 ? [] : ['', ...reasons]),
    '',
    `“Predicted” and “optimum” use the runs of each commit. “By today” judges the shares of each commit by today’s runs: only these numbers are comparable. “Error” is the mean error in runs that the fit of that commit had not seen${unit === null ? '' : `, in ${unit}`}.`,
  ].join('\n');
}
