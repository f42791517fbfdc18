import { randomUUID } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { link, lstat, mkdir, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CannotLaunch } from './failures.ts';
import { elementAt } from '../core/text/elements.ts';
import { messageOf } from '../core/text/error-message.ts';

// How files of run folders are read and written. Read: regular files only, without following links, up to a size, and once as
// long as they do not change. Written: whole or not at all, also when the power fails.

/** Without waiting for the writer of a pipe. */
const atOnce = constants.O_RDONLY | constants.O_NONBLOCK;
/** Nor following a link. */
const asItIs = atOnce | constants.O_NOFOLLOW;

export type FileText = { readonly text: string } | { readonly error: string };
export type FileBytes = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string };

/** Reads at most `maxBytes` of a text file that may be anything, without following a link; null: there is none. */
export async function readBounded(file: string, maxBytes: number): Promise<FileText | null> {
  const read = await readBytes(file, maxBytes, false);
  return read === null || 'error' in read
    ? read
    : { text: Buffer.from(read.bytes.buffer).toString('utf8', 0, read.bytes.length) };
}

/** The same of a text that is written again in part or as a whole: one that is not UTF-8 would lose what does not fit. */
export async function readExactly(file: string, maxBytes: number): Promise<FileText | null> {
  const read = await readBytes(file, maxBytes, false);
  if (read === null || 'error' in read) return read;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read.bytes) };
  } catch {
    return { error: 'it is not UTF-8 text' };
  }
}

/**
 * Reads at most `maxBytes` of a file that may be anything, and may become anything while it is looked at: what is looked at and what is
 * read is the same one; null: there is none.
 */
export async function readBytes(
  file: string,
  maxBytes: number,
  followsLinks: boolean,
): Promise<FileBytes | null> {
  let handle;
  try {
    handle = await open(file, followsLinks ? atOnce : asItIs);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    if (hasCode(error, 'ELOOP', 'EMLINK')) return { error: 'it is a link' };
    return { error: explain(error) };
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) return { error: 'it is not a regular file' };
    if (found.size > maxBytes) {
      return { error: `it has ${megabytes(found.size)} MB, and at most ${megabytes(maxBytes)} are read` };
    }
    const bytes = new Uint8Array(found.size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: bytes.subarray(0, length) };
  } catch (error) {
    return { error: explain(error) };
  } finally {
    await handle.close();
  }
}

/** The last bytes of a file, from the beginning of a line where it is longer; null: there is no such file. */
export async function readTail(file: string, bytes: number): Promise<string | null> {
  try {
    const handle = await open(file, asItIs);
    try {
      const found = await handle.stat();
      if (!found.isFile()) return null;
      const from = Math.max(0, found.size - bytes);
      const { bytesRead, buffer } = await handle.read(
        Buffer.alloc(found.size - from),
        0,
        found.size - from,
        from,
      );
      const text = buffer.toString('utf8', 0, bytesRead);
      return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

const megabytes = (bytes: number): string =>
  bytes / 1e6 >= 1 ? String(Math.round(bytes / 1e6)) : (bytes / 1e6).toFixed(2);

/** A file as far as it tells whether its content may have changed; null: there is none. */
export async function stampOf(file: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await lstat(file);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return null;
  }
}

/** What was made of files, by place and stamp. Looks repeat; most files of runs never change again. */
const seen = new Map<string, { readonly stamp: string; readonly value: unknown }>();
const mostSeen = 50_000;

/** What `make` makes of a file, made once as long as the file does not change; null: there is no file. */
export async function onceUnlessChanged<T>(
  file: string,
  use: string,
  make: () => Promise<T | null>,
): Promise<T | null> {
  const key = `${use}\0${file}`;
  const stamp = await stampOf(file);
  if (stamp === null) {
    seen.delete(key);
    return null;
  }
  const known = seen.get(key);
  if (known?.stamp === stamp) return known.value as T;
  const value = await make();
  if (value === null) return null;
  if (seen.size >= mostSeen) seen.clear();
  seen.set(key, { stamp, value });
  return value;
}

/** The old content or the new, never half of it, also after a power cut. */
export async function writeDurably(file: string, text: string): Promise<void> {
  await throughPart(file, text, (part) => rename(part, file));
}

/** Writes a file that is not there yet; false: it is, and is left alone. */
export async function writeOnce(file: string, text: string): Promise<boolean> {
  let written = true;
  await throughPart(file, text, async (part) => {
    try {
      await link(part, file);
    } catch (error) {
      if (hasCode(error, 'EEXIST')) written = false;
      // A file system without hard links.
      else if ((await stampOf(file)) === null) await rename(part, file);
      else written = false;
    }
  });
  return written;
}

async function throughPart(
  file: string,
  text: string,
  publish: (part: string) => Promise<void>,
): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(part, text, { flag: 'wx', flush: true });
    await publish(part);
  } finally {
    await rm(part, { force: true });
  }
  await syncFolder(path.dirname(file));
}

