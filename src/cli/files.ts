import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { FileAccess } from '../core/analysis/input-files.ts';
import type { TextFile } from '../core/analysis/interactions.ts';
import { UsageError } from './command.ts';

/** The files beside a mixture, relative to `folder`. */
export function fileAccess(folder: string): FileAccess {
  return {
    read: (name) =>
      readFile(path.resolve(folder, name)).catch((error: unknown) => {
        throw new Error(explain(name, error), { cause: error });
      }),
    list: async (name) => {
      const entries = await readdir(path.resolve(folder, name), { withFileTypes: true }).catch(
        (error: unknown) => {
          throw new Error(explain(name, error), { cause: error });
        },
      );
      return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    },
  };
}

export async function readText(name: string): Promise<string> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    throw new UsageError(explain(name, error), { cause: error });
  }
}

export async function readTexts(names: readonly string[]): Promise<TextFile[]> {
  return Promise.all(names.map(async (name) => ({ path: name, text: await readText(name) })));
}

/** Writes by a temporary file beside it and a rename: nobody ever reads a half-written one. */
export async function writeAtomically(name: string, content: string): Promise<void> {
  const temporary = `${name}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, name);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError(
      `${name} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function explain(name: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `${name} does not exist`;
  if (code === 'EACCES') return `${name} may not be read`;
  if (code === 'EISDIR') return `${name} is a folder`;
  return `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
