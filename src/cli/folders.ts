import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { mostConfigBytes } from '../core/formats/config-limits.ts';
import { declaresMixture } from '../core/mixture/recognise.ts';
import { UsageError } from './command.ts';
import { explain } from './files.ts';

/** Endings of files that can be a mixture or a training config. What they are, their content tells. */
const ending = /\.(?:ya?ml|json|jsonc|txt|args|sh|bash|slurm|sbatch)$/i;
/** Folders of other people's files. Hidden ones are skipped as well. */
const foreign = new Set(['node_modules', 'site-packages', 'venv', '__pycache__']);

export async function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

export async function exists(name: string): Promise<boolean> {
  return stat(name).then(
    () => true,
    () => false,
  );
}

/**
 * The files of a folder and its folders that may be mixtures or training configs, in the order of their names.
 *
 * @throws UsageError where the folder itself cannot be read
 */
export async function candidates(folder: string): Promise<string[]> {
  try {
    return await candidatesIn(folder, await readdir(folder, { withFileTypes: true }));
  } catch (error) {
    throw new UsageError(explain(folder, error), { cause: error });
  }
}

async function candidatesIn(folder: string, entries: Dirent[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && !foreign.has(entry.name)) {
      // One within that may not be read is none of ours.
      const within = await readdir(name, { withFileTypes: true }).catch(() => []);
      found.push(...(await candidatesIn(name, within)));
    } else if (entry.isFile() && ending.test(entry.name)) {
      // Larger ones are data, but for those that say what they are.
      const { size } = await stat(name);
      if (size <= mostConfigBytes || declaresMixture(name, '')) found.push(name);
    }
  }
  return found;
}
