import type { Adapter, Blend, NamedShare, TrainingConfig } from '../adapter.ts';
import { indexFile, isDataFile, isPrefix, pairedSources, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { fillIn, insertAfter } from '../edits.ts';
import { prefix } from './megatron-blend.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { percent } from '../../text/words.ts';
import { isNothing, scalarsOf, type Entry, type MapNode, type TreeNode } from '../reading/tree.ts';

const splits = ['train', 'valid', 'test'] as const;

/**
 * GPT-NeoX: `train-data-paths` and `train-data-weights`, with `-` or `_`, in YAML written like JSON
 * (EleutherAI/gpt-neox @ ea7aefd8, megatron/neox_arguments/arguments.py:245-254, 1162-1174, 1353-1361,
 * megatron/data/data_utils.py:269-285, 446-508).
 */
export const gptNeox: Adapter = {
  name: 'gpt-neox',
  framework: 'GPT-NeoX',
  marker: /\b(?:train|valid|test)[-_]data[-_]paths\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    if (root?.kind !== 'map' || !isNeox(root)) return null;
    const reader = new ConfigReader(document, gptNeox, 'pyyaml');
    reader.duplicateKeys(root);
    reportTwins(root, reader);
    reportSplits(root, reader);
    const byDocuments = reportDocumentWeights(root, reader);
    const blends = splits.flatMap((split) => readSplit(split, root, byDocuments, reader));
    reportEpochs(root, blends, reader);
    const [iterations, batch] = ['train_iters', 'train_batch_size'].map((name) => entryNamed(root, name));
    const sequences = reader.product(iterations?.value, batch?.value);
    return { blends, problems: reader.problems, sequences };
  },

  write(shares: readonly NamedShare[]): string {
    const paths = shares.map(({ name }) => JSON.stringify(prefix(name))).join(', ');
    const weights = shares.map(({ share }) => decimal(share)).join(', ');
    return `{\n  "train-data-paths": [${paths}],\n  "train-data-weights": [${weights}],\n  "valid-data-paths": [],\n  "test-data-paths": [],\n}\n`;
  },
};

/** The keys alone prove nothing (`train_data_paths: [a.csv, b.csv]`): the paths must be prefixes of tokenised corpora. */
function isNeox(root: MapNode): boolean {
  const given = splits.flatMap((split) => entryNamed(root, `${split}_data_paths`) ?? []);
  const paths = given.flatMap(({ value }) => scalarsOf(value) ?? []).map(({ text }) => text);
  return paths.length > 0 && paths.some(isPrefix) && !paths.some(isDataFile);
}

/** GPT-NeoX turns `-` into `_` after loading. */
function entryNamed(root: MapNode, name: string): Entry | undefined {
  return root.entries.findLast(({ key }) => key.text.replaceAll('-', '_') === name);
}

/** The check for duplicates runs before `-` becomes `_` (arguments.py:246, 251), so twins override each other. */
function reportTwins(root: MapNode, reader: ConfigReader): void {
  const first = new Map<string, Entry>();
  for (const entry of root.entries) {
    const name = entry.key.text.replaceAll('-', '_');
    const earlier = first.get(name);
    first.set(name, entry);
    if (
      earlier === undefined ||
      earlier.key.text === entry.key.text ||
      !/_data_(?:paths|weights)$/.test(name)
    )
      continue;
    reader.report(
      'twin-keys',
      'error',
      entry.key.range,
      `\`${entry.key.text}\` and \`${earlier.key.text}\` are one setting to GPT-NeoX; one overrides the other silently.`,
      { related: [{ message: 'the other one', range: earlier.key.range }] },
    );
  }
}

