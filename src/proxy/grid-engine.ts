import { gridEngine as section } from '../core/proxy/engines/grid-engine.ts';
import { EngineFailure } from './failures.ts';
import { askerOf, NoProgram, type Scheduler, type SchedulerOptions, type TaskState } from './scheduler.ts';

const { title } = section;
const ask = askerOf(title);

/** Grid Engine, by qsub, qstat and qdel; `qacct` where there is one. Tasks are numbered from 1. */
export function gridEngine({ options, limit }: SchedulerOptions): Scheduler {
  return {
    name: 'grid-engine',
    title,
    // The default of `max_aj_tasks` is 75000; a script names each task.
    largestArray: 1000,
    variables: { job: '${JOB_ID}', index: '${SGE_TASK_ID}', first: 1 },

    async submit(script, tasks) {
      const answer = await ask('qsub', [
        ...section.words(options),
        '-terse',
        ...['-N', 'climb-proxy-runs'],
        ...['-o', '/dev/null', '-j', 'y'],
        // A script of ours, in a shell that there is, with the environment of the launch.
        ...['-b', 'n', '-S', '/bin/sh', '-V'],
        // A task that was started again would find its attempt started, and leave.
        ...['-r', 'n'],
        ...['-t', `1-${tasks}`],
        ...(limit === null ? [] : ['-tc', String(limit)]),
        script,
      ]);
      // Submit filters may say something before.
      return /^(\d+)\.\d+-\d+:\d+$/m.exec(answer)?.[1] ?? answer.trim();
    },

    async list(jobs) {
      const states = new Map<string, TaskState>();
      if (jobs.length === 0) return states;
      const answer = await ask('qstat', ['-xml', '-g', 'd']);
      for (const [, entry = ''] of answer.matchAll(/<job_list\b[^>]*>([\s\S]*?)<\/job_list>/g)) {
        const field = (name: string): string =>
          new RegExp(`<${name}>([^<]*)</${name}>`).exec(entry)?.[1]?.trim() ?? '';
        const job = field('JB_job_number');
        if (jobs.includes(job)) states.set(`${job}_${field('tasks')}`, meaning(field('state')));
      }
      return states;
    },

    async recall(task) {
      const [job = '', index = ''] = task.split('_');
      try {
        // What has ended leaves the list at once; the account is written a little later, and not everywhere.
        const answer = await ask('qacct', ['-j', job, '-t', index]);
        return /^end_time\s+\S/m.test(answer) ? accounted(answer) : null;
      } catch (error) {
        if (error instanceof NoProgram || error instanceof EngineFailure) return null;
        throw error;
      }
    },

    async stop(tasks) {
      for (const task of tasks) {
        const [job = '', index = ''] = task.split('_');
        await ask('qdel', [job, '-t', index]).catch((error: unknown) => {
          if (!(error instanceof EngineFailure) || !/does not exist|denied/.test(error.message)) throw error;
        });
      }
    },
  };
}

/** Letters of `man qstat`. */
function meaning(state: string): TaskState {
  if (state.includes('E')) {
    const note = `Grid Engine could not start it (${state}): \`qstat -j\` says why, \`qmod -cj\` lets it try again.`;
    return { kind: 'waiting', note };
  }
  if (/[hqwt]/.test(state) && !/[rsSTd]/.test(state)) return { kind: 'waiting' };
  return { kind: 'running' };
}

function accounted(answer: string): TaskState {
  const failed = [...answer.matchAll(/^failed\s+(.*)$/gm)].at(-1)?.[1] ?? '';
  if (/h_rt|s_rt|^37\b/.test(failed)) {
    const reason = 'Grid Engine stopped it at its time limit: raise `h_rt` in `grid-engine.l`.';
    return { kind: 'ended', ended: { code: null, state: 'failed', reason } };
  }
  return { kind: 'ended', ended: { code: null } };
}
