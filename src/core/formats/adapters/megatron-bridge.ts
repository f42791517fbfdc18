import type { Located, TextRange } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, TrainingConfig } from '../adapter.ts';
import { indexFile, isDataFile, isPrefix, pairedSources, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { removeItems } from '../edits.ts';
import { isMeantAsWeight, prefix, readMegatronBlend } from './megatron-blend.ts';
import { aWord, partsOf } from '../reading/parts.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import {
  entryOf,
  isNothing,
  mapsIn,
  scalarsOf,
  type Entry,
  type ListNode,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';

/**
 * Megatron-Bridge, section `dataset`: `blend` as two lists, `blend_per_split`, or `data_path` with Megatron's own words
 * (NVIDIA-NeMo/Megatron-Bridge @ 067f987df, src/megatron/bridge/training/config.py:222-321, data/loaders.py:31-99).
 */
export const megatronBridge: Adapter = {
  name: 'megatron-bridge',
  framework: 'Megatron-Bridge',
  marker: /\b(?:blend|blend_per_split|(?:train_)?data_paths?)['"]?\s*:/,

  read(document: ConfigDocument): TrainingConfig | null {
    const dataset = mapsIn(document.root).find(isBlendSection);
    if (dataset === undefined) return null;
    const reader = new ConfigReader(document, megatronBridge, 'omegaconf');
    reader.duplicateKeys(dataset);
    const blends: Blend[] = [];
    for (const entry of keysOf(dataset)) {
      if (entry.key.text === 'blend') blends.push(...readPair('train', entry.key.range, entry.value, reader));
      else if (entry.key.text === 'blend_per_split') blends.push(...readSplits(entry, reader));
      else blends.push(...readPath(entry, reader));
    }
    reportKeys(dataset, reader);
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const trained = shares.filter(({ share }) => share > 0);
    const paths = trained.map(({ name }) => `      - ${JSON.stringify(prefix(name))}`);
    const weights = trained.map(({ share }) => `      - ${decimal(share)}`);
    return `dataset:\n  blend:\n    -\n${paths.join('\n')}\n    -\n${weights.join('\n')}\n  split: "99,1,0"\n`;
  },
};

const keys = /^(?:blend|blend_per_split|(?:train_)?data_paths?)$/;

function keysOf(node: MapNode): Entry[] {
  return node.entries.filter(({ key, value }) => keys.test(key.text) && !isNothing(value));
}

/** The key alone proves nothing (`data_path: ./data`); its value must be prefixes with weights, or a blend. */
function isBlendSection(node: MapNode): boolean {
  return keysOf(node).some(({ key, value }) => {
    if (key.text === 'blend') return isBlendPair(value);
    if (key.text === 'blend_per_split') return value.kind === 'list' && value.items.some(isBlendPair);
    const words =
      value.kind === 'scalar'
        ? (value.text.match(aWord) ?? [])
        : (scalarsOf(value) ?? []).map(({ text }) => text);
    const paths = words.filter((word) => !isMeantAsWeight(word));
    return words.length >= 2 && words.some(isMeantAsWeight) && paths.length > 0 && paths.every(isPrefix);
  });
}

/** `[[prefix, …], [weight, …]]`, or prefixes alone, which is a mistake; colours and pictures are blended elsewhere. */
function isBlendPair(value: TreeNode): boolean {
  if (value.kind !== 'list') return false;
  const flat = scalarsOf(value)?.map(({ text }) => text) ?? [];
  if (flat.some((text) => text.endsWith('_document'))) return true;
  const [paths, weights] = value.items;
  return (
    value.items.length <= 2 &&
    scalarsOf(paths)?.some(({ text }) => isPrefix(text) && !isDataFile(text)) === true &&
    (isNothing(weights) || scalarsOf(weights) !== undefined)
  );
}

/** `[[p1, p2], [0.3, 0.7]]`, or null in place of the weights. */
function readPair(label: string, range: TextRange, value: TreeNode, reader: ConfigReader): Blend[] {
  if (value.kind !== 'list') return [];
  const [first, second] = value.items;
  const paths = scalarsOf(first);
  if (paths === undefined) {
    reader.report(
      'blend-shape',
      'error',
      range,
      'blend must be two lists, the prefixes and their weights: [[p1, p2], [0.3, 0.7]].',
    );
    return [];
  }
  const weights = second?.kind === 'list' ? second : undefined;
  const mismatch = weights !== undefined && weights.items.length !== paths.length;
  if (mismatch) {
    const message = `${weights.items.length} weights for ${paths.length} prefixes.`;
    reader.report('length', 'error', weights.range, message);
  }
  const lists = [first, weights].filter((list): list is ListNode => list?.kind === 'list');
  const flow = lists.every((list) => list.flow);
  return [
    {
      ...plainBlend,
      label,
      evaluation: label !== 'train',
      range,
      sources: pairedSources(paths, weights?.items ?? [], reader, indexFile),
      absent: 'size',
      overridden: mismatch ? 'the number of weights differs from the number of prefixes' : null,
      acceptsZero: false,
      removeSources: flow
        ? (indices) =>
            lists.flatMap((list) =>
              removeItems(
                reader.text,
                list.items.map((item) => item.range),
                indices,
                ',',
              ),
            )
        : null,
      insertWeights:
        weights === undefined && second !== undefined && second.range.end > second.range.start
          ? (values) => [
              { range: second.range, newText: `[${values.map((weight) => decimal(weight)).join(', ')}]` },
            ]
          : null,
    },
  ];
}

function readSplits({ key, value }: Entry, reader: ConfigReader): Blend[] {
  if (value.kind !== 'list') return [];
  if (value.items.length !== 3) {
    const message = `blend_per_split needs train, validation and test, in this order; it has ${value.items.length}. Write null for a split without data.`;
    reader.report('split-keys', 'error', key.range, message);
  }
  return value.items.flatMap((item, index) => {
    const label = ['train', 'validation', 'test'][index] ?? `split ${index + 1}`;
    return isNothing(item) ? [] : readPair(label, item.range, item, reader);
  });
}

function readPath({ key, value }: Entry, reader: ConfigReader): Blend[] {
  const blend = { label: 'train', evaluation: false, range: key.range };
  if (value.kind === 'list') {
    const scalars = scalarsOf(value) ?? [];
    const words = scalars.map((node): Located<string> => ({ value: node.text.trim(), range: node.range }));
    const read = readMegatronBlend(words, reader, blend, ',');
    return [value.flow ? read : { ...read, removeSources: null, insertWeights: null }];
  }
  if (value.kind !== 'scalar') return [];
  const { parts, placed } = partsOf(value, reader.text, aWord);
  return [readMegatronBlend(parts, reader, blend, placed ? ' ' : null)];
}

function reportKeys(dataset: TreeNode, reader: ConfigReader): void {
  const weights = entryOf(dataset, 'blend_weights');
  if (weights !== undefined) {
    reader.report(
      'blend-weights',
      'warning',
      weights.key.range,
      'GPTDatasetConfig has no blend_weights, although the migration guide shows it; write blend: [[p1, p2], [0.3, 0.7]].',
    );
  }
  const split = entryOf(dataset, 'split');
  const perSplit = entryOf(dataset, 'blend_per_split');
  if (
    split !== undefined &&
    perSplit !== undefined &&
    !isNothing(split.value) &&
    !isNothing(perSplit.value)
  ) {
    reader.report(
      'split-and-per-split',
      'error',
      split.key.range,
      'split and blend_per_split exclude each other (AssertionError). Remove one.',
      { related: [{ message: 'the other one', range: perSplit.key.range }] },
    );
  }
}
