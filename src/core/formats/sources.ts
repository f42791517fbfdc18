import type { RecognisedConfig } from './check.ts';
import { sampledShares } from './shares.ts';
import { languagesOf, type Languages } from './source-language.ts';
import { trainingBlend } from './write.ts';

/** What Climb reads of a training config's first blend, source by source. */
export interface SourcesRead {
  /** Whether the config alone tells what share each source gets. */
  readonly shares: 'known' | 'unknown';
  readonly sources: readonly {
    readonly name: string;
    /** Of what a weight counts there; null: not known. */
    readonly share: number | null;
    /** As its name has it; null: it does not tell. */
    readonly language: string | null;
  }[];
}

export function sourcesRead({ config }: RecognisedConfig, languages: Languages): SourcesRead {
  const blend = trainingBlend(config);
  const shares = blend === null ? null : sampledShares(blend);
  const told = blend === null ? [] : languagesOf(blend.sources, languages);
  return {
    shares: shares === null ? 'unknown' : 'known',
    sources: (blend?.sources ?? []).map(({ name }, index) => ({
      name,
      share: shares?.[index] ?? null,
      language: told[index] ?? null,
    })),
  };
}
