import { execFile } from 'node:child_process';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import type { AttemptRecord } from './folders.ts';

const run = promisify(execFile);

/** This process, in words that no later process with the same number shares. */
export async function thisLauncher(): Promise<AttemptRecord['launcher']> {
  return { host: hostname(), pid: process.pid, started: (await processField(process.pid, 'lstart')) ?? '' };
}

/** Whether the launcher is alive; null: it is another machine's. */
export async function isLauncherAlive(launcher: AttemptRecord['launcher']): Promise<boolean | null> {
  if (launcher.host !== hostname()) return null;
  return (await processField(launcher.pid, 'lstart')) === launcher.started;
}

/** Whether the process still is the one that runs a script; numbers are used again after a reboot. */
export async function runsScript(pid: number, script: string): Promise<boolean> {
  return (await processField(pid, 'args'))?.includes(script) === true;
}

/** Whether any process of the group lives. */
export function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended by itself.
  }
}

/** A column of ps (IEEE 1003.1); null: there is no such process. */
async function processField(pid: number, field: 'lstart' | 'args'): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.trim();
  } catch {
    return null;
  }
}
