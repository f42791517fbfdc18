import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import {
  entryOf,
  scalarsOf,
  textOf,
  valueAt,
  type Entry,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';
import { plainBlend } from './blend.ts';

/**
 * TRL and the alignment handbook. `dataset_mixture`: the weight is the fraction of that set that is kept, so it is no share
 * (huggingface/alignment-handbook @ 925acdfe4b2b, src/alignment/data.py:41-58, configs.py:24-125). `datasets` with `fraction`: shares
 * of the examples, normalised (huggingface/trl @ f2cd57710ae3, trl/scripts/utils.py:40-140, 412-490). `dataset_mixer` is the
 * handbook's form before both.
 */
export const trl: Adapter = {
  name: 'trl',
  framework: 'TRL',
  marker: /\bdataset_mixture\b|\bdataset_mixer\b|\bfraction\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    const reader = new ConfigReader(document, trl, 'pyyaml');
    const mixture = entryOf(root, 'dataset_mixture');
    const mixer = entryOf(root, 'dataset_mixer');
    const datasets = entryOf(root, 'datasets');
    const blend =
      mixture !== undefined
        ? readMixture(mixture, reader)
        : mixer?.value.kind === 'map'
          ? readMixer(mixer.value, mixer, reader)
          : datasets !== undefined && itemsOf(datasets.value).some(hasFraction)
            ? readFractions(datasets, root, reader)
            : null;
    return blend === null ? null : { blends: [blend], problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const items = shares.map(
      ({ name, share }) => `  - path: ${JSON.stringify(name)}\n    fraction: ${decimal(share)}`,
    );
    return `datasets:\n${items.join('\n')}\n`;
  },
};

function itemsOf(list: TreeNode | undefined): readonly MapNode[] {
  return list?.kind === 'list' ? list.items.filter((item) => item.kind === 'map') : [];
}

function hasFraction(item: MapNode): boolean {
  return entryOf(item, 'fraction') !== undefined && entryOf(item, 'path') !== undefined;
}

function readMixture(mixture: Entry, reader: ConfigReader): Blend | null {
  const list = entryOf(mixture.value, 'datasets');
  const items = itemsOf(list?.value);
  if (list === undefined || items.length === 0 || !items.some((item) => entryOf(item, 'id') !== undefined)) {
    return null;
  }
  const sources = items.map((item) => readKept(item, 'id', 'config', reader));
  reportColumns(items, reader);
  return fractionsOfSets(sources, list.key.range, reader);
}

function readMixer(map: MapNode, { key }: Entry, reader: ConfigReader): Blend | null {
  const numbers = map.entries.filter(({ value }) => value.kind === 'scalar');
  if (numbers.length === 0 || numbers.length < map.entries.length) return null;
  reader.duplicateKeys(map);
  const sources = map.entries.map((entry): Source => ({
    name: reader.name(entry.key),
    range: entry.key.range,
    weight: reader.weight(entry.value),
    hints: [entry.key.text],
  }));
  // Other trainers with this key (open-instruct) take a number above 1 for a count of examples.
  return { ...plainBlend, label: 'train', range: key.range, unit: 'epochs', sources, absent: 'size' };
}

/** A fraction of each set: together with the sets' sizes they would make shares. */
function fractionsOfSets(sources: readonly Source[], range: Blend['range'], reader: ConfigReader): Blend {
  for (const { name, weight } of sources) {
    if (weight === null || !(weight.value > 1)) continue;
    const message = `\`${name}\` cannot give ${decimal(weight.value)} times its rows: the weight is the fraction of the set that is kept, at most 1, and the trainer stops with an IndexError.`;
    reader.report('fraction', 'error', weight.range, message);
  }
  if (sources.length > 1 && sources.some(({ weight }) => weight !== null && weight.value !== 1)) {
    const message =
      'Each weight is the fraction of its own set that is kept, not a share of the mixture: the resulting shares depend on the sizes of the sets.';
    reader.report('not-shares', 'info', range, message);
  }
  return { ...plainBlend, label: 'train', range, unit: 'epochs', sources, absent: 'size' };
}

function readKept(item: MapNode, nameKey: string, configKey: string, reader: ConfigReader): Source {
  reader.duplicateKeys(item);
  const named = entryOf(item, nameKey);
  const config = textOf(valueAt(item, configKey));
  const split = textOf(valueAt(item, 'split'));
  const own = textOf(named?.value) ?? '';
  // One repository holds many sets, told apart by subset and split.
  const name = [own, config, split === 'train' ? undefined : split]
    .filter((part) => part !== undefined)
    .join('/');
  return {
    name,
    range: named?.value.range ?? item.range,
    weight: reader.weightIn(item, nameKey === 'id' ? 'weight' : 'fraction'),
    hints: [...new Set([name, own, config, split].filter((hint) => hint !== undefined))],
  };
}

/** All sets must name the same columns, in any order (configs.py:115-125). */
function reportColumns(items: readonly MapNode[], reader: ConfigReader): void {
  const named = items.flatMap((item) => {
    const entry = entryOf(item, 'columns');
    const columns = scalarsOf(entry?.value);
    if (entry === undefined || columns === undefined) return [];
    return [{ entry, text: [...new Set(columns.map(({ text }) => text))].sort().join(', ') }];
  });
  const [first] = named;
  const other = named.find(({ text }) => text !== first?.text);
  if (first === undefined || other === undefined) return;
  reader.report(
    'columns',
    'error',
    other.entry.key.range,
    `These are other columns than those of the first set (${first.text}); the trainer stops with a ValueError.`,
    { related: [{ message: 'the first set', range: first.entry.key.range }] },
  );
}

function readFractions(datasets: Entry, root: TreeNode | null, reader: ConfigReader): Blend {
  const items = itemsOf(datasets.value);
  const sources = items.map((item) => readKept(item, 'path', 'name', reader));
  const without = items.find((item) => entryOf(item, 'fraction') === undefined);
  if (without !== undefined) {
    const message = 'Either all data sets have a `fraction` or none; TRL stops with a ValueError.';
    reader.report('fractions', 'error', without.range, message);
  }
  const streaming = entryOf(root, 'streaming');
  if (streaming?.value.kind === 'scalar' && reader.value(streaming.value) === true) {
    const message = 'TRL does not take fractions of data sets that are streamed; it stops with a ValueError.';
    reader.report('streaming', 'error', streaming.key.range, message);
  }
  return { ...plainBlend, label: 'train', range: datasets.key.range, unit: 'examples', sources };
}
