import { Buffer } from 'node:buffer';
import { access, constants, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { FileTooLarge, type FileAccess } from '../core/analysis/file-access.ts';
import { maxInputBytes, readInputFiles, type InputFile } from '../core/analysis/input-files.ts';
import { matching } from '../core/analysis/paths-of.ts';
import { isGlob } from '../core/text/glob.ts';
import { text, UsageError, type Invocation } from './command.ts';
import { messageOf } from '../core/text/error-message.ts';

/** The files beside a mixture, relative to `folder`. Whoever starts the command line may read what a mixture names. */
export function fileAccess(folder: string): FileAccess {
  const explained = (name: string) => (error: unknown) => {
    throw error instanceof FileTooLarge ? error : new Error(explain(name, error), { cause: error });
  };
  return {
    read: (name, maxBytes) => readNamed(path.resolve(folder, name), maxBytes).catch(explained(name)),
    list: (name) => list(path.resolve(folder, name)).catch(explained(name)),
  };
}

/** A path as messages show it: from the folder that the command was started in, which is `.` itself. */
export const fromHere = (name: string): string => path.relative('.', name) || '.';

/** @throws UsageError where the file cannot be read, or is larger than any text that is ours */
export async function readText(name: string): Promise<string> {
  try {
    // The mark of byte order stays: what is written back has it still.
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readNamed(name, maxInputBytes));
  } catch (error) {
    throw new UsageError(explain(name, error), { cause: error });
  }
}

/**
 * The bytes of files, of the files that a glob matches, and of the runs in a folder. A pipe is read to its end.
 *
 * @throws UsageError
 */
export async function readInputs(names: readonly string[]): Promise<InputFile[]> {
  const inputs = await Promise.all(
    names.map(async (name): Promise<InputFile[]> => {
      const found = await stat(name).catch(() => null);
      const isDirectory = found?.isDirectory() === true;
      if (isDirectory || (found === null && isGlob(name))) {
        const pattern = isDirectory ? `${name}/` : name;
        const { files, unreadable } = await readInputFiles([pattern], fileAccess('.'));
        const [why] = unreadable;
        if (why !== undefined) throw new UsageError(why.message);
        return files;
      }
      try {
        return [{ path: name, bytes: await readBounded(name, maxInputBytes) }];
      } catch (error) {
        throw new UsageError(explain(name, error), { cause: error });
      }
    }),
  );
  return inputs.flat();
}

/**
 * The files that a pattern matches, in the order of their names.
 *
 * @throws UsageError where it matches none
 */
export async function matchingFiles(pattern: string): Promise<string[]> {
  try {
    return await matching(pattern, fileAccess('.'));
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

/**
 * The file that `--out` names, which has to be new; null: none is named. What is there may be a table that took weeks to measure, or
 * hand-written. Asked for before any work, so that none is lost to the answer.
 *
 * @throws UsageError
 */
export async function newFile(values: Invocation['values']): Promise<string | null> {
  const name = text(values, 'out');
  const found = name === null ? null : await stat(name).catch(() => null);
  if (found?.isFile() === true) throw new UsageError(`${name} ${existsAlready}`);
  if (found?.isDirectory() === true) throw new UsageError(`${name} is a folder: name a new file`);
  return name;
}

const existsAlready = 'exists already: name a new file, or remove it first';

/**
 * Writes a new file and tells so, with what to do next.
 *
 * @throws UsageError
 */
export async function writeNew(
  name: string,
  content: string,
  tell: Invocation['tell'],
  next = '',
): Promise<void> {
  await writeAtomically(name, content, null);
  tell(`wrote ${name}${next}`);
}

/**
 * Writes by a temporary file beside it and a rename, so that nobody ever reads a half-written one and a full disk leaves
 * the old one. A link stays a link, permissions stay, and a file that may not be written is left alone.
 *
 * @param expected what the file holds as far as its writer knows; it is left alone when that changed meanwhile; null: it is new
 */
export async function writeAtomically(name: string, content: string, expected: string | null): Promise<void> {
  const fail = (reason: string, cause?: unknown): never => {
    throw new UsageError(`${name} cannot be written: ${reason}`, { cause });
  };
  // Not by its real path, which a pipe behind a link such as /dev/stdout has none of.
  const existing = await stat(name).catch(() => null);
  const target = existing?.isFile() === true ? await realpath(name) : name;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    if (existing !== null) {
      await access(name, constants.W_OK);
      // Standard output, a terminal: to be written to, not replaced.
      if (!existing.isFile()) {
        await writeFile(name, content);
        return;
      }
      if (expected === null) fail(`it ${existsAlready}`);
    }
    await writeFile(temporary, content, {
      flag: 'wx',
      ...(existing === null ? {} : { mode: existing.mode }),
    });
    if (expected !== null && !(await holds(target, Buffer.from(expected)))) {
      fail('it changed in the meantime, or is not UTF-8 text');
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof UsageError) throw error;
    fail(writeFault(error), error);
  }
}

/** Whether a file holds these bytes, and no others. */
async function holds(name: string, expected: Buffer): Promise<boolean> {
  try {
    return expected.equals(await readBounded(name, expected.length));
  } catch (error) {
    if (error instanceof FileTooLarge) return false;
    throw error;
  }
}

/** A file that somebody names, which may be anything: opening a pipe would wait for its writer, a device has no end. */
async function readNamed(name: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const found = await stat(name);
  if (!found.isFile() && !found.isDirectory()) throw new Error('it is not a regular file');
  return readBounded(name, maxBytes);
}

/** Reads to the end of the file or to the limit, whatever size the file claims and however it grows meanwhile. */
async function readBounded(name: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(name);
  try {
    const found = await file.stat();
    // The size of a folder says nothing; reading it will.
    const size = found.isFile() ? found.size : 0;
    if (size > maxBytes) throw new FileTooLarge(size);
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(Math.max(65_536, size - length));
      const { bytesRead } = await file.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return new Uint8Array(Buffer.concat(chunks, length));
      length += bytesRead;
      if (length > maxBytes) throw new FileTooLarge(length);
      chunks.push(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

async function list(folder: string): ReturnType<FileAccess['list']> {
  const entries = await readdir(folder, { withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const { name } = entry;
      if (!entry.isSymbolicLink()) return { name, isFolder: entry.isDirectory() };
      const isFolder = await stat(path.join(folder, name)).then(
        (aim) => aim.isDirectory(),
        () => false,
      );
      return { name, isFolder, isLink: true };
    }),
  );
}

const readFaults: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read',
  EISDIR: 'is a folder',
};

const writeFaults: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'files may not be that large here',
  ENOENT: 'the folder does not exist',
  EISDIR: 'it is a folder',
};

export function explain(name: string, error: unknown): string {
  if (error instanceof FileTooLarge) {
    return `${name} has ${Math.round(error.bytes / 1e6)} MB; at most ${maxInputBytes / 1e6} MB are read`;
  }
  const known = readFaults[codeOf(error)];
  return `${name} ${known ?? `cannot be read: ${messageOf(error)}`}`;
}

function writeFault(error: unknown): string {
  return writeFaults[codeOf(error)] ?? messageOf(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
