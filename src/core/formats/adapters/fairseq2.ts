import type { Adapter, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { insertAfter, removeBlocks, removeItems } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../reading/scalars.ts';
import {
  entryOf,
  isNothing,
  textOf,
  valueAt,
  type Entry,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';

/**
 * fairseq2: `dataset.config_overrides.sources`, a list of paths with weights of documents
 * (facebookresearch/fairseq2 @ 027bdebc, native/src/fairseq2n/data/data_pipeline.cc:290-303).
 */
export const fairseq2: Adapter = {
  name: 'fairseq2',
  codes: 'fairseq2',
  framework: 'fairseq2',

  read(document: ConfigDocument): TrainingConfig | null {
    const overrides = valueAt(document.root, 'dataset', 'config_overrides');
    const list = [overrides, document.root]
      .map((node) => entryOf(node, 'sources'))
      .find((entry) => entry !== undefined);
    if (list?.value.kind !== 'list' || !isSources(list, overrides !== undefined)) return null;
    const { items, flow } = list.value;
    const maps = items.filter((item) => item.kind === 'map');
    const reader = new ConfigReader(document, fairseq2, 'pyyaml');
    const sources = maps.map((item) => readSource(item, reader));
    const ranges = items.map(({ range }) => range);
    const blend = {
      ...plainBlend,
      label: 'train',
      range: list.key.range,
      unit: 'documents',
      sources,
      absent: 1,
      acceptsZero: false,
      removeSources: (indices: readonly number[]) =>
        flow
          ? removeItems(reader.text, ranges, indices, ',')
          : removeBlocks(
              reader.text,
              indices.map((index) => ranges[index]!),
            ),
      insertWeights: (weights: readonly number[]) =>
        maps.flatMap((item, index) =>
          insertAfter(reader.text, item, item.entries.at(-1)!, `weight: ${decimal(weights[index]!)}`),
        ),
    } as const;
    return { blends: [blend], problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const sources = shares
      .filter(({ share }) => share > 0)
      .map(({ name, share }) => `      - path: ${JSON.stringify(name)}\n        weight: ${decimal(share)}`);
    return `dataset:\n  config_overrides:\n    sources:\n${sources.join('\n')}\n`;
  },
};

/** Anywhere else than in fairseq2's own place, nothing but path, weight and split may stand there, and a weight must. */
function isSources({ value }: Entry, own: boolean): boolean {
  if (value.kind !== 'list' || value.items.length === 0) return false;
  const all = value.items.every((item) => entryOf(item, 'path') !== undefined);
  return all && (own || value.items.every(isBareSource));
}

function isBareSource(item: TreeNode): boolean {
  return (
    item.kind === 'map' &&
    entryOf(item, 'weight') !== undefined &&
    item.entries.every(({ key }) => /^(?:path|weight|split|name)$/.test(key.text))
  );
}

function readSource(item: MapNode, reader: ConfigReader): Source {
  reader.duplicateKeys(item);
  const path = valueAt(item, 'path')!;
  const weight = entryOf(item, 'weight');
  const name = textOf(path) ?? '';
  const hints = [name, textOf(valueAt(item, 'name'))].filter((hint) => hint !== undefined);
  return {
    name,
    range: path.range,
    weight: weight === undefined || isNothing(weight.value) ? null : reader.weight(weight.value),
    hints,
  };
}
