import type { RecognisedConfig } from '../formats/check.ts';
import { configSteps, type HeldConfig } from '../formats/held.ts';
import type { KnownConfigs } from '../formats/known-configs.ts';
import { languageSteps } from '../formats/source-language.ts';
import { languageKnowledge } from '../language/codes.ts';
import type { Mixture } from '../mixture/mixture.ts';

/** Files that are looked into for one mixture: many times more configs than one model is trained by. */
export const mostConfigFiles = 200;

/** The training configs that a mixture names, as far as they are there to be read; null: it is none that Climb knows. */
export interface NamedConfigs {
  /** By the path that the mixture gives. */
  readonly targets: ReadonlyMap<string, HeldConfig | null>;
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
  const asked = new Set<string>();
  const readSome = (path: string): string | null => {
    if (!asked.has(path) && asked.size === mostConfigFiles) return null;
    asked.add(path);
    return read(path);
  };
  const text = proxy?.config == null ? null : readSome(proxy.config.value);
  const ofProxy = text === null ? undefined : yield* known.recognise(text);
  const ofTargets = new Map<string, HeldConfig | null>();
  for (const path of new Set(targets.map(({ file }) => file.value))) {
    if (readSome(path) === null) continue;
    yield;
    ofTargets.set(path, yield* configSteps(path, readSome, known));
  }
  for (const config of [ofProxy, ...[...ofTargets.values()].map((held) => held?.recognised)])
    for (const { sources } of config?.config.blends ?? []) yield* languageSteps(sources, languageKnowledge);
  return { targets: ofTargets, proxy: ofProxy };
}
