// Random faults while proxy runs are launched, and the books that must balance afterwards.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import esbuild from 'esbuild';
import { mulberry32 } from '../../../src/core/climb/fit/folds.ts';
import { collect } from '../../../src/proxy/collect.ts';
import { until } from '../../../src/proxy/files.ts';
import { readRunFolders } from '../../../src/proxy/folders.ts';
import { markedProcesses, stopMarked } from '../../../src/proxy/processes.ts';
import { engineOf, type ProxyProject } from '../../../src/proxy/project.ts';
import { readStatus } from '../../../src/proxy/status.ts';
import type { Cluster } from '../cluster.ts';
import { planRuns, projectIn } from '../../unit/proxy/project-in.ts';

export interface Chaos {
  readonly engine: 'local' | 'slurm';
  /** Null: no scheduler. */
  readonly cluster: Cluster | null;
  readonly faults: number;
  readonly runs: number;
  readonly seed: number;
}

export interface Account {
  /** How often each fault was inflicted. */
  readonly faults: Readonly<Record<string, number>>;
  readonly trainings: number;
  /** Trainings that came to their own end; more than runs where those who would have said so were killed. */
  readonly completed: number;
  /** Runs that were not done when all was calm again. */
  readonly lost: readonly string[];
  /** Runs that were trained twice at the same time. */
  readonly overlapping: readonly string[];
  /** Runs that were trained again although a training of them had ended well and said so. */
  readonly again: readonly string[];
  /** Rows that are missing, invented or wrong. */
  readonly rows: readonly string[];
  /** Launchers that ended with a stack trace. */
  readonly crashes: readonly string[];
  /** Faults that could not be inflicted here, with the reason. */
  readonly skipped: readonly string[];
}

/** What the trainer leaves for a run: p-003 has 1.003. */
const lossOf = (index: number): number => 1 + (index + 1) / 1000;

