import { realpath } from 'node:fs/promises';
import nodePath from 'node:path';
import { beyondBudget, ConfigBudget } from '../core/formats/config-limits.ts';
import { readWithHolders } from '../core/formats/held.ts';
import { fromHere, readText } from './files.ts';
import { messageOf } from '../core/text/error-message.ts';

/**
 * Reads configs and, two steps from each, the files that they name as holding their blend. Those are read only below `folder` or
 * the folder that the command was started in: a config that somebody sent cannot lead elsewhere.
 *
 * @param names relative to `folder`
 * @param failed told of each named config that cannot be read
 */
export async function readConfigs(
  folder: string,
  names: readonly string[],
  failed: (name: string, message: string) => void = () => undefined,
): Promise<ReadonlyMap<string, string | null>> {
  const budget = new ConfigBudget();
  const read = async (name: string, named: boolean): Promise<string | null> => {
    const path = nodePath.resolve(folder, name);
    if (!named && !(await isInside(path, [folder, '.']))) return null;
    return readText(fromHere(path)).catch((error: unknown) => {
      if (named) failed(name, messageOf(error));
      return null;
    });
  };
  const texts = await readWithHolders(names, read, budget);
  const refused = names.find((name) => budget.hasRefused(name));
  if (refused !== undefined) failed(refused, beyondBudget(refused));
  return texts;
}

/** Links followed: where the file itself lies. */
async function isInside(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await realpath(path).catch(() => null);
  if (real === null) return false;
  const roots = await Promise.all(folders.map((folder) => realpath(nodePath.resolve(folder))));
  return roots.some((root) => {
    const below = nodePath.relative(root, real);
    return below !== '' && !below.startsWith('..') && !nodePath.isAbsolute(below);
  });
}
