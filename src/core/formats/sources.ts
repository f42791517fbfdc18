import type { Blend } from './adapter.ts';
import type { RecognisedConfig } from './check.ts';
import { sampledShares } from './shares.ts';
import { languagesOf, type Languages } from './source-language.ts';
import { stagesOf } from './write.ts';

/** What Climb reads of a training config's first stage, source by source, and of the other stages where it has some. */
export interface SourcesRead extends BlendRead {
  /** In their order, the first among them; absent: one blend is the whole training. */
  readonly stages?: readonly (BlendRead & { readonly name: string })[];
}

/** What is read of one blend. */
export interface BlendRead {
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
  const stages = stagesOf(config);
  return {
    ...blendRead(stages[0] ?? null, languages),
    ...(stages.length < 2
      ? {}
      : { stages: stages.map((blend) => ({ name: blend.label, ...blendRead(blend, languages) })) }),
  };
}

function blendRead(blend: Blend | null, languages: Languages): BlendRead {
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
