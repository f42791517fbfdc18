import { isGlob } from '../text/glob.ts';
import type { Located } from '../text/range.ts';
import type { Mixture } from '../mixture/mixture.ts';
import { namedPaths } from '../mixture/paths.ts';

/** Files of a mixture that can be clicked on; of more, nobody looks for one to click. */
const mostLinks = 1_000;

/** Paths of files that the mixture names, to be opened by a click; globs lead to no one file. */
export function documentLinks(mixture: Mixture): Located<string>[] {
  return namedPaths(mixture)
    .filter(({ value }) => !isGlob(value))
    .slice(0, mostLinks);
}