export async function inflict({ engine, cluster, faults, runs, seed }: Chaos): Promise<Account> {
  // The same faults in the same order for the same seed.
  const random = mulberry32(seed);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const root = mkdtempSync(path.join(tmpdir(), 'climb-chaos-'));
  const at = (name: string): string => path.join(root, name);
  const skipped: string[] = [];
  const disk = at('disk');
  mkdirSync(disk);
  const hasSmallDisk = succeeds('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  if (!hasSmallDisk) skipped.push('full disk: no file system may be mounted');
  const canRename = succeeds('unshare', ['--uts', 'hostname', 'elsewhere']);
  if (!canRename) skipped.push('host name changed: there may be no name space of our own');

  const section = { command: ['/bin/sh', at('train.sh'), '{out}', '{run}'], engine, local: { parallel: 3 } };
  const project = projectIn(disk, section);
  await planRuns(project, runs, 0);
  // The books lie outside of the disk that runs full.
  writeFileSync(at('events'), '');
  writeFileSync(
    at('train.sh'),
    `book=${at('events')}
busy=${root}/busy-$2
if [ -e "$busy" ]; then
  read -r other <"$busy"
  # Looked at once, for it may go meanwhile. One that was killed trains no more, however long it takes to go on a busy machine.
  [ -n "$other" ] && awk '
    /^State:/ { seen = 1; if ($2 ~ /[ZX]/) gone = 1 }
    /^S(ig|hd)Pnd:.*[13579bdf]..$/ { gone = 1 }
    END { exit !seen || gone }
  ' "/proc/$other/status" 2>/dev/null && echo "overlap $2" >>"$book"
fi
echo $$ >"$busy"
echo "start $2 $$" >>"$book"
sleep ${engine === 'local' ? '0.' : ''}$(($$ % 4 + 1))
# By the shell alone: a program of its own might be the one that is killed, and the row be wrong by the trainer's fault.
printf '{ "losses": { "en": 1.%s, "de": 2 } }' "\${2#p-}" >"$1/losses.json" || exit 1
rm -f "$busy"
echo "end $2 $$" >>"$book"
`,
  );
  const program = at('launcher.cjs');
  esbuild.buildSync({
    entryPoints: [path.resolve('test/cluster/chaos/launcher.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  const moodFile = at('squeue-mood');
  if (cluster !== null) writeSqueue(at('bin'), moodFile);

  const launchers = new Set<ChildProcess>();
  const crashes: string[] = [];
  const startLauncher = (): void => {
    const args = [program, disk, JSON.stringify(section)];
    const name = `host-${Math.floor(random() * 1000)}`;
    const [command, words] =
      canRename && random() < 0.3
        ? ['unshare', ['--uts', 'sh', '-c', `hostname ${name}; exec "$@"`, 'sh', process.execPath, ...args]]
        : [process.execPath, args];
    const child = spawn(command, words, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
    });
    if (command === 'unshare') count('host name changed');
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.on('exit', (code) => {
      launchers.delete(child);
      if (code === 3) crashes.push(said);
    });
    launchers.add(child);
  };

  const counted = new Map<string, number>();
  const count = (fault: string): void => void counted.set(fault, (counted.get(fault) ?? 0) + 1);
  const processes = async (isScript: boolean): Promise<number[]> => {
    const marks = new Set(marksIn(project));
    return [...(await markedProcesses())]
      .filter(([mark]) => marks.has(mark))
      .flatMap(([, all]) => all.filter((process) => process.isScript === isScript).map(({ pid }) => pid));
  };
  const launcherIds = (): number[] => [...launchers].flatMap(({ pid }) => pid ?? []);
  const send = (pid: number | undefined, signal: NodeJS.Signals): boolean => {
    try {
      return pid !== undefined && process.kill(pid, signal);
    } catch {
      return false;
    }
  };
  const kinds: Readonly<Record<string, () => Promise<boolean>>> = {
    'launcher killed': () => Promise.resolve(send(pick(launcherIds()), 'SIGKILL')),
    'script killed': async () => send(pick(await processes(true)), 'SIGKILL'),
    'all scripts of a run killed': async () => {
      const all = await processes(true);
      return all.map((pid) => send(pid, 'SIGKILL')).includes(true);
    },
    'training killed': async () => send(pick(await processes(false)), 'SIGKILL'),
    'all killed': async () => {
      const all = [...launcherIds(), ...(await processes(true)), ...(await processes(false))];
      return all.map((pid) => send(pid, 'SIGKILL')).includes(true);
    },
    'told to stop': async () => send(pick(await processes(true)), 'SIGTERM'),
    suspended: async () => {
      const pid = pick([...launcherIds(), ...(await processes(true)), ...(await processes(false))]);
      if (!send(pid, 'SIGSTOP')) return false;
      await Promise.race([changed(at('events')), setTimeout(500 + random() * 1000)]);
      send(pid, 'SIGCONT');
      return true;
    },
    'full disk': async () => {
      if (!hasSmallDisk) return false;
      fill(path.join(disk, 'ballast'));
      await Promise.race([changed(at('events')), setTimeout(500 + random() * 1500)]);
      rmSync(path.join(disk, 'ballast'), { force: true });
      return true;
    },
    'clock set back': () => {
      const shift = (random() < 0.5 ? -1 : 1) * 7200;
      for (const file of filesIn(project)) {
        const time = Date.now() / 1000 + shift;
        try {
          utimesSync(file, time, time);
        } catch {
          // it has just been renamed
        }
      }
      return Promise.resolve(true);
    },
    ...(cluster === null
      ? {}
      : {
          ...Object.fromEntries(
            ['empty', 'failing', 'stale'].map((mood) => [
              `squeue ${mood}`,
              async () => {
                writeFileSync(moodFile, mood);
                await setTimeout(1000 + random() * 3000);
                writeFileSync(moodFile, '');
                return true;
              },
            ]),
          ),
          'controller restarted': async () => {
            await cluster.stopController();
            await cluster.startController();
            return true;
          },
        }),
  };

  try {
    let inflicted = 0;
    const end = performance.now() + 300_000;
    while (!(await isAllDone(project)) && performance.now() < end) {
      while (launchers.size < 2) startLauncher();
      await Promise.race([changed(at('events')), setTimeout(100 + random() * 300)]);
      if (inflicted >= faults) continue;
      const kind = pick(
        Object.keys(kinds).filter((name) => name !== 'controller restarted' || random() < 0.2),
      )!;
      if (await kinds[kind]!()) {
        count(kind);
        inflicted++;
      }
    }
    await Promise.race([Promise.all([...launchers].map(exit)), setTimeout(20_000)]);
    return {
      ...(await balance(project, at('events'))),
      faults: Object.fromEntries(counted),
      crashes,
      skipped,
    };
  } finally {
    const ending = [...launchers].map(exit);
    for (const child of launchers) child.kill('SIGKILL');
    await Promise.all(ending);
    await stopMarked(marksIn(project));
    if (hasSmallDisk) succeeds('umount', ['-l', disk]);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function isAllDone(project: ProxyProject): Promise<boolean> {
  const { runs } = await readRunFolders(project.runsFolder, null);
  for (const { attempt } of runs) {
    if (attempt === null || !existsSync(path.join(attempt.folder, 'measured.json'))) return false;
  }
  return runs.length > 0;
}

/** What must hold when all is calm again. */
async function balance(
  project: ProxyProject,
  book: string,
): Promise<Omit<Account, 'faults' | 'crashes' | 'skipped'>> {
  const events = readFileSync(book, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const of = (kind: string): string[] => events.filter(([what]) => what === kind).map(([, run]) => run!);
  const engine = engineOf(project);
  const { runs } = await readStatus(project, engine);
  // The last launcher may have been killed between a run's record and the table.
  await collect(project, runs);
  const lost = runs
    .filter(({ state }) => state !== 'done')
    .map(({ run, state, reason }) => `${run.id} ${state} ${reason ?? ''}`);
  const again: string[] = [];
  for (const { run, folder, tries } of runs) {
    const well = Array.from({ length: tries }, (_, index) =>
      path.join(folder, `attempt-${index + 1}`, 'ended.json'),
    ).filter((file) => existsSync(file) && readFileSync(file, 'utf8').includes('"code": 0'));
    if (well.length > 1) again.push(run.id);
  }
  const expected = runs.map(({ run }, index) => `${run.id},1000,${index},`);
  const table = existsSync(project.table)
    ? readFileSync(project.table, 'utf8').trim().split('\n').slice(1)
    : [];
  const rows = [
    ...expected
      .filter(
        (start, index) => !table.some((row) => row.startsWith(start) && row.endsWith(`,${lossOf(index)},2`)),
      )
      .map((start) => `missing or wrong: ${start}`),
    ...table
      .filter((row) => !expected.some((start) => row.startsWith(start)))
      .map((row) => `invented: ${row}`),
    ...(table.length === expected.length ? [] : [`${table.length} rows for ${expected.length} runs`]),
  ];
  return {
    trainings: of('start').length,
    completed: of('end').length,
    lost,
    overlapping: of('overlap'),
    again,
    rows,
  };
}

const exit = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));

/** When a file has grown or shrunk. */
async function changed(file: string): Promise<void> {
  const size = statSync(file).size;
  await until(() => !existsSync(file) || statSync(file).size !== size, 5000, 20);
}

function attemptsIn({ runsFolder }: ProxyProject): string[] {
  return readdirSync(runsFolder)
    .filter((name) => name.startsWith('p-'))
    .flatMap((run) =>
      readdirSync(path.join(runsFolder, run))
        .filter((name) => /^attempt-\d+$/.test(name))
        .map((name) => path.join(runsFolder, run, name)),
    );
}

function marksIn(project: ProxyProject): string[] {
  return attemptsIn(project).flatMap((folder) => {
    try {
      return (JSON.parse(readFileSync(path.join(folder, 'attempt.json'), 'utf8')) as { mark: string }).mark;
    } catch {
      return [];
    }
  });
}

function filesIn(project: ProxyProject): string[] {
  return attemptsIn(project).flatMap((folder) =>
    ['heartbeat', 'log.txt', 'ended.json', 'started']
      .map((name) => path.join(folder, name))
      .filter((name) => existsSync(name)),
  );
}

/** Writes until there is no room. */
function fill(file: string): void {
  try {
    for (const size of [65_536, 4096, 512]) {
      try {
        for (;;) appendFileSync(file, Buffer.alloc(size));
      } catch {
        // full for this size
      }
    }
  } catch {
    // full
  }
}

function succeeds(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A `squeue` before the real one, that answers as its mood is. */
function writeSqueue(bin: string, mood: string): void {
  const real = execFileSync('sh', ['-c', 'command -v squeue'], { encoding: 'utf8' }).trim();
  mkdirSync(bin);
  writeFileSync(
    path.join(bin, 'squeue'),
    `#!/bin/sh
last=${bin}/last-$(echo "$*" | tr -c 'a-zA-Z0-9\\n' -)
case $(cat ${mood} 2>/dev/null) in
empty) exit 0 ;;
failing) echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1 ;;
stale) if [ -e "$last" ]; then exec cat "$last"; fi ;;
esac
answer=$(${real} "$@") || exit 1
printf '%s\\n' "$answer" >"$last.$$" && mv "$last.$$" "$last"
printf '%s\\n' "$answer"
`,
    { mode: 0o755 },
  );
}
