import type { EngineSection } from './engine.ts';

/** What Climb says itself, or what would make qsub do something else than submit the runs. */
const reserved = 't tc terse b C o e i j N r S V cwd wd sync now verify help w inherit pty xd'.split(' ');

/** Options of qsub that take a value (Grid Engine 8.1, Univa and Altair, `man qsub`). */
const known = (
  'A a ac adds ar binding bgio c ckpt clear clearp clears dc dl dul hard hold_jid hold_jid_ad jc js jsv l m M masterl masterq ' +
  'mbind mods notify P p par pe q R rou rdi soft shell si u umask v'
).split(' ');

/** One array of tasks: Sun, Son of, Univa and Altair Grid Engine. */
export const gridEngine = {
  name: 'grid-engine',
  title: 'Grid Engine',
  limit: 'task_limit',
  defaultLimit: null,
  accepts: (option) => /^[A-Za-z][a-z_]*$/.test(option) && !reserved.includes(option),
  known,
  program: 'qsub',
  // `pe: smp 4` are two words.
  words: (options) => [...options].flatMap(([name, value]) => [`-${name}`, ...value.trim().split(/\s+/)]),
  asks: (options) => {
    const resources = new Map(
      (options.get('l') ?? '').split(',').map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), value.trim()] as const;
      }),
    );
    const gpus = Number(resources.get('gpu') ?? resources.get('gpus') ?? resources.get('ngpus') ?? NaN);
    return {
      gpus: gpus >= 0 ? gpus : null,
      hours: hoursOf(resources.get('h_rt') ?? resources.get('s_rt') ?? ''),
    };
  },
} as const satisfies EngineSection;

/** `HH:MM:SS`, with any of the three left empty, or seconds; null: no time. */
function hoursOf(time: string): number | null {
  const parts = time.split(':').map((part) => (part === '' ? 0 : Number(part)));
  if (time === '' || parts.some(Number.isNaN)) return null;
  const [hours = 0, minutes, seconds = 0] = parts;
  if (minutes === undefined) return hours / 3600;
  return parts.length > 3 ? null : hours + minutes / 60 + seconds / 3600;
}
