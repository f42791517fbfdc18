import type { Ended } from '../core/proxy/run.ts';
import { EngineFailure } from './failures.ts';
import { slurm as section } from '../core/proxy/engines/slurm.ts';
import { askerOf, NoProgram, type Scheduler, type SchedulerOptions, type TaskState } from './scheduler.ts';

const { title } = section;
const ask = askerOf(title);

/** Slurm, by sbatch, squeue, scontrol and scancel. Accounting (`sacct`) is not needed. */
export function slurm({ options, limit }: SchedulerOptions): Scheduler {
  return {
    name: 'slurm',
    title,
    // The default of Slurm's `MaxArraySize` is 1001, the number of indices.
    largestArray: 1000,
    variables: { job: '${SLURM_ARRAY_JOB_ID}', index: '${SLURM_ARRAY_TASK_ID}', first: 0 },

    async submit(script, tasks) {
      const answer = await ask('sbatch', [
        ...section.words(options),
        '--parsable',
        '--job-name=climb-proxy-runs',
        '--output=/dev/null',
        // A task that Slurm started again by itself would find its attempt started, and leave.
        '--no-requeue',
        `--array=0-${tasks - 1}${limit === null ? '' : `%${limit}`}`,
        script,
      ]);
      return answer.trim().replace(/;.*/s, '');
    },

    async list(jobs) {
      const states = new Map<string, TaskState>();
      // One by one: squeue answers an unknown id with an error for all.
      for (const job of jobs) {
        const answer = await ask('squeue', [
          '--noheader',
          '--array',
          '--states=all',
          `--jobs=${job}`,
          '--format=%F_%K %T',
        ]).catch(forgotten);
        for (const line of (answer ?? '').split('\n')) {
          const [task, state] = line.trim().split(' ');
          if (task !== undefined && state !== undefined) states.set(task, meaning(state));
        }
      }
      return states;
    },

    async recall(task) {
      try {
        const answer = await ask('scontrol', ['--oneliner', 'show', 'job', task]).catch(forgotten);
        const state = answer === null ? undefined : /(?:^|\s)JobState=(\w+)/.exec(answer)?.[1];
        return state === undefined ? null : meaning(state);
      } catch (error) {
        if (error instanceof NoProgram) return null;
        if (error instanceof EngineFailure) return 'unclear';
        throw error;
      }
    },

    async stop(tasks) {
      await ask('scancel', ['--quiet', '--', ...tasks]).catch(forgotten);
    },
  };
}

/** Null: Slurm knows no such job. */
function forgotten(error: unknown): null {
  if (error instanceof EngineFailure && /Invalid job id/i.test(error.message)) return null;
  throw error;
}

function meaning(state: string): TaskState {
  switch (state) {
    case 'PENDING':
    case 'CONFIGURING':
    case 'REQUEUED':
    case 'REQUEUE_HOLD':
    case 'SPECIAL_EXIT':
    case 'RESV_DEL_HOLD':
      return { kind: 'waiting' };
    case 'TIMEOUT':
    case 'DEADLINE':
      return ended('failed', 'Slurm stopped it at its time limit: raise `slurm.time`.');
    case 'OUT_OF_MEMORY':
      return ended(
        'failed',
        'Slurm stopped it because it needed more memory than it had: raise `slurm.mem`.',
      );
    case 'CANCELLED':
      // By its user it is only where the run has their wish; schedulers that need a node cancel as well.
      return ended('interrupted', 'It was cancelled in Slurm, and not from here.');
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
    case 'PREEMPTED':
    case 'REVOKED':
      return ended('interrupted', `Slurm took its node away (${state}).`);
    case 'COMPLETED':
    case 'FAILED':
      return { kind: 'ended', ended: { code: null } };
    default:
      return { kind: 'running' };
  }
}

function ended(state: 'failed' | 'interrupted', reason: string): TaskState & { readonly ended: Ended } {
  return { kind: 'ended', ended: { code: null, state, reason } };
}
