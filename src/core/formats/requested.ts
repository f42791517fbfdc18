import type { StageName } from './write.ts';

/** A mixture that names the config among its targets. */
export interface MixtureRequest {
  /** How texts call the mixture file. */
  readonly file: string;
  readonly request: RequestedShares;
}

/** What a mixture file asks of one of its training configs, by the mixture's own codes. */
export interface RequestedShares {
  /** Which stage of the config (`targets[].stage`); null: the first. */
  readonly stage: StageName | null;
  /** Any positive scale. */
  readonly shares: ReadonlyMap<string, number>;
  /** Language → names or path prefixes of its sources (`targets[].map`). */
  readonly map: ReadonlyMap<string, readonly string[]>;
  /** Tokens of what the map names, where it says so. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Training tokens of the run; null: not said. */
  readonly tokens: number | null;
  /** How much text a language has, in tokens, and how often it may be read. */
  readonly supply: ReadonlyMap<
    string,
    { readonly available: number | null; readonly maxEpochs: number | null }
  >;
}