/** Writes an empty file whose being there says something; whatever is there already says it too, and is neither followed nor waited for. */
export async function leaveMark(file: string): Promise<void> {
  await writeFile(file, '', { flag: 'wx' }).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}

/**
 * Makes a folder for what is Climb's own, in one that is there.
 * @throws CannotLaunch where something else is in its place: through a link, Climb would write elsewhere
 */
export async function makeOwnFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (!(await lstat(folder)).isDirectory())
      throw new CannotLaunch(`${folder} must be a folder, and is a link or a file. Remove it.`);
  }
}

/** Makes the names in a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  // Some file systems know no such thing.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Where a file of a user's really lies, so that a link to it stays a link. One that leads out of its own folder and of the
 * given one is not followed: it may have come with the folder, from anyone.
 * @throws CannotLaunch
 */
export async function placeOf(file: string, folder: string): Promise<string> {
  const found = await lstat(file).catch(() => null);
  if (found?.isSymbolicLink() !== true) return file;
  const target = await realpath(file).catch(() => null);
  if (target === null) throw new CannotLaunch(`${file} is a link that leads nowhere.`);
  const inside = await Promise.all([folder, path.dirname(file)].map((root) => isBelow(root, target)));
  if (inside.includes(true)) return target;
  throw new CannotLaunch(
    `${file} is a link to ${target}, which lies elsewhere, and is not followed. Remove the link, or name that file itself with \`--out\`.`,
  );
}

/** Whether a place lies in a folder, links on both ways followed; also where there is no such place. */
export async function isBelow(folder: string, inner: string): Promise<boolean> {
  try {
    const [outside, inside] = await Promise.all([realpath(folder), realpath(inner)]);
    return `${inside}${path.sep}`.startsWith(`${outside}${path.sep}`);
  } catch {
    return true;
  }
}

/**
 * Replaces a file of a user's: permissions stay, and one that may not be written is refused.
 * @throws CannotLaunch saying why it is left alone
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  // Also for a user who may write everything.
  if (found !== null && (found.mode & 0o222) === 0)
    throw new CannotLaunch(`${file} is read-only; it is left as it is.`);
  await writeDurably(file, text);
}

export async function listing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** Names of the folders in a folder; links to folders are none. */
export const foldersIn = (folder: string): Promise<string[]> =>
  namesIn(folder, (entry) => entry.isDirectory());

export const linksIn = (folder: string): Promise<string[]> =>
  namesIn(folder, (entry) => entry.isSymbolicLink());

async function namesIn(folder: string, isWanted: (entry: Dirent) => boolean): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(isWanted).map(({ name }) => name);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** Works on many things at once, but not on all: a folder may hold more than may be open. */
export async function mapSome<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(elementAt(items, index), index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(32, items.length) }, worker));
  return results;
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  milliseconds: number,
  step = 50,
): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= end) return false;
    await setTimeout(step);
  }
}

export function isFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT');
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function explain(error: unknown): string {
  if (hasCode(error, 'EACCES', 'EPERM')) return 'it may not be read';
  if (hasCode(error, 'ENXIO')) return 'it is not a regular file';
  return messageOf(error);
}
