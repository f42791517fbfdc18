import type { Adapter, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { putEntry, removeFrom } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, textOf, valueAt, type ListNode, type MapNode } from '../reading/tree.ts';
import { elementAt } from '../../text/elements.ts';

/**
 * fairseq2: `dataset.config_overrides.sources`, a list of paths with weights of documents
 * (facebookresearch/fairseq2 @ 027bdebc, native/src/fairseq2n/data/data_pipeline.cc:290-303).
 */
export const fairseq2: Adapter = {
  name: 'fairseq2',
  framework: 'fairseq2',
  marker: /\bconfig_overrides\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const list = entryOf(valueAt(document.root, 'dataset', 'config_overrides'), 'sources');
    if (list?.value.kind !== 'list' || !isSources(list.value)) return null;
    const node = list.value;
    const maps = node.items.filter((item) => item.kind === 'map');
    const reader = new ConfigReader(document, fairseq2, 'pyyaml');
    const sources = maps.map((item) => readSource(item, reader));
    const blend = {
      ...plainBlend,
      label: 'train',
      range: list.key.range,
      unit: 'documents',
      sources,
      absent: 1,
      acceptsZero: false,
      removeSources: (indices: readonly number[]) => removeFrom(reader.text, node, node.items, indices),
      insertWeights: (weights: readonly number[]) =>
        maps.flatMap((item, index) =>
          putEntry(reader.text, item, 'weight', decimal(elementAt(weights, index))),
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
  const path = valueAt(item, 'path') ?? item;
  const name = textOf(path) ?? '';
  const hints = [name, textOf(valueAt(item, 'name'))].filter((hint) => hint !== undefined);
  return {
    name,
    range: path.range,
    weight: reader.weightIn(item, 'weight'),
    file: name,
    hints,
  };
}
