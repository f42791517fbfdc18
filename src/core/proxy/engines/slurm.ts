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
  title: 'Slurm',
  limit: 'array_limit',
  defaultLimit: null,
  accepts: (option) => /^[a-z][a-z-]*$/.test(option) && !reserved.includes(option),
  known,
  program: 'sbatch',
  words: (options) => [...options].map(([name, value]) => `--${name}=${value}`),
  asks: (options) => ({ gpus: gpusOf(options), hours: hoursOf(options.get('time') ?? '') }),
} as const satisfies EngineSection;

/** `gpu:2`, `gpu:a100:2`, `2`. */
function gpusOf(options: ReadonlyMap<string, string>): number | null {
  const gres = (options.get('gres') ?? '')
    .split(',')
    .filter((part) => /^(?:gres\/)?gpu(?![a-z])/.test(part.trim()));
  const counts =
    gres.length > 0
      ? gres
      : ['gpus', 'gpus-per-node', 'gpus-per-task']
          .flatMap((name) => options.get(name)?.split(',') ?? [])
          .slice(0, 1);
  if (counts.length === 0) return null;
  return counts
    .map((part) => Number(/(?:^|:)(\d+)(?:\(.*)?$/.exec(part.trim())?.[1] ?? 1))
    .reduce((sum, count) => sum + count, 0);
}

/** `minutes`, `minutes:seconds`, `hours:minutes:seconds`, `days-hours[:minutes[:seconds]]`; null: no time. */
function hoursOf(time: string): number | null {
  const [, days, rest = ''] = /^(?:(\d+)-)?(\d+(?::\d+){0,2})$/.exec(time.trim()) ?? [];
  if (rest === '') return null;
  const parts = rest.split(':').map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  if (days !== undefined || parts.length === 3)
    return Number(days ?? 0) * 24 + first + second / 60 + third / 3600;
  return first / 60 + second / 3600;
}
