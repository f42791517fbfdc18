import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { putEntry, removeFrom } from '../edits.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import {
  entryOf,
  textOf,
  valueAt,
  type Entry,
  type ListNode,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';
import { plainBlend } from './blend.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { elementAt } from '../../text/elements.ts';

/**
 * Megatron-Energon, a metadataset: `splits.train.blend` (version 2) or `splits.train.datasets` (version 1), weights of samples, 1
 * where none is given; `blend_epochized` counts epochs
 * (NVIDIA/Megatron-Energon @ bef8be243505, src/megatron/energon/metadataset/metadataset_v2.py:550-663, metadataset.py:33,
 * wrappers/blend_dataset.py:71-72).
 */
export const energon: Adapter = {
  name: 'energon',
  framework: 'Energon',
  marker: /["']?splits["']?\s*:/,

  read(document: ConfigDocument): TrainingConfig | null {
    const splits = valueAt(document.root, 'splits');
    if (splits?.kind !== 'map') return null;
    const module = textOf(valueAt(document.root, '__module__'));
    const found = splits.entries.flatMap(({ key, value }) => {
      const list = listOf(value);
      return list === undefined ? [] : [{ key, list }];
    });
    const telling = module === 'megatron.energon' || found.some(({ list }) => list.key.text !== 'datasets');
    const weighed = found.some(({ list }) =>
      itemsOf(list).some((item) => entryOf(item, 'weight') !== undefined),
    );
    if (found.length === 0 || !(telling || weighed)) return null;
    if (!found.some(({ list }) => itemsOf(list).some(isReference))) return null;
    const reader = new ConfigReader(document, energon, 'pyyaml');
    reader.duplicateKeys(splits);
    reportVersion(document.root, found, reader);
    return {
      blends: found.map(({ key, list }) => readBlend(key.text, list, reader)),
      problems: reader.problems,
      sequences: null,
    };
  },

  write(shares: readonly NamedShare[]): string {
    const items = shares
      .filter(({ share }) => share > 0)
      .map(({ name, share }) => `      - weight: ${decimal(share)}\n        path: ${yamlText(name)}`);
    return `__module__: megatron.energon
__class__: MetadatasetV2
splits:
  train:
    blend:
${items.join('\n')}
`;
  },
};

interface Split {
  readonly key: { readonly text: string };
  readonly list: Entry;
}

const listKeys = ['blend', 'blend_epochized', 'datasets'];

/** The list that a split samples from; undefined: it is one data set, or something else. */
function listOf(split: TreeNode): Entry | undefined {
  return listKeys
    .map((key) => entryOf(split, key))
    .find((entry) => entry?.value.kind === 'list' && entry.value.items.length > 0);
}

function itemsOf({ value }: Entry): readonly MapNode[] {
  return value.kind === 'list' ? value.items.filter((item) => item.kind === 'map') : [];
}

/** A data set, or several that are joined sample by sample. */
function isReference(item: MapNode): boolean {
  return entryOf(item, 'path') !== undefined || entryOf(item, 'join') !== undefined;
}

/** Each version's class has one key for a blend, and no field of the other's name. */
function reportVersion(root: TreeNode | null, found: readonly Split[], reader: ConfigReader): void {
  const version = textOf(valueAt(root, '__class__'));
  for (const { list } of found) {
    const right =
      version === 'MetadatasetV2' && list.key.text === 'datasets'
        ? 'blend'
        : version === 'Metadataset' && list.key.text === 'blend'
          ? 'datasets'
          : null;
    if (right === null) continue;
    reader.report(
      'version',
      'error',
      list.key.range,
      `\`${version}\` calls this \`${right}\`; \`${list.key.text}\` belongs to the other version of metadatasets, and Energon stops.`,
      {
        fixes: [
          {
            title: `Rename to ${right}`,
            edits: [{ range: list.key.range, newText: right }],
            preferred: true,
          },
        ],
      },
    );
  }
}

function readBlend(split: string, list: Entry, reader: ConfigReader): Blend {
  const epochs = list.key.text === 'blend_epochized';
  const items = itemsOf(list).filter(isReference);
  const key = epochs ? 'repetitions' : 'weight';
  const node = list.value as ListNode;
  return {
    ...plainBlend,
    label: split,
    evaluation: split !== 'train',
    range: list.key.range,
    unit: epochs ? 'epochs' : 'samples',
    sources: items.map((item) => readSource(item, key, reader)),
    absent: epochs ? 'size' : 1,
    acceptsZero: epochs,
    removeSources: (indices) =>
      removeFrom(
        reader.text,
        node,
        node.items,
        indices.map((index) => node.items.indexOf(elementAt(items, index))),
      ),
    insertWeights: (weights) =>
      items.flatMap((item, index) => putEntry(reader.text, item, key, decimal(weights[index] ?? 0))),
  };
}

function readSource(item: MapNode, key: string, reader: ConfigReader): Source {
  reader.duplicateKeys(item);
  const path = entryOf(item, 'path');
  const joined = valueAt(item, 'join');
  const parts =
    joined?.kind === 'list'
      ? joined.items
      : joined?.kind === 'map'
        ? joined.entries.map(({ value }) => value)
        : [];
  const paths =
    path === undefined
      ? parts.map((part) => textOf(valueAt(part, 'path')) ?? '')
      : [textOf(path.value) ?? ''];
  const name = paths.join(' + ');
  const split = textOf(valueAt(item, 'split_part'));
  return {
    // One data set is often listed twice, once a split.
    name: split === undefined || split === 'train' ? name : `${name} (${split})`,
    range: (path?.value ?? joined ?? item).range,
    weight: reader.weightIn(item, key),
    ...(path === undefined ? {} : { file: name }),
    hints: [name, ...paths],
  };
}
