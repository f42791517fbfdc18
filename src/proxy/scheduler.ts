import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EngineName } from '../core/proxy/engines/all-engines.ts';
import { stoppedByOthers, type Ended, type Observation } from '../core/proxy/run.ts';
import { arrayScript, type ArrayVariables } from '../core/proxy/script.ts';
import type { Engine } from './engine.ts';
import { EngineFailure } from './failures.ts';
import { hasCode, isFull, makeOwnFolder, mapSome } from './files.ts';
import { readJob, writeJob, type Attempt } from './folders.ts';
import { aMinute, beatsElsewhere, mayBeStarted, Vigil, type Life, type Signs } from './life.ts';
import { stopMarked } from './processes.ts';
import { elementAt } from '../core/text/elements.ts';
import { messageOf } from '../core/text/error-message.ts';

/** What a scheduler says about a task. */
export type TaskState =
  | { readonly kind: 'waiting' | 'running'; readonly note?: string }
  | { readonly kind: 'ended'; readonly ended: Ended };

export interface SchedulerOptions {
  /** Options of the program that submits, by their names. */
  readonly options: ReadonlyMap<string, string>;
  /** Tasks of an array that may run at a time; null: the scheduler decides. */
  readonly limit: number | null;
}

/** What differs between schedulers that run arrays of tasks. A task is named `job_index`. */
export interface Scheduler {
  readonly name: EngineName;
  /** For people. */
  readonly title: string;
  /** Tasks of one array at most. */
  readonly largestArray: number;
  readonly variables: ArrayVariables;
  /** Hands in an array of tasks and returns the number of the job. Throws EngineFailure. */
  submit(script: string, tasks: number): Promise<string>;
  /** The tasks of jobs that the scheduler lists. Throws EngineFailure where it does not answer. */
  list(jobs: readonly string[]): Promise<ReadonlyMap<string, TaskState>>;
  /** What it says about a task that it does not list; null: it knows it no more; `unclear`: it does not say. */
  recall(task: string): Promise<TaskState | null | 'unclear'>;
  /** Stops tasks. Throws EngineFailure. */
  stop(tasks: readonly string[]): Promise<void>;
}

/**
 * Job arrays. The tasks go on without the launcher. What became of them is told by the run folders and, where a task could not
 * write its end (time limit, lost node), by the scheduler; neither is believed alone.
 */
export function schedulerEngine(scheduler: Scheduler, folder: string, vigil = new Vigil()): Engine {
  return {
    name: scheduler.name,
    capacity: Infinity,
    interval: 2000,
    outlivesLauncher: true,

    async start(attempts) {
      await makeOwnFolder(path.dirname(folder));
      await makeOwnFolder(folder);
      for (let from = 0; from < attempts.length; from += scheduler.largestArray)
        await submitArray(scheduler, folder, attempts, from);
    },

    async observe(attempts) {
      const tasks = await Promise.all(attempts.map(readJob));
      const listed = await scheduler.list(jobsOf(tasks));
      const signs = await vigil.look(attempts);
      return Promise.all(
        attempts.map((attempt, index) => {
          const task = tasks[index] ?? null;
          const state = task === null ? null : (listed.get(task) ?? null);
          return judge(scheduler, vigil, attempt, task, elementAt(signs, index), state);
        }),
      );
    },

    async explain(attempts) {
      const tasks = await Promise.all(attempts.map(readJob));
      const listed = await scheduler.list(jobsOf(tasks));
      return mapSome(tasks, async (task): Promise<Observation> => {
        const state = task === null ? null : (listed.get(task) ?? (await scheduler.recall(task)));
        if (isExplained(state)) return { kind: 'gone', ended: state.ended };
        if (state !== null && state !== 'unclear' && state.kind === 'running') {
          return { kind: 'running', note: `${scheduler.title} is stopping it.` };
        }
        return gone(stoppedByOthers);
      });
    },

    async cancel(attempts) {
      const tasks = await Promise.all(attempts.map(readJob));
      const known = tasks.filter((task) => task !== null);
      if (known.length > 0) await scheduler.stop(known);
      // What a task started outside of it, what is left of one whose script was killed, and what runs here as nobody knows which task.
      const signs = await vigil.look(attempts);
      const isOwn = (index: number): boolean =>
        signs[index]?.life === 'orphaned' || (tasks[index] === null && signs[index]?.life === 'alive');
      await stopMarked(attempts.filter((_, index) => isOwn(index)).map(({ mark }) => mark));
      const isElsewhere = await mapSome(
        attempts,
        async (attempt, index) =>
          tasks[index] === null && (await beatsElsewhere(attempt, elementAt(signs, index))),
      );
      return attempts
        .filter((_, index) => isElsewhere[index])
        .map((attempt) => ({
          attempt,
          reason: `It trains on another machine, and attempt-${attempt.number}/job does not tell which job of ${scheduler.title} it is: cancel it there.`,
        }));
    },
  };
}

/** Hands in the attempts from an index on, as many as one array may hold, and writes down which task each is. */
async function submitArray(
  scheduler: Scheduler,
  folder: string,
  attempts: readonly Attempt[],
  from: number,
): Promise<void> {
  const { title, variables } = scheduler;
  const part = attempts.slice(from, from + scheduler.largestArray);
  const time = new Date().toISOString().replaceAll(':', '-');
  const file = path.join(folder, `${time}-${process.pid}-${from}.sh`);
  const scripts = part.map((attempt) => path.join(attempt.folder, 'run.sh'));
  await writeFile(file, arrayScript(scripts, variables), { flag: 'wx' });
  const job = await scheduler.submit(file, part.length);
  if (!/^\d{1,18}$/.test(job)) {
    throw new EngineFailure(`${title} did not answer with the number of a job: ${job.slice(0, 200)}`);
  }
  // They are handed in now. Where the disk is full their tasks tell the number when they start.
  await Promise.all(
    part.map((attempt, place) =>
      writeJob(attempt, `${job}_${place + variables.first}`).catch((error: unknown) => {
        if (!isFull(error)) throw error;
      }),
    ),
  );
}

