import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { AttemptRecord, ProcessRecord } from '../core/proxy/records.ts';
import { isActive, isRetriable, isUnfinished } from '../core/proxy/run.ts';
import { attemptScript } from '../core/proxy/script.ts';
import { collect } from './collect.ts';
import type { Engine, Unstopped } from './engine.ts';
import { CannotLaunch, EngineFailure } from './failures.ts';
import {
  explainEnded,
  json,
  readEnded,
  readRunFolders,
  recordWish,
  sealAttempt,
  takeAttempt,
  untakeAttempt,
  withdraw,
  writeEnded,
  writeNew,
  type Attempt,
} from './folders.ts';
import { isFull, stampOf } from './files.ts';
import { alone } from './lock.ts';
import { thisProcess } from './processes.ts';
import { prepareRun, readRecipe, type ProxyProject, type Recipe } from './project.ts';
import { readStatus, type ProjectStatus, type RunStatus } from './status.ts';

export interface LaunchOptions {
  /** Ends the following: runs of an engine that needs its launcher are stopped and marked interrupted. */
  readonly signal: AbortSignal;
  /** @param trouble what keeps the launch from going on as it should, for now */
  readonly onStatus: (status: ProjectStatus, trouble: string | null) => void;
  /** `Recipe.confirmation` of what its user agreed to; absent: whatever the mixture file says. */
  readonly confirmed?: string;
  /** Runs may be started beside others that were trained by another command or config. */
  readonly mayDiffer?: boolean;
}

/** A run whose process vanishes time and again is not started for ever by one launch. */
const mostStarts = 3;

/**
 * Starts every run that is not done, follows all until none is active, and writes the table of runs as they finish.
 * All state is read from the run folders at every step, so any number of launchers may do this at once.
 *
 * @throws CannotLaunch where runs are left that cannot be started, or losses that cannot be written; EngineFailure
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
  const recipe = await readRecipe(project);
  if (options.confirmed !== undefined && options.confirmed !== recipe.confirmation) {
    throw new CannotLaunch(
      'The command, its config or the engine is not what was confirmed: it changed since. Nothing was started; launch again to see it.',
    );
  }
  const launcher = await thisProcess();
  const starts = new Map<string, number>();
  const isStartable = ({ run, state }: RunStatus): boolean =>
    isUnfinished(state) && (starts.get(run.id) ?? 0) < mostStarts;
  for (;;) {
    const status = await readStatus(project, engine);
    const active = status.runs.filter(({ state }) => isActive(state)).length;
    const room = Math.max(engine.capacity - active, 0);
    const startable = status.engineFailure === null ? status.runs.filter(isStartable).slice(0, room) : [];
    let trouble = await troubleOf(() => settle(engine, status.runs));
    trouble = (await troubleOf(() => collect(project, status.runs))) ?? trouble;
    let started = 0;
    if (!options.signal.aborted && !(trouble instanceof DiskFull)) {
      const refused = await troubleOf(async () => {
        for (const { runId } of await start(project, engine, recipe, startable, launcher, options)) {
          starts.set(runId, (starts.get(runId) ?? 0) + 1);
          started++;
        }
      });
      trouble = refused ?? trouble;
    }
    options.onStatus(status, trouble?.message ?? null);
    if (options.signal.aborted) return stop(project, engine, status, launcher);
    if (started === 0 && active === 0) {
      if (trouble !== null) throw trouble;
      // Another launcher may have taken what is startable.
      if (startable.length === 0) return status;
    }
    if (started === 0 || active + started >= engine.capacity || engine.capacity === Infinity) {
      await setTimeout(engine.interval, null, { signal: options.signal }).catch(() => null);
    }
  }
}

class DiskFull extends CannotLaunch {
  constructor() {
    super(
      'The disk is full. Runs that have ended are kept and not trained again; make room and launch once more.',
    );
  }
}

/** What keeps the work from being done that may pass, or does not concern the runs under way; null: it is done. */
async function troubleOf(work: () => Promise<unknown>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isFull(error)) return new DiskFull();
    if (error instanceof CannotLaunch || error instanceof EngineFailure) return error;
    throw error;
  }
}

