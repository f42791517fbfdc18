import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ProcessRecord } from '../core/proxy/records.ts';
import { CannotLaunch } from './failures.ts';
import { hasCode, makeOwnFolder, readBounded, stampOf } from './files.ts';
import { isAlive, thisProcess } from './processes.ts';

/** How long somebody else's work on the folder is waited for, in milliseconds. */
const mostWaiting = 120_000;
/** A lock whose owner cannot be told is left over when it has been there for so long, in milliseconds. */
const leftOver = 600_000;

/** Works on a folder of runs alone. Whoever died with the lock is not waited for. */
export async function alone<T>(runsFolder: string, work: () => Promise<T>): Promise<T> {
  const folder = path.join(runsFolder, '.climb');
  await mkdir(runsFolder, { recursive: true });
  await makeOwnFolder(folder);
  const lock = path.join(folder, 'lock');
  // Prepared with its owner in it and then renamed: no lock is ever without its owner.
  const own = `${lock}.${randomUUID()}`;
  const owner = await thisProcess();
  await mkdir(own);
  try {
    await writeFile(path.join(own, 'owner'), JSON.stringify(owner), { flush: true });
    await take(runsFolder, own, lock);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    throw error;
  }
  try {
    return await work();
  } finally {
    // Not emptied in its place: a lock that is renamed onto an empty folder takes it, and would be removed with it.
    await clear(lock, owner);
  }
}

async function take(runsFolder: string, own: string, lock: string): Promise<void> {
  const end = performance.now() + mostWaiting;
  for (;;) {
    try {
      await rename(own, lock);
      return;
    } catch (error) {
      // ENOTDIR: something lies there that is no lock of anybody's.
      if (!hasCode(error, 'EEXIST', 'ENOTEMPTY', 'EPERM', 'ENOTDIR')) throw error;
    }
    const owner = await ownerOf(lock);
    if (await isLeftOver(lock, owner)) {
      await clear(lock, owner);
      continue;
    }
    if (performance.now() > end) {
      const who = owner === null ? 'another process' : `process ${owner.pid} on ${owner.host}`;
      throw new CannotLaunch(`${runsFolder} is being written by ${who}. If that is gone, remove ${lock}.`);
    }
    await setTimeout(50);
  }
}

/** Takes away the lock of an owner who is done or gone, but not the lock of somebody who was faster. */
async function clear(lock: string, owner: ProcessRecord | null): Promise<void> {
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if (JSON.stringify(await ownerOf(aside)) !== JSON.stringify(owner))
    await rename(aside, lock).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

async function isLeftOver(lock: string, owner: ProcessRecord | null): Promise<boolean> {
  // No lock is published without its owner: what it said was lost with the power.
  // Read once more: it may have been there only after it was looked for.
  if (owner === null) return (await stampOf(lock)) !== null && (await ownerOf(lock)) === null;
  const alive = await isAlive(owner);
  if (alive !== null) return !alive;
  if (owner.host === hostname()) return true; // this machine, before it was started again
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > leftOver;
}

async function ownerOf(lock: string): Promise<ProcessRecord | null> {
  const read = await readBounded(path.join(lock, 'owner'), 10_000);
  try {
    const value: unknown = read !== null && 'text' in read ? JSON.parse(read.text) : null;
    if (typeof value !== 'object' || value === null) return null;
    const { host, machine, pid, started } = value as Record<string, unknown>;
    return typeof host === 'string' &&
      typeof machine === 'string' &&
      typeof pid === 'number' &&
      typeof started === 'string'
      ? { host, machine, pid, started }
      : null;
  } catch {
    return null;
  }
}
