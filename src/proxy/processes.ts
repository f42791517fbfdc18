import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { markVariable } from '../core/proxy/script.ts';
import type { ProcessRecord } from '../core/proxy/records.ts';
import { hasCode, mapSome, until } from './files.ts';

const run = promisify(execFile);

/** The machine as the script of an attempt writes it: a start of a kernel and a space of process ids, or else its name. */
export async function thisMachine(): Promise<string> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return `${boot} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

export async function thisProcess(): Promise<ProcessRecord> {
  const started = (await startOf(process.pid)) ?? 'unknown';
  return { host: hostname(), machine: await thisMachine(), pid: process.pid, started };
}

/** Whether a process is alive; null: it is another machine's, or this one's before it was started again. */
export async function isAlive({ machine, pid, started }: ProcessRecord): Promise<boolean | null> {
  if (machine !== (await thisMachine())) return null;
  return (await startOf(pid)) === started;
}

/** When a process started, by a clock that nobody sets; null: there is none. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22; the name in field 2 may hold anything, and ends with the last parenthesis.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return process.platform === 'linux' ? null : psField(pid);
  }
}

async function psField(pid: number): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.trim();
  } catch {
    return null;
  }
}

/** A process that belongs to an attempt. */
export interface MarkedProcess {
  readonly pid: number;
  /** It runs the script of the attempt, and so will tell how the training ends. */
  readonly isScript: boolean;
}

const scriptPattern = /\/attempt-\d+\/run\.sh$/;

/**
 * The living processes of this machine by the mark in their environment: children with a session of their own have it too,
 * and a process that was given the number of another has it not.
 */
export async function markedProcesses(): Promise<ReadonlyMap<string, readonly MarkedProcess[]>> {
  const marked = new Map<string, MarkedProcess[]>();
  const pids = (await readdir('/proc').catch((): string[] => []))
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const found =
    pids.length > 0
      ? await mapSome(pids, async (pid) => ({ pid, ...(await markOf(pid)) }))
      : await markedByPs();
  for (const { pid, mark, isScript } of found) {
    if (mark === undefined || pid === process.pid) continue;
    marked.set(mark, [...(marked.get(mark) ?? []), { pid, isScript: isScript === true }]);
  }
  return marked;
}

async function markOf(pid: number): Promise<{ mark?: string; isScript?: boolean }> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
    const prefix = `${markVariable}=`;
    const mark = environment
      .split('\0')
      .find((entry) => entry.startsWith(prefix))
      ?.slice(prefix.length);
    if (mark === undefined) return {};
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, 3);
    return { mark, isScript: words.some((word) => scriptPattern.test(word)) };
  } catch {
    return {}; // gone, or another user's
  }
}

/** Where there is no /proc: `ps` of BSD and macOS shows the environments of one's own processes. */
async function markedByPs(): Promise<{ pid: number; mark?: string; isScript?: boolean }[]> {
  const { stdout } = await run('ps', ['-axwwE', '-o', 'pid=,command='], { maxBuffer: 64 * 2 ** 20 }).catch(
    () => ({
      stdout: '',
    }),
  );
  return stdout.split('\n').flatMap((line) => {
    const mark = new RegExp(`\\s${markVariable}=([\\w-]+)`).exec(line)?.[1];
    if (mark === undefined) return [];
    return [{ pid: Number.parseInt(line, 10), mark, isScript: /\/attempt-\d+\/run\.sh(\s|$)/.test(line) }];
  });
}

/** How long a training may take to stop by itself before it is killed, in milliseconds. */
const grace = 5000;

/**
 * Stops all processes with one of the marks: asks them to, kills the trainings that are left, gives their scripts the time
 * to tell, and kills what is left then.
 */
export async function stopMarked(marks: readonly string[]): Promise<void> {
  if (marks.length === 0) return;
  const left = async (): Promise<readonly MarkedProcess[]> => {
    const all = await markedProcesses();
    return marks.flatMap((mark) => all.get(mark) ?? []);
  };
  const first = await left();
  for (const { pid } of first) signal(pid, 'SIGTERM');
  // One that was suspended can only hear it when it goes on.
  for (const { pid } of first) signal(pid, 'SIGCONT');
  if (await until(async () => (await left()).length === 0, grace, 100)) return;
  for (const { pid, isScript } of await left()) if (!isScript) signal(pid, 'SIGKILL');
  if (await until(async () => (await left()).length === 0, grace / 2, 100)) return;
  await until(
    async () => {
      const still = await left();
      for (const { pid } of still) signal(pid, 'SIGKILL');
      return still.length === 0;
    },
    grace,
    100,
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasCode(error, 'ESRCH', 'EPERM')) throw error; // it has ended by itself
  }
}
