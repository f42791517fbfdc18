import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { pairedSources, plainBlend } from './blend.ts';
import { yamlText } from '../../text/yaml-text.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { fillIn, insertAfter } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, isNothing, scalarsOf, textOf, valueAt, type Entry, type MapNode } from '../reading/tree.ts';

/**
 * nanotron, `data_stages[*].data.dataset`: folders, and weights beside them
 * (huggingface/nanotron @ 2411b022, src/nanotron/config/config.py:146-205, src/nanotron/data/tokenized_bytes.py:565-624).
 */
export const nanotron: Adapter = {
  name: 'nanotron',
  framework: 'nanotron',
  marker: /\bdataset_folder\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const stages = valueAt(document.root, 'data_stages');
    if (stages?.kind !== 'list') return null;
    const datasets = stages.items.map((stage) => ({ stage, dataset: valueAt(stage, 'data', 'dataset') }));
    if (!datasets.some(({ dataset }) => entryOf(dataset, 'dataset_folder') !== undefined)) return null;
    const reader = new ConfigReader(document, nanotron, 'pyyaml');
    const blends: Blend[] = [];
    datasets.forEach(({ stage, dataset }, index) => {
      const folder = entryOf(dataset, 'dataset_folder');
      if (dataset?.kind !== 'map' || folder === undefined) return;
      reader.duplicateKeys(dataset);
      blends.push(readStage(textOf(valueAt(stage, 'name')) ?? `stage ${index + 1}`, dataset, folder, reader));
    });
    const { root } = document;
    const sequences = reader.product(
      valueAt(root, 'tokens', 'train_steps'),
      valueAt(root, 'tokens', 'micro_batch_size'),
      valueAt(root, 'tokens', 'batch_accumulation_per_replica'),
      valueAt(root, 'parallelism', 'dp'),
    );
    return { blends, problems: reader.problems, sequences };
  },

  write(shares: readonly NamedShare[]): string {
    const folders = shares.map(({ name }) => `      - ${yamlText(name)}`).join('\n');
    const weights = shares.map(({ share }) => `      - ${decimal(share)}`).join('\n');
    return `data_stages:
- name: stable
  start_training_step: 1
  data:
    dataset:
      dataset_folder:
${folders}
      dataset_weights:
${weights}
    num_loading_workers: 1
    seed: 42
`;
  },
};

function readStage(label: string, dataset: MapNode, folder: Entry, reader: ConfigReader): Blend {
  const weightsEntry = entryOf(dataset, 'dataset_weights');
  const weights = isNothing(weightsEntry?.value) ? undefined : weightsEntry;
  const blend = { ...plainBlend, label, range: (weights ?? folder).key.range, absent: 1 };
  if (folder.value.kind === 'map') return { ...blend, sources: readLegacy(folder.value, reader) };
  if (folder.value.kind === 'scalar') {
    const name = folder.value.text;
    if (weights !== undefined) {
      const message = 'With a single folder, nanotron sets its weight to 1 and discards dataset_weights.';
      reader.report('weights-discarded', 'warning', weights.key.range, message);
    }
    const sources = isNothing(folder.value)
      ? []
      : [{ name, range: folder.value.range, weight: null, hints: [name] }];
    return { ...blend, sources };
  }
  const folders = scalarsOf(folder.value) ?? [];
  const given = weights?.value.kind === 'list' ? weights.value.items : undefined;
  if (weights !== undefined && given?.length !== folders.length) {
    reader.report(
      'length',
      'error',
      weights.key.range,
      `dataset_weights has ${given?.length ?? 1} ${given?.length === 1 ? 'item' : 'items'} for ${folders.length} folders; nanotron stops with a ValueError.`,
      { related: [{ message: 'the folders', range: folder.key.range }] },
    );
  }
  reportMaxTokens(dataset, folder, folders.length, reader);
  const mismatch = weights !== undefined && given?.length !== folders.length;
  return {
    ...blend,
    sources: pairedSources(folders, given ?? [], reader, (folder) => folder),
    overridden: mismatch ? 'the number of weights differs from the number of folders' : null,
    insertWeights:
      weights === undefined
        ? (values) => {
            const list = `[${values.map((value) => decimal(value)).join(', ')}]`;
            return weightsEntry === undefined
              ? insertAfter(reader.text, dataset, folder, `dataset_weights: ${list}`)
              : fillIn(reader.text, weightsEntry, list);
          }
        : null,
  };
}

/** `zip(dataset_folder, dataset_max_tokens)` drops the folders behind the shorter list (tokenized_bytes.py:565). */
function reportMaxTokens(dataset: MapNode, folder: Entry, folders: number, reader: ConfigReader): void {
  const limits = entryOf(dataset, 'dataset_max_tokens');
  if (limits?.value.kind !== 'list' || limits.value.items.length === folders) return;
  reader.report(
    'max-tokens-length',
    'error',
    limits.key.range,
    `dataset_max_tokens has ${limits.value.items.length} items for ${folders} folders; nanotron drops the folders without a partner. Write null for a folder without a limit.`,
    { related: [{ message: 'the folders', range: folder.key.range }] },
  );
}

/** `dataset_folder: {path: weight}`, still in docs/nanoset.md, was removed in 7323ce1c (2024-09-05). */
function readLegacy(folders: MapNode, reader: ConfigReader): Source[] {
  const sources = folders.entries.map(({ key, value }): Source => ({
    name: reader.name(key),
    range: key.range,
    weight: reader.weight(value),
    hints: [key.text],
  }));
  const [first] = folders.entries;
  if (first !== undefined) {
    reader.report(
      'legacy-dict',
      'warning',
      first.key.range,
      'Folders with their weights in one map: nanotron dropped this form in September 2024. Use the lists dataset_folder and dataset_weights.',
    );
  }
  return sources;
}
