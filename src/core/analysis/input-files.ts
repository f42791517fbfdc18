import { FileTooLarge, OutsideWorkspace, type FileAccess } from './file-access.ts';
import { nearestPath } from './nearest-path.ts';
import { maxFiles, pathsOf } from './paths-of.ts';
import { messageOf } from '../text/error-message.ts';

export interface InputFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A path or glob of the mixture that gave no file, and why. */
export interface UnreadablePath {
  /** As the mixture file wrote it. */
  readonly path: string;
  /** Without a full stop. */
  readonly message: string;
  /** Reading is a matter of permission. */
  readonly outside: boolean;
  /** An existing path that may be meant. */
  readonly nearest?: string;
}

/** Bytes read for one mixture: several hundred thousand runs, which take the solver 1.3 GB. */
export const maxInputBytes = 64_000_000;

/** Of the paths that are missing, how many are looked for elsewhere. */
const mostLookedFor = 20;

/**
 * Reads the files that paths and globs name, each once, in the order of the patterns and of their names within a glob.
 * Never rejects: what cannot be read is told in `unreadable`.
 */
export async function readInputFiles(
  patterns: readonly string[],
  access: FileAccess,
): Promise<{ files: InputFile[]; unreadable: UnreadablePath[] }> {
  const files = new Map<string, InputFile>();
  const unreadable: UnreadablePath[] = [];
  let left = maxInputBytes;
  for (const [i, pattern] of patterns.entries()) {
    if (i === maxFiles) {
      const message = `${pattern} and what follows is not read: a mixture may name at most ${maxFiles.toLocaleString('en')} files; a glob such as runs/*.csv names many at once`;
      unreadable.push({ path: pattern, message, outside: false });
      break;
    }
    try {
      for (const path of await pathsOf(pattern, access)) {
        if (files.has(path)) continue;
        const bytes = await read(path, left, access);
        left -= bytes.length;
        files.set(path, { path, bytes });
      }
    } catch (error) {
      const message = messageOf(error);
      const outside = error instanceof OutsideWorkspace;
      const isLookedFor = !outside && unreadable.length < mostLookedFor;
      const nearest = isLookedFor ? await nearestPath(pattern, access) : null;
      unreadable.push({ path: pattern, message, outside, ...(nearest === null ? {} : { nearest }) });
    }
  }
  return { files: [...files.values()], unreadable };
}

async function read(path: string, left: number, access: FileAccess): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await access.read(path, left);
  } catch (error) {
    if (!(error instanceof FileTooLarge)) throw error;
    const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    throw new Error(
      `${path} has ${megabytes(error.bytes)}, and all files of a mixture together may have ${megabytes(maxInputBytes)}; leave out rows and columns that it does not need`,
      { cause: error },
    );
  }
}
