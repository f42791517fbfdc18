import type { Adapter, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { insertAfter, removeBlocks, removeItems } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../reading/scalars.ts';
import { entryOf, isNothing, textOf, valueAt, type ListNode, type MapNode } from '../reading/tree.ts';

/**
 * fairseq2: `dataset.config_overrides.sources`, a list of paths with weights of documents
 * (facebookresearch/fairseq2 @ 027bdebc, native/src/fairseq2n/data/data_pipeline.cc:290-303).
 */
export const fairseq2: Adapter = {
  name: 'fairseq2',
  codes: 'fairseq2',
  framework: 'fairseq2',
  marker: /\bconfig_overrides\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const list = entryOf(valueAt(document.root, 'dataset', 'config_overrides'), 'sources');
    if (list?.value.kind !== 'list' || !isSources(list.value)) return null;
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

function isSources({ items }: ListNode): boolean {
  return items.length > 0 && items.every((item) => entryOf(item, 'path') !== undefined);
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
    file: name,
    hints,
  };
}
