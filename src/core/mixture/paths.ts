import type { Located } from '../text/range.ts';
import type { Interactions, Mixture } from './mixture.ts';

/** Paths and globs that interactions come from; none for a matrix or a prior. */
export function namedByInteractions(interactions: Interactions | null): readonly Located<string>[] {
  if (interactions?.kind === 'runs') return interactions.paths;
  return interactions?.kind === 'model' ? [interactions.path] : [];
}

/** Every path and glob of a mixture. */
export function namedPaths({ interactions, targets }: Mixture): readonly Located<string>[] {
  return [...namedByInteractions(interactions), ...targets.map(({ file }) => file)];
}

/** Sources by language without their places in the file. */
export function sourceNames(
  map: ReadonlyMap<string, readonly Located<string>[]>,
): ReadonlyMap<string, readonly string[]> {
  return new Map([...map].map(([code, names]) => [code, names.map(({ value }) => value)]));
}
