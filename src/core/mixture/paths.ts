import type { Located } from '../text/range.ts';
import type { Interactions, Mixture } from './mixture.ts';

/** Paths and globs that interactions come from; none for a matrix or a prior. */
export function namedByInteractions(interactions: Interactions | null): readonly Located<string>[] {
  if (interactions?.kind === 'runs') return interactions.paths;
  return interactions?.kind === 'model' ? [interactions.path] : [];
}

/** Paths of mixtures whose proportions are kept. */
export function namedByGroups({ groups }: Mixture): readonly Located<string>[] {
  return groups.flatMap(({ keep }) => (keep?.kind === 'mixture' ? [keep.path] : []));
}

/**
 * Files and globs to be read before a mixture can be solved: those of its interactions, then those that kept groups take their proportions from;
 * null: it names no interactions.
 */
export function interactionPaths(mixture: Mixture): string[] | null {
  if (mixture.interactions === null) return null;
  const named = [...namedByInteractions(mixture.interactions), ...namedByGroups(mixture)];
  return named.map(({ value }) => value);
}

/** Every path and glob of a mixture. */
export function namedPaths(mixture: Mixture): readonly Located<string>[] {
  const { interactions, targets } = mixture;
  return [
    ...namedByInteractions(interactions),
    ...namedByGroups(mixture),
    ...targets.map(({ file }) => file),
  ];
}

/** Sources by language without their places in the file. */
export function sourceNames(
  map: ReadonlyMap<string, readonly Located<string>[]>,
): ReadonlyMap<string, readonly string[]> {
  return new Map([...map].map(([code, names]) => [code, names.map(({ value }) => value)]));
}
