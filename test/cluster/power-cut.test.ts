import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../../src/proxy/files.ts';
import { createRun } from '../../src/proxy/folders.ts';
import { launch } from '../../src/proxy/launch.ts';
import { engineOf } from '../../src/proxy/project.ts';
import { readStatus } from '../../src/proxy/status.ts';
import { projectIn } from '../unit/proxy/project-in.ts';
import { launchElsewhere } from '../unit/proxy/projects.ts';

const root = mkdtempSync(path.join(tmpdir(), 'climb-power-'));
const disk = path.join(root, 'disk');
const image = path.join(root, 'image');
const mount = (): string => execFileSync('mount', ['-o', 'loop', image, disk], { encoding: 'utf8' });

/** FS_IOC_SHUTDOWN without flushing the journal: from now on nothing reaches the disk, as if the power had failed. */
function cutPower(): void {
  execFileSync('python3', [
    '-c',
    'import fcntl, os, struct, sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack("I", 2))',
    disk,
  ]);
}

/** Why no file system can be shut down here; null: it can. */
function missing(): string | null {
  mkdirSync(disk);
  try {
    execFileSync('truncate', ['-s', '48M', image]);
    execFileSync('mkfs.ext4', ['-q', '-F', image]);
    mount();
    cutPower();
    execFileSync('umount', [disk]);
    return null;
  } catch (error) {
    return `A file system of our own cannot be mounted and shut down: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`;
  }
}

const why = missing();
if (why !== null) console.log(`Skipped: ${why}`);
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe.skipIf(why !== null)('a power cut', () => {
  it.each([1, 2, 3])(
    'right after run %i is done leaves whole records or none, and the launch goes on',
    async (last) => {
      execFileSync('mkfs.ext4', ['-q', '-F', image]);
      mount();
      const book = path.join(root, 'starts');
      writeFileSync(book, '');
      const trainer = path.join(root, 'train.sh');
      writeFileSync(
        trainer,
        `echo "$2" >>'${book}'\nprintf '{ "losses": { "en": 1.5, "de": 2.5 } }' >"$1/losses.json"\n`,
      );
      const section = { command: ['/bin/sh', trainer, '{out}', '{run}'] };
      const project = projectIn(disk, section);
      for (let seed = 1; seed <= 4; seed++) {
        await createRun(project.runsFolder, {
          climbRun: 1,
          ratio: { en: 0.5, de: 0.5 },
          tokens: 9,
          parameters: null,
          seed,
        });
      }
      const launcher = launchElsewhere(project, section);
      const ended = path.join(project.runsFolder, `p-00${last}`, 'attempt-1', 'ended.json');
      expect(await until(() => existsSync(ended), 120_000, 1)).toBe(true);
      const told = readFileSync(ended, 'utf8');
      cutPower();
      const gone = new Promise((resolve) => launcher.once('exit', resolve));
      launcher.kill('SIGKILL');
      await gone;
      expect(await until(() => killAllFrom(disk) === 0, 120_000)).toBe(true);
      expect(await until(() => succeeds('umount', disk), 120_000)).toBe(true);
      mount();
      try {
        const { runs, problems } = await readStatus(project, engineOf(project));
        expect(problems).toEqual([]);
        expect(runs).toHaveLength(4);
        // It was forced to the disk before it got its name: what could be read is still there.
        expect(readFileSync(ended, 'utf8')).toBe(told);
        expect(runs[last - 1]).toMatchObject({ state: 'done', losses: { en: 1.5, de: 2.5 } });
        const after = await launch(project, engineOf(project), {
          signal: new AbortController().signal,
          onStatus: () => undefined,
        });
        expect(after.runs.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
        expect(readFileSync(project.table, 'utf8').trim().split('\n')).toHaveLength(5);
        const starts = readFileSync(book, 'utf8').trim().split('\n');
        for (const { run } of runs.slice(0, last))
          expect(starts.filter((id) => id === run.id)).toHaveLength(1);
      } finally {
        await until(() => succeeds('umount', disk), 120_000);
      }
    },
  );
});

/** Kills every process whose command line names the folder. Returns how many there were. */
function killAllFrom(folder: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const ours = pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
  for (const pid of ours) succeeds('kill', '-9', pid);
  return ours.length;
}

function succeeds(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
