import { parseMixture, type ParsedMixture } from '../core/mixture/parse.ts';
import { proxyProblem } from '../core/checks/proxy-problem.ts';
import { LineIndex } from '../core/text/line-index.ts';
import { projectOf, type ProxyProject } from '../proxy/project.ts';
import type { RunStatus } from '../proxy/status.ts';
import { InputError, UsageError } from './command.ts';
import { readText } from './files.ts';
import { table } from './table.ts';

export interface ProxyInput {
  readonly file: string;
  readonly text: string;
  readonly parsed: ParsedMixture;
  readonly project: ProxyProject;
}

/** The one mixture file of a command line, with its section `proxy`. */
export async function readProxyInput([file]: readonly string[]): Promise<ProxyInput> {
  if (file === undefined) throw new UsageError('name a mixture file');
  const text = await readText(file);
  const parsed = parseMixture(text, { fileName: file });
  const section = parsed.mixture.proxy;
  if (section === null)
    throw new InputError(`${file} has no section \`proxy\`, which says how runs are trained`);
  const problem = proxyProblem(parsed);
  if (problem !== null) {
    const { line } = new LineIndex(text).positionAt(problem.range.start);
    throw new InputError(`${file}, line ${line + 1}: ${problem.message}`);
  }
  const project = projectOf(section, file);
  if (project === null) throw new InputError(`${file}: \`proxy.engine\` names no engine that there is`);
  return { file, text, parsed, project };
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

export function describeRuns(runs: readonly RunStatus[]): string {
  const languages = [...new Set(runs.flatMap(({ run }) => Object.keys(run.ratio)))];
  const rows = runs.map(({ run, state, losses, attempt, reason }) => [
    run.id,
    state,
    attempt === null ? '' : String(attempt.number),
    ...languages.map((language) => (run.ratio[language] ?? 0).toFixed(3)),
    ...languages.map((language) => losses?.[language]?.toFixed(4) ?? ''),
    reason ?? '',
  ]);
  const header = [
    'run',
    'state',
    'tries',
    ...languages,
    ...languages.map((language) => `loss ${language}`),
    '',
  ];
  return table([header, ...rows]);
}

export function runJson({ run, state, reason, attempt, losses }: RunStatus): object {
  return {
    run_id: run.id,
    state,
    reason,
    attempts: attempt?.number ?? 0,
    folder: attempt?.folder ?? null,
    ratio: run.ratio,
    loss: losses,
  };
}
