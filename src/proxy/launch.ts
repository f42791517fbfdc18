import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isActive, isRetriable, isUnfinished } from '../core/proxy/run.ts';
import { attemptScript } from '../core/proxy/script.ts';
import type { Engine } from './engine.ts';
import {
  readEnded,
  recordWish,
  sealAttempt,
  takeAttempt,
  writeEnded,
  type Attempt,
  type AttemptRecord,
} from './folders.ts';
import { thisLauncher } from './processes.ts';
import { CannotLaunch, prepareRun, type ProxyProject } from './project.ts';
import { collect, readStatus, type ProjectStatus, type RunStatus } from './status.ts';

export interface LaunchOptions {
  /** Ends the following: runs of an engine that needs its launcher are stopped and marked interrupted. */
  readonly signal: AbortSignal;
  readonly onStatus: (status: ProjectStatus) => void;
}

/** A run whose process vanishes time and again is not started for ever by one launch. */
const mostStarts = 3;

/**
 * Starts every run that is not done, follows all until none is active, and writes the table of runs as they finish.
 * All state is read from the run folders at every step, so any number of launchers may do this at once.
 */
export async function launch(
  project: ProxyProject,
  engine: Engine,
  options: LaunchOptions,
): Promise<ProjectStatus> {
  if (process.platform === 'win32') {
    throw new CannotLaunch(
      'Proxy runs are started through a POSIX shell: launch them in WSL or on the cluster.',
    );
  }
  const launcher = await thisLauncher();
  const starts = new Map<string, number>();
  const isStartable = ({ run, state }: RunStatus): boolean =>
    isUnfinished(state) && (starts.get(run.id) ?? 0) < mostStarts;
  for (;;) {
    const status = await readStatus(project, engine);
    await recordEnds(engine, status.runs);
    await collect(project, status.runs);
    options.onStatus(status);
    const startable = status.engineFailure === null ? status.runs.filter(isStartable) : [];
    const active = status.runs.filter(({ state }) => isActive(state)).length;
    if (options.signal.aborted) return stop(project, engine, status, launcher);
    if (startable.length === 0 && active === 0) return status;
    const turn = startable.slice(0, Math.max(engine.capacity - active, 0));
    const attempts = await start(project, engine, turn, launcher);
    for (const { runId } of attempts) starts.set(runId, (starts.get(runId) ?? 0) + 1);
    const started = attempts.length;
    if (started === 0 || active + started >= engine.capacity || engine.capacity === Infinity) {
      await setTimeout(engine.patience, null, { signal: options.signal }).catch(() => null);
    }
  }
}

/** How runs that vanished ended, once it is known: schedulers forget. */
async function recordEnds(engine: Engine, runs: readonly RunStatus[]): Promise<void> {
  for (const { attempt, state, reason } of runs) {
    if (attempt === null || (await readEnded(attempt)) !== null) continue;
    if (state !== 'interrupted' && state !== 'failed' && state !== 'cancelled') continue;
    // Where it started after all since it was looked at, a second look tells.
    if (!(await sealAttempt(attempt)) && (await engine.observe([attempt]))[0]?.kind !== 'gone') continue;
    await writeEnded(attempt, { code: null, state, ...(reason === null ? {} : { reason }) });
  }
}

/** Takes runs and starts those that nobody else took. Returns their attempts. */
async function start(
  project: ProxyProject,
  engine: Engine,
  runs: readonly RunStatus[],
  launcher: AttemptRecord['launcher'],
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const run of runs) {
    const attempt = await take(project, engine, run, launcher);
    if (attempt !== null) attempts.push(attempt);
  }
  if (attempts.length === 0) return attempts;
  try {
    await engine.start(attempts);
  } catch (error) {
    // As if they had never been taken; a task that was submitted all the same finds its folder gone, and leaves.
    for (const { folder } of attempts) {
      await rename(folder, `${folder}.part`);
      await rm(`${folder}.part`, { recursive: true, force: true });
    }
    throw error;
  }
  return attempts;
}

async function take(
  project: ProxyProject,
  engine: Engine,
  { run, folder, attempt: last }: RunStatus,
  launcher: AttemptRecord['launcher'],
): Promise<Attempt | null> {
  if (last !== null) await sealAttempt(last);
  const number = (last?.number ?? 0) + 1;
  const finalFolder = path.join(folder, `attempt-${number}`);
  const { command, result, config } = await prepareRun(project, run, finalFolder);
  const record: AttemptRecord = { engine: engine.name, command, cwd: project.folder, result, launcher };
  const taken = await takeAttempt(folder, number, async (part) => {
    await mkdir(path.join(part, 'out'));
    if (config !== null) await writeFile(path.join(part, path.basename(config.path)), config.text);
    await writeFile(path.join(part, 'attempt.json'), `${JSON.stringify(record, null, 2)}\n`);
    await writeFile(
      path.join(part, 'run.sh'),
      attemptScript({ folder: finalFolder, command, cwd: project.folder }),
    );
  });
  return taken ? { ...record, runId: run.id, number, folder: finalFolder } : null;
}

/** Where runs need their launcher, they end with it; the next launch starts them again. */
async function stop(
  project: ProxyProject,
  engine: Engine,
  status: ProjectStatus,
  launcher: AttemptRecord['launcher'],
): Promise<ProjectStatus> {
  if (engine.outlivesLauncher) return status;
  const own = status.runs.filter(
    ({ attempt, state }) =>
      isActive(state) && attempt?.launcher.pid === launcher.pid && attempt.launcher.host === launcher.host,
  );
  await end(engine, own, 'interrupted', 'The launch was stopped.');
  return readStatus(project, engine);
}

/** Stops runs for good, wherever they were started. */
export async function cancelRuns(engine: Engine, runs: readonly RunStatus[]): Promise<void> {
  for (const { attempt } of runs) if (attempt !== null) await recordWish(attempt, 'cancel');
  await end(engine, runs, 'cancelled', 'It was cancelled.');
}

/** Makes runs that ended badly pending again: the next launch, or one at work, starts them. Returns those it concerns. */
export async function retryRuns(runs: readonly RunStatus[]): Promise<readonly RunStatus[]> {
  const retriable = runs.filter(({ state }) => isRetriable(state));
  for (const { attempt } of retriable) await recordWish(attempt!, 'retry');
  return retriable;
}

async function end(
  engine: Engine,
  runs: readonly RunStatus[],
  state: 'cancelled' | 'interrupted',
  reason: string,
): Promise<void> {
  const attempts = runs.flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
  const sealed = await Promise.all(attempts.map(sealAttempt));
  if (attempts.length > 0) await engine.cancel(attempts);
  await Promise.all(
    attempts.map(async (attempt, index) => {
      // A local run has ended now; one that a scheduler is still stopping tells by itself.
      if (sealed[index] === true || !engine.outlivesLauncher)
        await writeEnded(attempt, { code: null, state, reason });
    }),
  );
}
