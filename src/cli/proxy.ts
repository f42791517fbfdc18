import path from 'node:path';
import { ofLanguage } from '../core/climb/model/model.ts';
import { onOneLine } from '../core/text/foreign.ts';
import { largestShares } from '../core/text/words.ts';
import { proxyLines } from '../core/edits/add-proxy.ts';
import { pageOf } from '../core/report/documentation.ts';
import { parseMixture, type ParsedMixture } from '../core/mixture/parse.ts';
import { proxyProblem } from '../core/checks/proxy-problem.ts';
import { LineIndex } from '../core/text/line-index.ts';
import { logOf } from '../proxy/folders.ts';
import { projectOf, type ProxyProject } from '../proxy/project.ts';
import { CannotLaunch, EngineFailure } from '../proxy/failures.ts';
import { isFull } from '../proxy/files.ts';
import { describeProgress } from '../core/proxy/progress.ts';
import type { ProjectStatus, RunStatus } from '../proxy/status.ts';
import { InputError, UsageError, type Invocation } from './command.ts';
import { readText } from './files.ts';
import { table } from './table.ts';

export interface ProxyInput {
  readonly file: string;
  readonly text: string;
  readonly parsed: ParsedMixture;
  readonly project: ProxyProject;
}

/** The one mixture file of a command line, with its section `proxy`, which nothing may be launched from that has a problem. */
export async function readProxyInput(operands: readonly string[]): Promise<ProxyInput> {
  const input = await readProxySection(operands);
  refuseProblem(input);
  return input;
}

function refuseProblem({ file, text, parsed }: Omit<ProxyInput, 'project'>): void {
  const problem = proxyProblem(parsed);
  if (problem === null) return;
  const { line } = new LineIndex(text).positionAt(problem.range.start);
  throw new InputError(`${file}, line ${line + 1}: ${problem.message}`);
}

/** The same as far as the section tells where runs are and on what: what runs can be stopped while the rest is half written. */
export async function readProxySection([file]: readonly string[]): Promise<ProxyInput> {
  if (file === undefined) throw new UsageError('name a mixture file');
  const text = await readText(file);
  const parsed = parseMixture(text, { fileName: file });
  const section = parsed.mixture.proxy;
  if (section === null) {
    // It may be there, in a text that cannot be read as far as that.
    refuseProblem({ file, text, parsed });
    const [how = '', ...lines] = proxyLines(parsed).split('\n');
    throw new InputError(`${file} has no section \`proxy\`, which says how one run is trained. ${how}`, {
      below: [...lines, `${pageOf('proxy-runs')} explains them.`],
    });
  }
  const project = projectOf(section, file);
  if (project === null)
    throw new InputError(`${file}: \`proxy.engine\` names an engine that Climb does not know`);
  return { file, text, parsed, project };
}

/** Tells what is wrong with run folders and engine beside the runs that there are. */
export function tellTroubles({ problems, engineFailure }: ProjectStatus, tell: Invocation['tell']): void {
  for (const problem of problems) tell(problem);
  if (engineFailure !== null) tell(`runs that have not ended are shown as running: ${engineFailure}`);
}

/** What runs or an engine do not allow is an error of the input. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotLaunch || error instanceof EngineFailure) {
      throw new InputError(error.message, { cause: error });
    }
    if (isFull(error)) throw new InputError('the disk is full', { cause: error });
    throw error;
  }
}

/** The runs that a command line names; none named: all. */
export function namedRuns(runs: readonly RunStatus[], ids: readonly string[]): readonly RunStatus[] {
  const unknown = ids.find((id) => !runs.some(({ run }) => run.id === id));
  if (unknown !== undefined) throw new UsageError(`there is no run ${unknown}`);
  return ids.length === 0 ? runs : runs.filter(({ run }) => ids.includes(run.id));
}

export function countStates(runs: readonly RunStatus[]): string {
  const counts = new Map<string, number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

/** More languages than these do not fit a terminal, twice. */
const mostColumns = 6;

/** A line for each run. Why it failed, or how far it is, stands beside its state in place of numbers that are not there yet. */
export function describeRuns(runs: readonly RunStatus[]): string {
  const languages = [...new Set(runs.flatMap(({ run }) => Object.keys(run.ratio)))];
  const isWide = languages.length > mostColumns;
  const header = isWide ? ['mean loss'] : [...languages, ...languages.map((language) => `loss ${language}`)];
  const numbersOf = ({ run, losses }: RunStatus): string[] =>
    isWide
      ? [meanOf(losses)?.toFixed(4) ?? '-']
      : [
          ...languages.map((language) => (ofLanguage(run.ratio, language) ?? 0).toFixed(3)),
          ...languages.map((language) => ofLanguage(losses ?? {}, language)?.toFixed(4) ?? ''),
        ];
  const rows = runs.map((status) => {
    const { run, state, tries, losses } = status;
    const remark = remarkOf(status);
    return {
      cells: [
        ...[run.id, state, tries === 0 ? '' : String(tries)],
        ...(remark !== '' && losses === null ? [] : numbersOf(status)),
      ],
      words: remark === '' && isWide ? largestShares(run.ratio, 4) : remark,
    };
  });
  const lines = table([['run', 'state', 'tries', ...header], ...rows.map(({ cells }) => cells)]).split('\n');
  return lines
    .map((line, index) => `${line}  ${onOneLine(rows[index - 1]?.words ?? '')}`.trimEnd())
    .join('\n');
}

/** Of the losses that are finite; null: there are none. */
function meanOf(losses: RunStatus['losses']): number | null {
  const known = Object.values(losses ?? {}).filter((loss) => loss !== null);
  return known.length === 0 ? null : known.reduce((sum, loss) => sum + loss, 0) / known.length;
}

/** Why a run is in its state, how far it is, and where a failed one has told more, with the last that it said. */
function remarkOf({ reason, advance, lastLine, attempt }: RunStatus): string {
  const far = advance === null ? null : describeProgress(advance.progress, advance.fraction, advance.left);
  const log =
    lastLine === null || attempt === null
      ? null
      : `${path.relative('.', logOf(attempt))} ends with: ${lastLine}`;
  return [reason, far, log].filter((text) => text !== null).join(' ');
}

export function runJson({
  run,
  state,
  reason,
  attempt,
  tries,
  losses,
  missing,
  seconds,
  advance,
  lastLine,
}: RunStatus): object {
  return {
    run_id: run.id,
    state,
    reason,
    attempts: tries,
    folder: attempt?.folder ?? null,
    ratio: run.ratio,
    loss: losses,
    missing,
    seconds,
    progress:
      advance === null
        ? null
        : { ...advance.progress, fraction: advance.fraction, elapsed: advance.elapsed, left: advance.left },
    last_line: lastLine,
  };
}
