import type { RecognisedConfig } from '../formats/check.ts';
import { ConfigBudget } from '../formats/config-limits.ts';
import { targetSteps, type HeldConfig } from '../formats/held.ts';
import type { KnownConfigs } from '../formats/known-configs.ts';
import { languageSteps } from '../formats/source-language.ts';
import { languageKnowledge } from '../language/codes.ts';
import type { Mixture } from '../mixture/mixture.ts';

/** The training configs that a mixture names, as far as they are there to be read; null: it is none that Climb knows. */
export interface NamedConfigs {
  /** By the path that the mixture gives. */
  readonly targets: ReadonlyMap<string, HeldConfig | null>;
  /** The first target that is not looked into, because those before it reached the limit; null: there is none. */
  readonly left: string | null;
  readonly proxy: RecognisedConfig | null | undefined;
}

/**
 * Reads them step by step; the languages of their sources are told then, too, so that whoever asks for these later need not wait.
 *
 * @param read the text of a file by its path, relative to the mixture; null: not there, or nobody can tell
 */
export function* namedConfigs(
  { targets, proxy }: Mixture,
  read: (path: string) => string | null,
  known: KnownConfigs,
): Generator<undefined, NamedConfigs> {
  const budget = new ConfigBudget();
  /** Whoever is led to a file again, by its name or by another config, gets what was given the first time. */
  const given = new Map<string, string | null>();
  const readSome = (path: string): string | null => {
    const before = given.get(path);
    if (before !== undefined) return before;
    const text = budget.admits(path) ? budget.take(path, read(path)) : null;
    given.set(path, text);
    return text;
  };
  const text = proxy?.config == null ? null : readSome(proxy.config.value);
  const ofProxy = text === null ? undefined : yield* known.recognise(text);
  const paths = new Set(targets.map(({ file }) => file.value));
  const ofTargets = new Map<string, HeldConfig | null>();
  for (const path of paths) {
    if (readSome(path) === null) continue;
    yield;
    ofTargets.set(path, yield* targetSteps(path, readSome, known));
  }
  const left = [...paths].find((path) => budget.hasRefused(path)) ?? null;
  for (const config of [ofProxy, ...[...ofTargets.values()].map((held) => held?.recognised)])
    for (const { sources } of config?.config.blends ?? []) yield* languageSteps(sources, languageKnowledge);
  return { targets: ofTargets, left, proxy: ofProxy };
}
