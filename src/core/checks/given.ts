import { keysAt } from '../mixture/schema.ts';
import { entryOf, mapsOf, repeatsKey, type SourceNode } from '../mixture/source.ts';
import { nearestWords } from '../text/nearest.ts';

/**
 * Whether a mapping gives a key, also where it is misspelt or its value cannot be read: that is told at its place, and a rule that finds
 * nothing there does not tell it again as missing.
 *
 * @param path of the mapping, as `schemaAt` takes it
 */
export function isGiven(node: SourceNode | undefined, key: string, path: readonly string[]): boolean {
  if (node?.kind !== 'map') return false;
  if (entryOf(node, key) !== undefined) return true;
  const known = keysAt(path);
  return node.entries.some(
    (entry) => !known.includes(entry.key) && nearestWords(entry.key, known, 1)[0] === key,
  );
}

/** The same of the ratio of a language, which may be all that is said of it. */
export function isRatioGiven(node: SourceNode | undefined, path: readonly string[]): boolean {
  return node?.kind === 'scalar'
    ? node.value !== null
    : isGiven(node, 'ratio', path) || node?.kind === 'list';
}

/** Whether something below gives a key twice: which one counts is not known, and so not what they sum to or lack. */
export function isAmbiguous(node: SourceNode | undefined): boolean {
  for (const map of mapsOf(node ?? null)) if (repeatsKey(map)) return true;
  return false;
}
