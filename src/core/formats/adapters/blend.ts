import type { Blend, Source } from '../adapter.ts';
import type { ConfigReader } from '../reading/reader.ts';
import type { ScalarNode, TreeNode } from '../reading/tree.ts';

/** What most frameworks do: they need a weight for each source, take any scale and 0, and sample by them as they are. */
export const plainBlend = {
  evaluation: false,
  unit: 'tokens',
  absent: null,
  overridden: null,
  sumTolerance: null,
  acceptsZero: true,
  realise: null,
  removeSources: null,
  insertWeights: null,
} as const satisfies Partial<Blend>;

/** Whether a word looks like the prefix of a tokenised corpus: what Megatron's preprocessing writes, or at least a path. */
export function isPrefix(word: string): boolean {
  return word.includes('/') || word.endsWith('_document');
}

/** Whether a path has the ending of a data file. Prefixes of tokenised corpora have none. */
export function isDataFile(path: string): boolean {
  return /\.(?:csv|tsv|jsonl?|parquet|txt|npz?|h5|hdf5|tfrecords?|arrow|pkl|pt|zip|tar|png|jpe?g|wav|mp3|mp4)(?:\.\w+)?$/i.test(
    path,
  );
}

/** Whether a name has a word for data that is not trained on: `VALID_DATA_PATH`, `evalData`; not `RETRIEVAL_DATA_PATH`. */
export function isEvaluation(name: string): boolean {
  const words = name
    .replace(/([a-z])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => /^(?:val|valid|validation|test|testing|eval|evaluation)$/.test(word));
}

/** The file that Megatron and its relatives open first for a prefix (megatron/core/datasets/indexed_dataset.py). */
export function indexFile(prefix: string): string {
  return `${prefix}.idx`;
}

/**
 * Sources whose paths stand in one list and whose weights in another, in the same order.
 *
 * @param file what the trainer opens for a path.
 */
export function pairedSources(
  paths: readonly ScalarNode[],
  weights: readonly TreeNode[],
  reader: ConfigReader,
  file: (path: string) => string,
): Source[] {
  return paths.map(({ text, range }, index) => {
    const weight = weights[index];
    return {
      name: text,
      range,
      weight: weight === undefined ? null : reader.weight(weight),
      file: file(text),
      hints: [text],
    };
  });
}
