import { mostConfigText, type RecognisedConfig } from '../formats/check.ts';
import { configSteps, type HeldConfig } from '../formats/held.ts';
import type { KnownConfigs } from '../formats/known-configs.ts';
import { languageSteps } from '../formats/source-language.ts';
import { languageKnowledge } from '../language/codes.ts';
import type { Mixture } from '../mixture/mixture.ts';

/** Files that are looked into for one mixture: many times more configs than one model is trained by. */
export const mostConfigFiles = 200;

/** Characters of all files that are looked into for one mixture: eight of the largest configs that are read at all. */
export const mostConfigTexts = 8 * mostConfigText;

/** The training configs that a mixture names, as far as they are there to be read; null: it is none that Climb knows. */
export interface NamedConfigs {
  /** By the path that the mixture gives. */
  readonly targets: ReadonlyMap<string, HeldConfig | null>;
  /** The first target that is not looked into, because those before it are as many, or as long together, as may be; null: there is none. */
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
  const asked = new Set<string>();
  let together = 0;
  const isFull = (): boolean => asked.size === mostConfigFiles || together > mostConfigTexts;
  const readSome = (path: string): string | null => {
    if (asked.has(path)) return read(path);
    if (isFull()) return null;
    asked.add(path);
    const text = read(path);
    together += text?.length ?? 0;
    return together > mostConfigTexts ? null : text;
  };
  const text = proxy?.config == null ? null : readSome(proxy.config.value);
  const ofProxy = text === null ? undefined : yield* known.recognise(text);
  let left: string | null = null;
  const ofTargets = new Map<string, HeldConfig | null>();
  for (const path of new Set(targets.map(({ file }) => file.value))) {
    const wasFull = isFull();
    const isThere = readSome(path) !== null;
    if (!isThere && (wasFull || together > mostConfigTexts)) left ??= path;
    if (!isThere) continue;
    yield;
    ofTargets.set(path, yield* configSteps(path, readSome, known));
  }
  for (const config of [ofProxy, ...[...ofTargets.values()].map((held) => held?.recognised)])
    for (const { sources } of config?.config.blends ?? []) yield* languageSteps(sources, languageKnowledge);
  return { targets: ofTargets, left, proxy: ofProxy };
}
