import type { EngineSection } from './engine.ts';

/** What Climb says itself, or what would make sbatch do something else than submit the runs. */
const reserved = [
  'array',
  'wrap',
  'parsable',
  'requeue',
  'no-requeue',
  'output',
  'job-name',
  'test-only',
  'wait',
  'help',
];

/** Long options of sbatch (Slurm 24.11, `man sbatch`). */
const known = (
  'account acctg-freq batch bb bbf begin chdir cluster-constraint clusters comment constraint container container-id ' +
  'contiguous core-spec cores-per-socket cpu-freq cpus-per-gpu cpus-per-task deadline delay-boot dependency distribution ' +
  'error exclude exclusive export export-file extra extra-node-info gid gpu-bind gpu-freq gpus gpus-per-node ' +
  'gpus-per-socket gpus-per-task gres gres-flags hint hold ignore-pbs input kill-on-invalid-dep licenses mail-type mail-user ' +
  'mcs-label mem mem-bind mem-per-cpu mem-per-gpu mincpus network nice no-kill nodefile nodelist nodes ntasks ' +
  'ntasks-per-core ntasks-per-gpu ntasks-per-node ntasks-per-socket open-mode overcommit oversubscribe partition power ' +
  'prefer priority profile propagate qos quiet reboot reservation resv-ports segment signal sockets-per-node spread-job ' +
  'stepmgr switches thread-spec threads-per-core time time-min tmp tres-bind tres-per-task uid use-min-nodes verbose ' +
  'wait-all-nodes wckey'
).split(' ');

/** One job array. */
export const slurm = {
  name: 'slurm',
  limit: 'array_limit',
  defaultLimit: null,
  accepts: (option) => /^[a-z][a-z-]*$/.test(option) && !reserved.includes(option),
  known,
  program: 'sbatch',
} as const satisfies EngineSection;
