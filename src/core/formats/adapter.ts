import type { Problem } from '../problem.ts';
import type { Located, TextEdit, TextRange } from '../text/range.ts';
import type { ConfigDocument } from './reading/document.ts';

/** As `climb check` answers and `climb export --to` takes them. */
export const formatNames = [
  'megatron-args',
  'megatron-split',
  'megatron-shell',
  'megatron-deepspeed',
  'nemo',
  'megatron-bridge',
  'levanter',
  'olmo-core',
  'mosaic',
  'nanotron',
  'gpt-neox',
  'llama-factory',
  'lingua',
  'doremi',
  'regmix',
  'maxtext',
  'fairseq2',
  'olmix',
  'opustrainer',
  'trl',
  'energon',
  'fast-llm',
] as const;

export type FormatName = (typeof formatNames)[number];

/** What a weight counts: the same number is a share of tokens to one framework and an epoch count to another. */
export type WeightUnit = 'tokens' | 'documents' | 'examples' | 'samples' | 'epochs';

/** A number as the trainer reads it, unnormalised, and where it stands. */
export interface Weight extends Located<number> {
  /** It comes in by `<<`: edits that give the source a number of its own, in place of what others may share. */
  readonly override?: (number: string) => readonly TextEdit[];
  /** Why the number must not be changed where it stands (in words); absent: it may be. */
  readonly fixed?: string;
}

/** One source of training data as the config names it: a path prefix, a folder, a key. */
export interface Source {
  readonly name: string;
  /** Of the name. */
  readonly range: TextRange;
  /** Null: none is given. */
  readonly weight: Weight | null;
  /** What the trainer's side multiplies the number in the text by, to get the weight; absent: 1. */
  readonly times?: number;
  /** How often the framework reads it at most, before it stops; absent: it begins again without end. */
  readonly maxEpochs?: number;
  /** A file or folder that the trainer opens for it, or a pattern of them; absent: not told here. */
  readonly file?: string;
  /** Texts that tell its language, best first: the name, its paths, the name of the data set's subset. */
  readonly hints: readonly string[];
}

/** Edits that give weights, and what a reader must know of them besides what is sampled then. */
export interface WeightEdits {
  readonly edits: readonly TextEdit[];
  readonly notes: readonly string[];
}

/** A list of sources that are sampled together. */
export interface Blend {
  /** How messages call it: `train`, `valid`, the name of a stage. */
  readonly label: string;
  /** Not trained on, so never written. */
  readonly evaluation: boolean;
  /** Where problems of the whole blend are shown: its key or its first source. */
  readonly range: TextRange;
  readonly unit: WeightUnit;
  readonly sources: readonly Source[];
  /** The weight of a source that has none: a number, in proportion to the source's size, or an error (null). */
  readonly absent: number | 'size' | null;
  /** Why the trainer does not sample by these weights (in words); null: it does. */
  readonly overridden: string | null;
  /** Largest |sum − 1| the framework accepts; null: it normalises. */
  readonly sumTolerance: number | null;
  readonly acceptsZero: boolean;
  /** What a weight of zero does, where it is not simply rejected. */
  readonly zeroConsequence?: string;
  /** What the framework makes of normalised weights (blocks, rounded decimals); null: samples by them as they are. */
  readonly realise: ((shares: readonly number[]) => readonly number[]) | null;
  /** A sentence: what lets the framework sample nearer to the weights. */
  readonly finer?: string;
  /** The framework counts with integers. */
  readonly wholeNumbers?: boolean;
  /** Takes sources out (by index), for frameworks that reject a weight of zero; null: not possible by an edit. */
  readonly removeSources: ((indices: readonly number[]) => readonly TextEdit[]) | null;
  /** Edits that give the sources these weights, where a weight is more than the number at its place; absent: it is that number. */
  readonly editWeights?: (weights: readonly number[]) => WeightEdits;
  /** Edits that give weights (by source) to the sources that have none; null: not possible. */
  readonly insertWeights: ((weights: readonly number[]) => readonly TextEdit[]) | null;
}

/** What an adapter understood of a training config, and what it did not. */
export interface TrainingConfig {
  /** In the file's order; several where the run has stages or splits. Empty: placeholders only. */
  readonly blends: readonly Blend[];
  /** Of the format's own rules; the rules that all formats share are in rules.ts. */
  readonly problems: readonly Problem[];
  /** Training sequences of the whole run, where the config tells. */
  readonly sequences: number | null;
}

export interface NamedShare {
  readonly name: string;
  readonly share: number;
}

/** Prefix of a format's problem codes. */
export const areaOf = ({ name, codes }: Pick<Adapter, 'name' | 'codes'>): string => codes ?? name;

/** All that Climb knows about one framework. */
export interface Adapter {
  readonly name: FormatName;
  /** Prefix of its problem codes, which formats of one framework share; absent: its name (`areaOf`). */
  readonly codes?: string;
  /** How the framework is called in messages. */
  readonly framework: string;
  /** A text without it is not of this format; looked for before anything is parsed, so that other files cost next to nothing. */
  readonly marker: RegExp;
  /** Words, not YAML or JSON. */
  readonly plainText?: boolean;
  /** Words as the shell reads them. */
  readonly isScript?: boolean;
  /**
   * Null: the text is not of this format. Told from the content alone, unless a launcher hands the file over as of this format
   * (`document.given`). Never throws.
   */
  read(document: ConfigDocument): TrainingConfig | null;
  /** A new text in this format that trains on these shares, named after the languages. */
  write(shares: readonly NamedShare[]): string;
}
