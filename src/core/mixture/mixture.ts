import type { Command } from '../text/command-line.ts';
import type { RunMap } from '../runs/run-map.ts';
import type { Located, TextRange } from '../text/range.ts';

/** One entry below `languages:`. Absent values are null; problems with present ones are reported apart. */
export interface LanguageEntry {
  /** As the author wrote it. */
  readonly code: string;
  readonly codeRange: TextRange;
  /** The whole entry, key to end of value. */
  readonly range: TextRange;
  /** Display name: the author's, else from the code. */
  readonly displayName: string;
  /** Share of training tokens (or weight, with `ratios: weights`), unnormalised, as written. */
  readonly ratio: Located<number> | null;
  /** Unique tokens on disk. */
  readonly available: Located<number> | null;
  readonly importance: Located<number> | null;
  readonly min: Located<number> | null;
  readonly max: Located<number> | null;
  readonly maxEpochs: Located<number> | null;
}

export interface Group {
  readonly name: string;
  readonly range: TextRange;
  readonly members: readonly Located<string>[];
  readonly min: Located<number> | null;
  readonly max: Located<number> | null;
  /** Only the total of the group is free; null: all of it. */
  readonly keep: Keep | null;
}

/** Where the proportions come from that a group keeps: the file's own, those of another mixture file, or published ones. `range` is of the key. */
export type Keep =
  | { readonly kind: 'file'; readonly range: TextRange }
  | { readonly kind: 'mixture'; readonly range: TextRange; readonly path: Located<string> }
  | { readonly kind: 'published'; readonly range: TextRange; readonly name: Located<string> };

/** One stage of the training, with what it says of languages; what it does not say, the file says. */
export interface Stage {
  readonly name: string;
  /** Of the name, else of the whole entry. */
  readonly nameRange: TextRange;
  /** The whole entry. */
  readonly range: TextRange;
  /** Training tokens, or up to 1 a part of the budget. */
  readonly tokens: Located<number> | null;
  /** Its shares are decided: the optimiser leaves them as they are. */
  readonly fixed: boolean;
  /** Of the key `languages`; null: the stage has none. */
  readonly languagesRange: TextRange | null;
  readonly languages: readonly StageLanguage[];
}

export interface StageLanguage {
  readonly code: string;
  readonly codeRange: TextRange;
  /** The whole entry, key to end of value. */
  readonly range: TextRange;
  /** Share of the stage's tokens (or weight, with `ratios: weights`), unnormalised, as written. */
  readonly ratio: Located<number> | null;
  readonly min: Located<number> | null;
  readonly max: Located<number> | null;
}

/** Tables of runs and what is said of their columns. */
export interface RunTables {
  readonly range: TextRange;
  readonly paths: readonly Located<string>[];
  /** Null: nothing is said, so names and values tell. */
  readonly map: RunMap | null;
  /** Every column or pattern that the map names, under its key. */
  readonly named: readonly (Located<string> & { readonly key: keyof RunMap })[];
}

/** Where the interactions come from; exactly one of these kinds. */
export type Interactions =
  | {
      readonly kind: 'runs';
      readonly range: TextRange;
      /** Of all tables. */
      readonly paths: readonly Located<string>[];
      readonly tables: readonly RunTables[];
    }
  | { readonly kind: 'model'; readonly range: TextRange; readonly path: Located<string> }
  | {
      readonly kind: 'matrix';
      readonly range: TextRange;
      /** transfer[source][target], by code as written. */
      readonly transfer: Readonly<Record<string, Readonly<Record<string, number>>>>;
      readonly saturation: Readonly<Record<string, Readonly<Record<string, number>>>> | null;
      readonly exponent: Readonly<Record<string, number>> | number | null;
      readonly coefficient: Readonly<Record<string, number>> | number | null;
    }
  | { readonly kind: 'prior'; readonly range: TextRange; readonly prior: 'relatedness' };

export interface Target {
  readonly range: TextRange;
  readonly file: Located<string>;
  /** Which stage of the training the config's weights are for: its name, or its place, the first being 0; null: the first. */
  readonly stage: Located<string | number> | null;
  /** Language code → source names or path prefixes of the training config. */
  readonly map: ReadonlyMap<string, readonly Located<string>[]>;
  /** Tokens of the sources, where the map gives them (`{source: 640B}`). */
  readonly sizes: ReadonlyMap<string, number>;
}

/** The section `proxy`: how this project trains one small model. What cannot be read is null, and a problem. */
export interface ProxySection {
  /** Of the key. */
  readonly range: TextRange;
  /** Words of the command with their placeholders; null: missing, or no command line. */
  readonly command: Located<Command> | null;
  /** Training config whose weights are rewritten for each run, relative to the mixture file; null: runs have no config. */
  readonly config: Located<string> | null;
  /** Sources of the config by language, if their names do not say so. */
  readonly map: ReadonlyMap<string, readonly Located<string>[]>;
  /** Where a run leaves its losses, with placeholders; null: where `core/proxy/section.ts` says. */
  readonly result: Located<string> | null;
  /** How a training tells how far it is (`core/proxy/progress.ts`); null: in the usual files. */
  readonly progress: Located<string> | null;
  /** Key of each language's loss in the result, by language code. */
  readonly losses: ReadonlyMap<string, string>;
  /** D of one proxy run. */
  readonly tokens: Located<number> | null;
  /** N of one proxy run. */
  readonly parameters: Located<number> | null;
  /** Seed of the first run; the next ones count on. */
  readonly seed: Located<number> | null;
  /** As written; `core/proxy/engines` knows which there are. */
  readonly engine: Located<string> | null;
  /** Sections of engines by their names, and in them the options as written; what they mean, the engine knows. */
  readonly options: ReadonlyMap<string, readonly EngineOption[]>;
  /** Folder of the run folders, relative to the mixture file. */
  readonly runs: Located<string> | null;
}

export interface EngineOption {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly value: Located<string>;
}
/** What `solver.method: two-steps` was called before version 1; still read. */
export const formerMethod = 'climb';

/** A mixture file, as far as it could be understood. */
export interface Mixture {
  readonly name: Located<string> | null;
  /** The key `languages`, where problems of the whole mixture are shown; null when the key is missing. */
  readonly languagesRange: TextRange | null;
  /** In the author's order. */
  readonly languages: readonly LanguageEntry[];
  /** `ratios: weights`: ratios are relative weights, to be normalised. */
  readonly weights: boolean;
  /** N, model parameters. */
  readonly parameters: Located<number> | null;
  /** D, training tokens: the budget's, else the sum of stages that all give tokens. */
  readonly tokens: Located<number> | null;
  readonly groups: readonly Group[];
  /** In the order of training; empty: one stage, the whole training. */
  readonly stages: readonly Stage[];
  readonly interactions: Interactions | null;
  readonly objective: {
    readonly loss: 'absolute' | 'relative';
    readonly maxEpochs: Located<number> | null;
  };
  readonly solver: {
    readonly tolerance: number | null;
    /** Which mixture is recommended: the optimum of the objective, or the two steps. */
    readonly method: 'joint' | 'two-steps';
  };
  readonly targets: readonly Target[];
  readonly proxy: ProxySection | null;
}