/**
 * What became of an attempt, from its folder's signs and what the scheduler says.
 *
 * @param task null: its launcher wrote down none
 * @param listed null: the scheduler does not list it
 */
async function judge(
  scheduler: Scheduler,
  vigil: Vigil,
  attempt: Attempt,
  task: string | null,
  signs: Signs,
  listed: TaskState | null,
): Promise<Observation> {
  const { life } = signs;
  if (life === 'alive') return { kind: 'running' };
  if (life === 'orphaned') return { kind: 'orphaned' };
  if (life === 'dead') {
    const known = listed ?? (task === null ? null : await scheduler.recall(task));
    return isExplained(known)
      ? { kind: 'gone', ended: known.ended }
      : gone('Its processes disappeared before it reported how it ended.');
  }
  if (task === null) return judgeWithoutTask(attempt, signs);
  const state = listed ?? (await scheduler.recall(task));
  if (state === 'unclear') return going(life, `${scheduler.title} does not say what became of it.`);
  return judgeByState(scheduler.title, life, state, vigil.lasts(attempt, state === null));
}

/** Of an attempt that shows no life, or none yet, and of which no scheduler can be asked. */
async function judgeWithoutTask(attempt: Attempt, { life, unchanged }: Signs): Promise<Observation> {
  if (life === 'silent') return gone('It no longer shows any sign of life.');
  if (life !== 'not-started') return { kind: 'running' };
  return unchanged < 2 * aMinute && (await mayBeStarted(attempt, unchanged))
    ? { kind: 'queued' }
    : gone('Its launcher ended, and no job of it is known.');
}

/**
 * @param state what the scheduler says of the task; null: it knows it no more
 * @param forgotten it has known nothing of it for long enough to be believed
 */
function judgeByState(title: string, life: Life, state: TaskState | null, forgotten: boolean): Observation {
  const isStarted = life !== 'not-started';
  if (state?.kind === 'ended') {
    // Started elsewhere, its last word may still be on the way through a shared file system.
    if (!isStarted) return { kind: 'gone', ended: neverStarted(state.ended, title) };
    if (life !== 'silent') return { kind: 'running', note: `${title} says that it ended.` };
    return state.ended.state === undefined
      ? gone('It ended without reporting how.')
      : { kind: 'gone', ended: state.ended };
  }
  if (state !== null) return going(life, state.note);
  if (forgotten && (!isStarted || life === 'silent'))
    return gone(`${title} no longer knows the job, and the job did not report how it ended.`);
  return going(
    life,
    `${title} does not list it; Climb gives it up if that stays so and its folder shows no sign of life.`,
  );
}

const going = (life: Life, note?: string): Observation => ({
  kind: life === 'not-started' ? 'queued' : 'running',
  ...(note === undefined ? {} : { note }),
});

/** The scheduler says how it ended, and why. */
function isExplained(state: TaskState | null | 'unclear'): state is Extract<TaskState, { kind: 'ended' }> {
  return state !== null && state !== 'unclear' && state.kind === 'ended' && state.ended.state !== undefined;
}

function neverStarted(ended: Ended, title: string): Ended {
  if (ended.state !== undefined) return ended;
  const reason = `${title} could not start its script; is the folder of the runs there on the nodes?`;
  return { code: null, state: 'failed', reason };
}

function jobsOf(tasks: readonly (string | null)[]): string[] {
  return [...new Set(tasks.flatMap((task) => (task === null ? [] : [task.slice(0, task.indexOf('_'))])))];
}

function gone(reason: string): Observation {
  return { kind: 'gone', ended: { code: null, state: 'interrupted', reason } };
}

const execute = promisify(execFile);

/** How long a program of a scheduler may take to answer, in milliseconds. */
const mostWaiting = 60_000;
/** Megabytes that it may answer: a hundred thousand tasks. */
const mostAnswered = 64;
/** Characters of what it says went wrong. */
const mostSaid = 1_000;

/** What a program of a scheduler answers. @throws EngineFailure with its message */
export type Ask = (program: string, args: readonly string[]) => Promise<string>;

export const askerOf =
  (title: string): Ask =>
  async (program, args) => {
    try {
      const { stdout } = await execute(program, args, {
        maxBuffer: mostAnswered * 1e6,
        timeout: mostWaiting,
        killSignal: 'SIGKILL',
      });
      return stdout;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) {
        throw new NoProgram(
          `There is no \`${program}\` on this machine: launch where ${title} is, or use \`engine: local\`.`,
        );
      }
      if (hasCode(error, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')) {
        throw new EngineFailure(`${program} failed: it answered with more than ${mostAnswered} MB.`);
      }
      if (error instanceof Error && 'killed' in error && error.killed === true) {
        throw new EngineFailure(`${program} failed: it did not answer within ${mostWaiting / 1000} s.`);
      }
      const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
      const said = (stderr || messageOf(error)).split(/\s*[\r\n]+\s*/).join('; ');
      throw new EngineFailure(`${program} failed: ${said.slice(0, mostSaid)}`);
    }
  };

/** The scheduler is not installed here. */
export class NoProgram extends EngineFailure {}
