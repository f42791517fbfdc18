import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Observation } from '../core/proxy/run.ts';
import { arrayScript } from '../core/proxy/script.ts';
import { EngineFailure, type Engine } from './engine.ts';
import { isStarted, readJob, writeJob, type Attempt } from './folders.ts';
import { isLauncherAlive } from './processes.ts';

const run = promisify(execFile);

export interface SlurmOptions {
  /** Options of sbatch by their long names. */
  readonly options: ReadonlyMap<string, string>;
  /** Tasks of an array that may run at a time; null: no limit of ours. */
  readonly arrayLimit: number | null;
  /** Where the batch scripts are kept. */
  readonly folder: string;
}

/** The default of Slurm's `MaxArraySize` is 1001, the number of indices. */
const largestArray = 1000;

/**
 * One job array. The tasks go on without the launcher; what became of them is told by the run folders and, where a task
 * could not write its end (time limit, lost node), by `squeue`. Accounting (`sacct`) is not needed.
 */
export function slurmEngine({ options, arrayLimit, folder }: SlurmOptions): Engine {
  return {
    name: 'slurm',
    capacity: Infinity,
    patience: 2000,
    outlivesLauncher: true,

    async start(attempts) {
      await mkdir(folder, { recursive: true });
      for (let from = 0; from < attempts.length; from += largestArray) {
        const part = attempts.slice(from, from + largestArray);
        const file = path.join(
          folder,
          `${new Date().toISOString().replaceAll(':', '-')}-${process.pid}-${from}.sh`,
        );
        await writeFile(file, arrayScript(part.map((attempt) => path.join(attempt.folder, 'run.sh'))));
        const limit = arrayLimit === null ? '' : `%${arrayLimit}`;
        const answer = await ask('sbatch', [
          ...[...options].map(([name, value]) => `--${name}=${value}`),
          '--parsable',
          '--job-name=climb-proxy-runs',
          '--output=/dev/null',
          // A task that Slurm started again by itself would find its attempt started, and leave.
          '--no-requeue',
          `--array=0-${part.length - 1}${limit}`,
          file,
        ]);
        const job = answer.trim().split(';')[0]!;
        await Promise.all(part.map((attempt, task) => writeJob(attempt, `${job}_${task}`)));
      }
    },

    async observe(attempts) {
      const jobs = await Promise.all(attempts.map(readJob));
      const states = await taskStates(jobs.filter((job) => job !== null));
      return Promise.all(
        attempts.map(async (attempt, index) => {
          const job = jobs[index] ?? null;
          if (job === null) return withoutJob(attempt);
          return observation(states.get(job) ?? null, await isStarted(attempt));
        }),
      );
    },

    async cancel(attempts) {
      const jobs = (await Promise.all(attempts.map(readJob))).filter((job) => job !== null);
      if (jobs.length > 0) await ask('scancel', ['--quiet', ...jobs]);
    },
  };
}

/** Taken, but not (known to be) submitted: only its launcher can still do that. */
async function withoutJob(attempt: Attempt): Promise<Observation> {
  if (await isStarted(attempt)) return { kind: 'running' };
  if ((await isLauncherAlive(attempt.launcher)) !== false) return { kind: 'queued' };
  const reason = 'Its launcher went away before it was submitted.';
  return { kind: 'gone', ended: { code: null, state: 'interrupted', reason } };
}

function observation(state: string | null, started: boolean): Observation {
  switch (state) {
    case 'PENDING':
    case 'CONFIGURING':
    case 'REQUEUED':
      return { kind: 'queued' };
    case 'TIMEOUT':
    case 'DEADLINE':
      return gone('failed', 'Slurm stopped it at its time limit: raise `slurm.time`.');
    case 'OUT_OF_MEMORY':
      return gone('failed', 'Slurm stopped it because it needed more memory than it had: raise `slurm.mem`.');
    case 'CANCELLED':
      return gone('cancelled', 'It was cancelled in Slurm.');
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
    case 'PREEMPTED':
      return gone('interrupted', `Slurm took its node away (${state}).`);
    case null:
      return gone('interrupted', 'Slurm no longer knows the job, and it did not tell how it ended.');
    case 'FAILED':
      return started
        ? gone('failed', 'Its script was killed before it could tell how it ended.')
        : gone('failed', 'Slurm could not start its script; is the folder of the runs there on the nodes?');
    default:
      // Running, ending, or ended with its last word still on the way through a shared file system.
      return { kind: 'running' };
  }
}

function gone(state: 'failed' | 'cancelled' | 'interrupted', reason: string): Observation {
  return { kind: 'gone', ended: { code: null, state, reason } };
}

/** State by task (`123_4`) of all tasks that Slurm still knows. */
async function taskStates(jobs: readonly string[]): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  const arrays = [...new Set(jobs.map((job) => job.split('_')[0]!))];
  // One by one: squeue answers an unknown id with an error for all.
  for (const array of arrays) {
    const answer = await ask('squeue', [
      '--noheader',
      '--array',
      '--states=all',
      `--jobs=${array}`,
      '--format=%F_%K %T',
    ]).catch((error: unknown) => {
      if (error instanceof EngineFailure && error.message.includes('Invalid job id')) return '';
      throw error;
    });
    for (const line of answer.split('\n')) {
      const [task, state] = line.trim().split(' ');
      if (task !== undefined && state !== undefined) states.set(task, state);
    }
  }
  return states;
}

async function ask(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { maxBuffer: 64 * 2 ** 20 });
    return stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new EngineFailure(
        `There is no \`${program}\` on this machine: launch where Slurm is, or use \`engine: local\`.`,
      );
    }
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new EngineFailure(`${program} failed: ${stderr}`);
  }
}
