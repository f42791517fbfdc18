import type { Located } from '../../text/range.ts';
import type { Mixture } from '../mixture.ts';
import { isGlob } from '../rules/interaction-unreadable.ts';

/** Paths of files that the mixture names, to be opened by a click; globs lead to no one file. */
export function documentLinks({ interactions, targets }: Mixture): Located<string>[] {
  const paths =
    interactions?.kind === 'runs'
      ? interactions.paths
      : interactions?.kind === 'model'
        ? [interactions.path]
        : [];
  return [...paths.filter(({ value }) => !isGlob(value)), ...targets.map(({ file }) => file)];
}