/** Records how runs ended that could not tell, once it is known: schedulers forget. */
async function settle(engine: Engine, runs: readonly RunStatus[]): Promise<void> {
  const orphans = runs.flatMap(({ attempt, isOrphaned }) =>
    isOrphaned && attempt !== null ? [attempt] : [],
  );
  if (orphans.length > 0) {
    await engine.cancel(orphans);
    const reason = 'The script that waited for it was killed.';
    for (const attempt of orphans) await writeEnded(attempt, { code: null, state: 'interrupted', reason });
  }
  for (const { attempt, state, reason } of runs) {
    if (attempt === null) continue;
    if (state !== 'interrupted' && state !== 'failed' && state !== 'cancelled') continue;
    const told = await readEnded(attempt);
    const ended = { code: null, state, ...(reason === null ? {} : { reason }) } as const;
    if (told !== null && 'value' in told) {
      // It was told to stop and did not know why.
      if (told.value.stopped === true && told.value.state === undefined && state !== 'cancelled') {
        await explainEnded(attempt, { ...told.value, ...ended, code: told.value.code });
      }
      continue;
    }
    // Where it started after all since it was looked at, a second look tells.
    if (!(await sealAttempt(attempt)) && (await engine.observe([attempt]))[0]?.kind !== 'gone') continue;
    await writeEnded(attempt, ended);
  }
}

/** Takes runs and starts those that nobody else took. Returns their attempts. */
async function start(
  project: ProxyProject,
  engine: Engine,
  recipe: Recipe,
  runs: readonly RunStatus[],
  launcher: ProcessRecord,
  { mayDiffer = false }: LaunchOptions,
): Promise<readonly Attempt[]> {
  if (runs.length === 0) return [];
  const attempts: Attempt[] = [];
  const wanted = new Set(runs.map(({ run }) => run.id));
  await alone(project.runsFolder, async () => {
    // As they are now: another launcher may have taken some, and one that was given up may have been found to have ended well.
    const { runs: now } = await readStatus(project, engine);
    if (!mayDiffer) refuseOthers(now, recipe);
    for (const run of now.filter(({ run: { id }, state }) => wanted.has(id) && isUnfinished(state))) {
      const attempt = await take(project, engine, recipe, run, launcher);
      if (attempt !== null) attempts.push(attempt);
    }
  });
  if (attempts.length === 0) return attempts;
  try {
    await engine.start(attempts);
  } catch (error) {
    // As if they had never been taken; but a task may have been handed in before it failed, and have started.
    for (const attempt of attempts) {
      if (await sealAttempt(attempt).catch(() => false)) await untakeAttempt(attempt);
    }
    throw error;
  }
  return attempts;
}

/** One table holds losses of one command and config alone: others could not be told from the effect of the mixture. */
function refuseOthers(runs: readonly RunStatus[], recipe: Recipe): void {
  const others = runs.filter(
    ({ attempt, state, losses }) =>
      attempt !== null && attempt.recipe !== recipe.hash && (isActive(state) || losses !== null),
  );
  const [first] = others;
  if (first === undefined) return;
  const count =
    others.length === 1 ? `Run ${first.run.id} was` : `${others.length} runs (${first.run.id}, …) were`;
  throw new CannotLaunch(
    `${count} started by another \`command\` or \`config\` than the mixture file has now, and one table would mix both. Put it back, or name another folder in \`proxy.runs\` and plan there; \`climb launch --changed-command\` starts the rest all the same, where the change cannot matter to the losses.`,
  );
}

