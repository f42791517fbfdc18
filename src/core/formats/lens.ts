import type { TextRange } from '../text/range.ts';
import type { RecognisedConfig } from './check.ts';
import { languagesOf, type Languages } from './source-language.ts';
import { stagesOf } from './write.ts';

/** What is read of one stage of a training config, said above it. */
export interface ConfigLens {
  readonly range: TextRange;
  readonly sources: number;
  /** As far as the names tell them; spellings of one language are one. */
  readonly languages: number;
}

export function configLenses({ config }: RecognisedConfig, languages: Languages): ConfigLens[] {
  return stagesOf(config)
    .filter(({ sources }) => sources.length > 0)
    .map(({ range, sources }) => {
      const codes = languagesOf(sources, languages).filter((code) => code !== null);
      const distinct = new Set(codes.map((code) => languages.resolve(code) ?? code));
      return { range, sources: sources.length, languages: distinct.size };
    });
}
