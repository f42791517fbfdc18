import { isGlob } from '../text/glob.ts';
import { nearestWords } from '../text/nearest.ts';
import type { FileAccess } from './file-access.ts';
import { matching } from './paths-of.ts';

/** Entries of one folder that are compared with a misspelt name. */
const maxCompared = 2_000;

/**
 * The existing path that a missing one most likely stands for: each name of it misspelt by at most a third, else a file of the very
 * name elsewhere, up to two folders down. Null: there is none, or the path is there.
 */
export async function nearestPath(path: string, access: FileAccess): Promise<string | null> {
  try {
    const near = (await respelt(path, access)) ?? (await moved(path, access));
    return near === path ? null : near;
  } catch {
    // A folder that cannot be listed, or one that reaches too far, has nothing to offer.
    return null;
  }
}

async function respelt(path: string, access: FileAccess): Promise<string | null> {
  const segments = path.replace(/^(?:\.\/)+/, '').split('/');
  const found: string[] = [];
  for (const [i, segment] of segments.entries()) {
    if (isGlob(segment)) {
      const pattern = [...found, ...segments.slice(i)].join('/');
      return (await matching(pattern, access)).length > 0 ? pattern : null;
    }
    if (segment !== '..' && segment !== '') {
      const entries = await access.list(found.join('/') || (path.startsWith('/') ? '/' : ''));
      const isLast = i === segments.length - 1;
      const fitting = entries.filter(({ isFolder }) => isLast || isFolder).map(({ name }) => name);
      const [near] = fitting.includes(segment)
        ? [segment]
        : nearestWords(segment, fitting.slice(0, maxCompared), 1);
      if (near === undefined) return null;
      found.push(near);
    } else found.push(segment);
  }
  return found.join('/');
}

async function moved(path: string, access: FileAccess): Promise<string | null> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '' || isGlob(name)) return null;
  const beside = await access.list('');
  if (beside.some((entry) => entry.name === name && !entry.isFolder)) return name;
  const [found] = await matching(`{*,*/*}/${name}`, access);
  return found ?? null;
}
