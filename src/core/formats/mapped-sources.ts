import { allSteps } from '../steps.ts';
import { elementAt } from '../text/elements.ts';
import type { Source } from './adapter.ts';
import { corpusSuffix } from './megatron-names.ts';

/** By language, the names or path prefixes of its sources: the mixture's `targets.map`. */
export type SourceNames = ReadonlyMap<string, readonly string[]>;

/** What a map has for a source. */
export interface Mapped {
  readonly code: string;
  /** As the map has it. */
  readonly name: string;
}

/** Sources of which one step tells something: a few milliseconds. */
export const sourcesAStep = 500;

/** Shares, checks, hovers and edits all ask for the same sources and map. */
const last = new WeakMap<
  readonly Source[],
  { readonly map: SourceNames; readonly mapped: readonly (Mapped | null)[] }
>();

/**
 * The language, and the name or path prefix (the longest), that the mixture's map has for each source; null: none. A name that
 * some source has in full means that source alone.
 */
export function mappedSources(sources: readonly Source[], map: SourceNames): readonly (Mapped | null)[] {
  return allSteps(mappedSteps(sources, map));
}

/** The same step by step. */
export function* mappedSteps(
  sources: readonly Source[],
  map: SourceNames,
): Generator<undefined, readonly (Mapped | null)[]> {
  const known = last.get(sources);
  if (known?.map === map) return known.mapped;
  const mapped = yield* match(sources, map);
  last.set(sources, { map, mapped });
  return mapped;
}

function* match(sources: readonly Source[], map: SourceNames): Generator<undefined, (Mapped | null)[]> {
  const best = sources.map((): Mapped | null => null);
  if (map.size === 0) return best;
  const { named, startingWith } = yield* indexOf(sources);
  // The first language that has a name keeps it: thousands may have one that all sources begin with.
  const seen = new Set<string>();
  let looked = 0;
  for (const [code, names] of map) {
    for (const name of names) {
      if (seen.has(name)) continue;
      seen.add(name);
      const exact = named.get(name);
      const fitting =
        exact === undefined
          ? startingWith(name).filter((hint) => isPrefixOf(name, hint.text))
          : name.includes('/')
            ? startingWith(`${name}/`)
            : [];
      for (const index of [...(exact ?? []), ...fitting.flatMap((hint) => hint.sources)]) {
        const known = best[index] ?? null;
        if (known === null || name.length > known.name.length) best[index] = { code, name };
      }
      looked += 1 + fitting.length;
      if (looked < sourcesAStep) continue;
      looked = 0;
      yield;
    }
  }
  return best;
}

/** A name or path that tells of sources, by their indices. */
interface Hint {
  readonly text: string;
  readonly sources: readonly number[];
}

/** Sources by their names and by what these begin with; a mixture may map thousands of names to thousands of sources. */
function* indexOf(sources: readonly Source[]) {
  const named = new Map<string, Set<number>>();
  const hinted = new Map<string, number[]>();
  for (const [index, source] of sources.entries()) {
    if (index % sourcesAStep === 0) yield;
    for (const own of new Set([source.name, ...source.hints]))
      for (const name of new Set([own, own.replace(corpusSuffix, '')]))
        named.set(name, (named.get(name) ?? new Set()).add(index));
    for (const hint of source.hints) {
      const same = hinted.get(hint);
      if (same === undefined) hinted.set(hint, [index]);
      else same.push(index);
    }
  }
  yield;
  const hints = [...hinted].map(([text, indices]): Hint => ({ text, sources: indices }));
  hints.sort((a, b) => (a.text < b.text ? -1 : 1));
  yield;
  const startingWith = (prefix: string): readonly Hint[] => {
    let low = 0;
    let high = hints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (elementAt(hints, middle).text < prefix) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (hints[end]?.text.startsWith(prefix) === true) end++;
    return hints.slice(low, end);
  };
  return { named, startingWith };
}

/**
 * Whether a name of the map ends at a boundary of a longer one: `/data/c4` in `/data/c4/de`, `/data/c4-01` and
 * `/data/c4_text_document`, not in `/data/c4_multi`, which is another corpus.
 */
function isPrefixOf(name: string, hint: string): boolean {
  if (name === '' || !hint.startsWith(name)) return false;
  const rest = hint.slice(name.length);
  if (/[/_.-]$/.test(name) || /^[/.]/.test(rest)) return true;
  return rest.replace(corpusSuffix, '') === '' || /^[_-]\d+(?:$|[/_.-])/.test(rest);
}