function reportSplits(root: MapNode, reader: ConfigReader): void {
  const given = splits.map((split) => entryNamed(root, `${split}_data_paths`));
  const missing = splits.filter((_, index) => isNothing(given[index]?.value));
  const anchor = given.find((entry) => !isNothing(entry?.value));
  if (anchor === undefined || missing.length === 0) return;
  // A run is often configured by several files, which are merged.
  reader.report(
    'split-keys',
    'info',
    anchor.key.range,
    `GPT-NeoX needs paths for all three splits if one is given; another file of the run must give ${missing.map((split) => `\`${split}_data_paths\``).join(' and ')}.`,
  );
}

/** `weight_by_num_documents` multiplies p by (1 − n/N), not what its documentation says (data_utils.py:446-480). */
function reportDocumentWeights(root: MapNode, reader: ConfigReader): boolean {
  const entry = entryNamed(root, 'weight_by_num_documents');
  if (entry?.value.kind !== 'scalar' || reader.value(entry.value) !== true) return false;
  reader.report(
    'weight-by-documents',
    'error',
    entry.key.range,
    `weight_by_num_documents overrides the weights, and not as documented: with 90 and 10 documents and α = 0.3, GPT-NeoX samples ${percent(0.18)} and ${percent(0.82)}, not ${percent(0.66)} and ${percent(0.34)}. Set it to false and give weights.`,
    {
      fixes: [
        { title: 'Write false', edits: [{ range: entry.value.range, newText: 'false' }], preferred: true },
      ],
    },
  );
  return true;
}

function readSplit(
  split: (typeof splits)[number],
  root: MapNode,
  byDocuments: boolean,
  reader: ConfigReader,
): Blend[] {
  const paths = entryNamed(root, `${split}_data_paths`);
  const weights = entryNamed(root, `${split}_data_weights`);
  const nodes = paths === undefined ? undefined : scalarsOf(paths.value);
  if (paths === undefined || nodes === undefined) return [];
  const given = weights === undefined || isNothing(weights.value) ? undefined : weights;
  const values: readonly TreeNode[] = given?.value.kind === 'list' ? given.value.items : [];
  const mismatch = given !== undefined && values.length !== nodes.length;
  if (mismatch) {
    reader.report(
      'length',
      'error',
      given.key.range,
      `${values.length} weights for ${nodes.length} paths; GPT-NeoX stops with a bare AssertionError.`,
      { related: [{ message: 'the paths', range: paths.key.range }] },
    );
  }
  const reason = byDocuments ? 'weight_by_num_documents overrides the weights' : null;
  return [
    {
      ...plainBlend,
      label: split,
      evaluation: split !== 'train',
      range: (given ?? paths).key.range,
      sources: pairedSources(nodes, values, reader, indexFile),
      absent: 1,
      overridden: mismatch ? 'the number of weights differs from the number of paths' : reason,
      insertWeights:
        given === undefined
          ? (numbers) => {
              const list = `[${numbers.map((value) => decimal(value)).join(', ')}]`;
              if (weights !== undefined) return fillIn(reader.text, weights, list);
              const key = paths.key.text.replace('paths', 'weights');
              const quote = paths.key.plain ? '' : '"';
              return insertAfter(reader.text, root, paths, `${quote}${key}${quote}: ${list}`);
            }
          : null,
    },
  ];
}

/** With train_epochs, a weight other than 1 is a ValueError (data_utils.py:503-508). */
function reportEpochs(root: MapNode, blends: readonly Blend[], reader: ConfigReader): void {
  const epochs = entryNamed(root, 'train_epochs');
  if (epochs === undefined || isNothing(epochs.value)) return;
  for (const { sources } of blends) {
    const wrong = sources.find(
      ({ weight }) => weight !== null && Number.isFinite(weight.value) && weight.value !== 1,
    )?.weight;
    if (wrong === undefined || wrong === null) continue;
    reader.report(
      'train-epochs',
      'error',
      wrong.range,
      'With train_epochs, GPT-NeoX rejects every weight other than 1. Use train_iters instead.',
      { related: [{ message: 'train_epochs is here', range: epochs.key.range }] },
    );
  }
}