async function take(
  project: ProxyProject,
  engine: Engine,
  recipe: Recipe,
  { run, folder, attempt: last, tries }: RunStatus,
  launcher: ProcessRecord,
): Promise<Attempt | null> {
  if ((await stampOf(path.join(folder, 'withdrawn'))) !== null) return null;
  // One that has started and not told its end was taken for dead by one look alone; a second one settles it.
  if (last !== null && !(await sealAttempt(last)) && (await readEnded(last)) === null) return null;
  const number = tries + 1;
  const finalFolder = path.join(folder, `attempt-${number}`);
  const { command, result, config } = prepareRun(project, recipe, run, finalFolder);
  const mark = randomUUID();
  const record: AttemptRecord = { engine: engine.name, mark, command, result, recipe: recipe.hash, launcher };
  const taken = await takeAttempt(folder, number, async (part) => {
    await mkdir(path.join(part, 'out'));
    if (config !== null) await writeNew(part, path.basename(config.path), config.text);
    await writeNew(part, 'attempt.json', json(record));
    const script = attemptScript({
      folder: finalFolder,
      mark,
      command,
      cwd: project.folder,
      result: path.join(finalFolder, result),
    });
    await writeNew(part, 'run.sh', script);
  });
  return taken ? { ...record, runId: run.id, number, folder: finalFolder } : null;
}

/** Where runs need their launcher, they end with it; the next launch starts them again. */
async function stop(
  project: ProxyProject,
  engine: Engine,
  status: ProjectStatus,
  { machine, pid, started }: ProcessRecord,
): Promise<ProjectStatus> {
  if (engine.outlivesLauncher) return status;
  // Read again: what was started in the last turn is not in it yet.
  const { runs } = await readRunFolders(project.runsFolder, project.mixture);
  const own: Attempt[] = [];
  for (const { attempt } of runs) {
    const by = attempt?.launcher;
    if (attempt === null || by?.machine !== machine || by.pid !== pid || by.started !== started) continue;
    if ((await readEnded(attempt)) === null) own.push(attempt);
  }
  await end(engine, own, 'interrupted', 'The launch was stopped.');
  return readStatus(project, engine);
}

export interface Cancelled {
  readonly cancelled: readonly RunStatus[];
  /** Runs that train on, for what their user wants does not reach them. */
  readonly unstopped: readonly Unstopped[];
}

/**
 * Stops runs for good, wherever they were started, and keeps those from being started that are not yet. One that ended
 * meanwhile keeps its end.
 */
export async function cancelRuns(engine: Engine, runs: readonly RunStatus[]): Promise<Cancelled> {
  const cancelled: RunStatus[] = [];
  const active: Attempt[] = [];
  for (const run of runs) {
    const { attempt, state } = run;
    if (isUnfinished(state)) await withdraw(run, true);
    else if (isActive(state) && attempt !== null && (await readEnded(attempt)) === null) {
      await recordWish(attempt, 'cancel');
      active.push(attempt);
    } else continue;
    cancelled.push(run);
  }
  const unstopped = await end(engine, active, 'cancelled', 'It was cancelled.');
  const left = new Set(unstopped.map(({ attempt }) => attempt));
  return {
    cancelled: cancelled.filter(({ attempt }) => attempt === null || !left.has(attempt)),
    unstopped,
  };
}

export function isCancellable({ state }: Pick<RunStatus, 'state'>): boolean {
  return isActive(state) || isUnfinished(state);
}

/** Makes runs that ended badly pending again: the next launch, or one at work, starts them. Returns those it concerns. */
export async function retryRuns(runs: readonly RunStatus[]): Promise<readonly RunStatus[]> {
  const retriable = runs.filter(({ state }) => isRetriable(state));
  for (const run of retriable) {
    if (run.attempt !== null) await recordWish(run.attempt, 'retry');
    await withdraw(run, false);
  }
  return retriable;
}

/** Returns those that go on. */
async function end(
  engine: Engine,
  attempts: readonly Attempt[],
  state: 'cancelled' | 'interrupted',
  reason: string,
): Promise<readonly Unstopped[]> {
  const sealed = await Promise.all(attempts.map(sealAttempt));
  const unstopped = attempts.length === 0 ? [] : await engine.cancel(attempts);
  await Promise.all(
    attempts.map(async (attempt, index) => {
      if (unstopped.some((left) => left.attempt === attempt)) return;
      // A local run has ended now; one that a scheduler is still stopping tells by itself.
      if (sealed[index] === true || !engine.outlivesLauncher)
        await writeEnded(attempt, { code: null, state, reason });
    }),
  );
  return unstopped;
}
