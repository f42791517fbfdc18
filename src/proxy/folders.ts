import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../core/text/command-line.ts';
import type { Ended, PlannedRun } from '../core/proxy/run.ts';
import type { EngineName } from '../core/proxy/engines/index.ts';

// The state of proxy runs lives in folders alone, so that closing the editor, a reboot or a second window change nothing:
//
//   runs/p-001/run.json               the planned run; never changes
//   runs/p-001/attempt-1/attempt.json who took it, when, and the command line
//   runs/p-001/attempt-1/run.sh       the script that runs it (src/core/proxy/script.ts)
//   runs/p-001/attempt-1/job          the Slurm task, once there is one
//   runs/p-001/attempt-1/started/     created by whoever runs it, or seals it off
//   runs/p-001/attempt-1/cancel       its user wants it stopped
//   runs/p-001/attempt-1/retry        its user wants the run tried again
//   runs/p-001/attempt-1/ended.json   how it ended
//   runs/p-001/attempt-1/log.txt, config.*, out/
//
// Two things are atomic and settle every race: renaming a prepared folder to `attempt-N` (who takes the run) and creating
// `started` (who runs it). Everything else is written by rename, so that nobody reads half a file.

/** What was decided when the attempt was taken; the content of `attempt.json`. */
export interface AttemptRecord {
  readonly engine: EngineName;
  readonly command: Command;
  readonly cwd: string;
  /** Absolute path of the file that the losses are read from. */
  readonly result: string;
  /** The process that took it, to tell whether it still means to start it. */
  readonly launcher: { readonly host: string; readonly pid: number; readonly started: string };
}

export interface Attempt extends AttemptRecord {
  readonly runId: string;
  readonly number: number;
  readonly folder: string;
}

export interface RunFolder {
  readonly run: PlannedRun;
  readonly folder: string;
  /** The last one; null: never tried. */
  readonly attempt: Attempt | null;
}

const attemptPattern = /^attempt-(\d+)$/;

/** All runs below a folder, by id. A folder that is not there holds none. */
export async function readRunFolders(runsFolder: string): Promise<RunFolder[]> {
  const names = (await listing(runsFolder)).sort();
  const runs = await Promise.all(names.map((name) => readRunFolder(path.join(runsFolder, name))));
  return runs.filter((run) => run !== null);
}

export async function readRunFolder(folder: string): Promise<RunFolder | null> {
  const run = await readJson<PlannedRun>(path.join(folder, 'run.json'));
  if (run?.climbRun !== 1 || typeof run.ratio !== 'object') return null;
  const numbers = (await listing(folder)).map((name) => Number(attemptPattern.exec(name)?.[1] ?? 0));
  const number = Math.max(0, ...numbers);
  if (number === 0) return { run, folder, attempt: null };
  const attemptFolder = path.join(folder, `attempt-${number}`);
  const record = await readJson<AttemptRecord>(path.join(attemptFolder, 'attempt.json'));
  if (record === null) return { run, folder, attempt: null };
  return { run, folder, attempt: { ...record, runId: run.id, number, folder: attemptFolder } };
}

/** Writes a planned run under the next free id after those there are. Returns its folder. */
export async function createRun(runsFolder: string, run: Omit<PlannedRun, 'id'>): Promise<PlannedRun> {
  await mkdir(runsFolder, { recursive: true });
  const taken = (await listing(runsFolder)).map((name) => Number(/^p-(\d+)$/.exec(name)?.[1] ?? 0));
  for (let number = Math.max(0, ...taken) + 1; ; number++) {
    const id = `p-${String(number).padStart(3, '0')}`;
    const planned: PlannedRun = { ...run, id };
    const created = await createFolder(path.join(runsFolder, id), async (folder) => {
      await writeFile(path.join(folder, 'run.json'), json(planned));
    });
    if (created) return planned;
  }
}

/**
 * Takes a run for one attempt. False: somebody else took it first. `prepare` fills the folder; the paths it writes must
 * be those of the final folder, which it is given second.
 */
export async function takeAttempt(
  runFolder: string,
  number: number,
  prepare: (folder: string, finalFolder: string) => Promise<void>,
): Promise<boolean> {
  const finalFolder = path.join(runFolder, `attempt-${number}`);
  return createFolder(finalFolder, (folder) => prepare(folder, finalFolder));
}

/** Creates a folder with its content in one step. False: it is there already. */
async function createFolder(folder: string, fill: (folder: string) => Promise<void>): Promise<boolean> {
  const part = `${folder}.${randomUUID()}.part`;
  await mkdir(part);
  try {
    await fill(part);
    await rename(part, folder);
    return true;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) return false;
    throw error;
  }
}

/** Makes sure that nobody starts the attempt from now on. False: it has been started. */
export async function sealAttempt(attempt: Attempt): Promise<boolean> {
  try {
    await mkdir(path.join(attempt.folder, 'started'));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

export async function isStarted({ folder }: Attempt): Promise<boolean> {
  return (await listing(folder)).includes('started');
}

/** The process group that runs the attempt; null: none, or not yet written. */
export async function processOf({ folder }: Attempt): Promise<number | null> {
  const pid = Number(await readText(path.join(folder, 'started', 'pid')));
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

export async function readEnded({ folder }: Attempt): Promise<Ended | null> {
  return readJson<Ended>(path.join(folder, 'ended.json'));
}

export async function writeEnded({ folder }: Attempt, ended: Ended): Promise<void> {
  await writeByRename(path.join(folder, 'ended.json'), json(ended));
}

/** What the user wants of an attempt. Any launcher acts on it, also one that is at work already. */
export type Wish = 'cancel' | 'retry';

export async function recordWish({ folder }: Attempt, wish: Wish): Promise<void> {
  await writeFile(path.join(folder, wish), '');
}

export async function wishesOf({ folder }: Attempt): Promise<ReadonlySet<Wish>> {
  const names = await listing(folder);
  return new Set((['cancel', 'retry'] as const).filter((wish) => names.includes(wish)));
}

export async function readJob({ folder }: Attempt): Promise<string | null> {
  return (await readText(path.join(folder, 'job')))?.trim() ?? null;
}

export async function writeJob({ folder }: Attempt, job: string): Promise<void> {
  await writeByRename(path.join(folder, 'job'), `${job}\n`);
}

/** The old content or the new, never half of it. */
export async function writeByRename(file: string, text: string): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  await writeFile(part, text);
  await rename(part, file);
}

/** Null: not there. */
export async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return null;
    throw error;
  }
}

/** Bytes; null: there is no such file, or it is a folder or a pipe. */
export async function sizeOfFile(file: string): Promise<number | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

async function readJson<T>(file: string): Promise<T | null> {
  const text = await readText(file);
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null; // not written by us, so it says nothing
  }
}

async function listing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
