import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readBounded } from '../../proxy/files.ts';
import { isFitName, mostKept, type FitStore, type StoredEntry } from '../fit-store.ts';

/** Kept fits as files of one folder, which several programs may use at a time. The folder is made when something is first kept. */
export class FolderStore implements FitStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async read(name: string): Promise<string | null> {
    const file = path.join(this.folder, name);
    const read = await readBounded(file, mostKept);
    if (read === null) return null;
    if ('error' in read) throw new Error(read.error);
    // The oldest go first, and what is used is young; where it cannot be said, it ages.
    await utimes(file, new Date(), new Date()).catch(() => undefined);
    return read.text;
  }

  /** The old text or the new, never half of it. */
  async write(name: string, text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = path.join(this.folder, `${randomUUID()}.part`);
    try {
      await writeFile(part, text, { mode: 0o600 });
      await rename(part, path.join(this.folder, name));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async entries(): Promise<StoredEntry[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const found: StoredEntry[] = [];
    for (const name of names.filter(isFitName)) {
      const entry = await stat(path.join(this.folder, name)).catch(() => null);
      // Another program may have removed it meanwhile.
      if (entry?.isFile() === true) found.push({ name, size: entry.size, used: entry.mtimeMs });
    }
    return found;
  }

  async remove(name: string): Promise<void> {
    await rm(path.join(this.folder, name), { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
