import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { putEntry } from '../edits.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { precisePercent } from '../../text/words.ts';
import { resolvePlain } from '../../text/yaml11.ts';
import {
  entryOf,
  isNothing,
  mapsIn,
  textOf,
  valueAt,
  type Entry,
  type ListNode,
  type MapNode,
  type TreeNode,
} from '../reading/tree.ts';
import { smallest } from '../../text/extremes.ts';

const defaultBlockSize = 2048;

/**
 * Levanter and Marin: `train_weights` beside `configs` or `components`, weights of any scale, drawn in blocks
 * (stanford-crfm/levanter @ 9263f81e, src/levanter/data/mixture.py:69-180, src/levanter/data/text.py:1152-1164).
 */
export const levanter: Adapter = {
  name: 'levanter',
  framework: 'Levanter',
  marker: /\btrain_weights\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const data = mapsIn(document.root).find((node) => entryOf(node, 'train_weights'));
    const weights = entryOf(data, 'train_weights');
    const components = entryOf(data, 'components') ?? entryOf(data, 'configs');
    if (data === undefined || weights === undefined || components?.value.kind !== 'map') return null;
    if (weights.value.kind === 'scalar' && !isNothing(weights.value)) return null;
    if (!components.value.entries.some(isComponent)) return null;
    const reader = new ConfigReader(document, levanter, 'pyyaml');
    reader.duplicateKeys(data);
    reader.duplicateKeys(components.value);
    const trainer = valueAt(document.root, 'trainer');
    const batch = valueAt(trainer, 'train_batch_size');
    const context = { reader, components: components.value, blockSize: blockSizeOf(data, reader), batch };
    const sequences = reader.product(
      valueAt(trainer, 'num_train_steps'),
      valueAt(trainer, 'train_batch_size'),
    );
    return { blends: readWeights(weights, context), problems: reader.problems, sequences };
  },

  write(shares: readonly NamedShare[]): string {
    const configs = shares.map(({ name }) => `    ${yamlText(name)}:\n      train_urls: []`).join('\n');
    const weights = shares.map(({ name, share }) => `    ${yamlText(name)}: ${decimal(share)}`).join('\n');
    const least = smallest(shares.filter(({ share }) => share > 0).map(({ share }) => share));
    return `data:
  configs:
${configs}
  train_weights:
${weights}
  mixture_block_size: ${blockSizeFor(least)}
`;
  },
};

interface Context {
  readonly reader: ConfigReader;
  readonly components: MapNode;
  readonly blockSize: number;
  /** Of the trainer: a number, or a schedule of them. */
  readonly batch: TreeNode | undefined;
}

function readWeights(weights: Entry, context: Context): Blend[] {
  const { value } = weights;
  if (value.kind === 'map') return [readStage('train', weights.key.range, value, context)];
  if (value.kind === 'list') return readSchedule(value, context);
  // Marin: no weights at all are 1.0 each.
  const sources = context.components.entries
    .filter((component) => trains(component.value))
    .map(({ key: { text, range } }): Source => ({
      name: text,
      range,
      weight: null,
      hints: [text],
    }));
  return [blendOf('train', weights.key.range, sources, 1, context)];
}

function readSchedule(schedule: ListNode, context: Context): Blend[] {
  const blends: Blend[] = [];
  for (const stage of schedule.items) {
    const [start, map] = stage.kind === 'list' ? stage.items : [];
    if (map?.kind !== 'map' || start?.kind !== 'scalar') continue;
    reportStart(start.text, start.range, blends.length === 0, context);
    blends.push(readStage(`stage at step ${start.text}`, start.range, map, context));
  }
  return blends;
}

/**
 * Stages start at a step; the samples up to it must be a multiple of the block size, the first 0 (levanter/data/mixture.py:69-78,
 * 310-340, levanter/data/text.py:1196-1198). Where the batch size is not given, nobody can tell.
 */
function reportStart(
  text: string,
  range: Entry['range'],
  first: boolean,
  { reader, blockSize, batch }: Context,
): void {
  const start = resolvePlain(text, 'pyyaml');
  const samples = typeof start === 'number' ? samplesUpTo(start, batch, reader) : NaN;
  if (first ? start === 0 : samples === null || samples % blockSize === 0) return;
  const rule = first
    ? 'The first stage must start at 0.'
    : `A stage must start at a multiple of ${blockSize} samples${Number.isFinite(samples) ? `, not at ${samples}` : ''}.`;
  reader.report(
    'stage-start',
    'error',
    range,
    `${rule} (Levanter counts in samples, and mixes in blocks of ${blockSize}.)`,
  );
}

/** Steps times batch size, summed over the segments of a schedule (levanter/schedule.py:108-119); null: not given. */
function samplesUpTo(step: number, batch: TreeNode | undefined, reader: ConfigReader): number | null {
  const number = (node: TreeNode | undefined): number | null => {
    const value = node?.kind === 'scalar' ? reader.value(node) : null;
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const fixed = number(batch);
  if (fixed !== null) return step * fixed;
  if (batch?.kind !== 'list' || batch.items.length === 0) return null;
  let samples = 0;
  for (const [index, segment] of batch.items.entries()) {
    const from = number(valueAt(segment, 'start'));
    const size = number(valueAt(segment, 'value'));
    const next = batch.items[index + 1];
    const to = next === undefined ? step : number(valueAt(next, 'start'));
    if (from === null || size === null || to === null) return null;
    samples += Math.max(0, Math.min(step, to) - from) * size;
  }
  return samples;
}

function readStage(label: string, range: Entry['range'], map: MapNode, context: Context): Blend {
  const { reader, components } = context;
  reader.duplicateKeys(map);
  const sources = map.entries.map((entry): Source => {
    const nameNode = entry.key;
    const name = reader.name(nameNode);
    const component = entryOf(components, name);
    if (component === undefined) {
      reader.report(
        'unknown-component',
        'error',
        nameNode.range,
        `\`${name}\` has a weight, but no entry among the components; Levanter stops with a ValueError.`,
      );
    }
    return {
      name,
      range: nameNode.range,
      weight: reader.weightOf(map, entry),
      hints: [name, ...hintsOf(component?.value)],
    };
  });
  reportUntrained(map, label, context);
  return blendOf(label, range, sources, null, context);
}

function reportUntrained(map: MapNode, label: string, { reader, components }: Context): void {
  for (const component of components.entries) {
    const name = component.key.text;
    if (!trains(component.value) || entryOf(map, name) !== undefined) continue;
    const edits = putEntry(reader.text, map, yamlText(name), '0');
    reader.report(
      'untrained',
      'error',
      component.key.range,
      `\`${name}\` has no weight in train_weights${label === 'train' ? '' : ` (${label})`}, so it is never trained on, silently. Give it one, or 0 for evaluation only.`,
      { fixes: edits.length === 0 ? [] : [{ title: 'Mark it as for evaluation only (0)', edits }] },
    );
  }
}

function blendOf(
  label: string,
  range: Entry['range'],
  sources: readonly Source[],
  absent: number | null,
  { reader, blockSize }: Context,
): Blend {
  const blend: Blend = {
    ...plainBlend,
    label,
    range,
    sources,
    absent,
    realise: (shares) => inBlocks(shares, blockSize),
    finer: `It mixes in blocks of ${blockSize} samples: a larger \`mixture_block_size\` comes nearer.`,
  };
  reportLost(blend, reader, blockSize);
  return blend;
}

function reportLost({ sources }: Blend, reader: ConfigReader, blockSize: number): void {
  const total = sources.reduce((sum, { weight }) => sum + (weight?.value ?? 0), 0);
  for (const { name, weight } of sources) {
    if (weight === null || !(weight.value > 0) || !(total > 0) || !Number.isFinite(total)) continue;
    const share = weight.value / total;
    if (Math.floor(share * blockSize) > 0) continue;
    reader.report(
      'block-quantised',
      'error',
      weight.range,
      `\`${name}\` is never sampled: ${precisePercent(share, 3)} of a block of ${blockSize} is less than one sample, and Levanter rounds down. Raise mixture_block_size to ${blockSizeFor(share)} or more, or the weight.`,
    );
  }
}

/**
 * Shares as Levanter draws them: `int(weight * block_size)` samples of each source in a block, what is left over to the
 * largest (mixture.py:138-155).
 */
function inBlocks(shares: readonly number[], blockSize: number): number[] {
  const counts = shares.map((share) => Math.floor(share * blockSize));
  const left = blockSize - counts.reduce((sum, count) => sum + count, 0);
  const largest = counts.indexOf(Math.max(...counts));
  return counts.map((count, index) => (index === largest ? count + left : count) / blockSize);
}

/** The smallest power of two in whose blocks a share gets a sample. */
function blockSizeFor(share: number): number {
  const exponent = Math.ceil(Math.log2(1 / share));
  return Number.isFinite(exponent) ? Math.max(defaultBlockSize, 2 ** exponent) : defaultBlockSize;
}

function blockSizeOf(data: MapNode, reader: ConfigReader): number {
  const node = valueAt(data, 'mixture_block_size');
  const value = node?.kind === 'scalar' ? reader.value(node) : null;
  return typeof value === 'number' && value >= 1 ? Math.floor(value) : defaultBlockSize;
}

/** A source of documents, as opposed to the parts of a model, which have weights too. */
function isComponent({ value }: { readonly value: TreeNode }): boolean {
  return (
    value.kind === 'map' &&
    value.entries.some(({ key }) =>
      /^(?:id|train_urls|validation_urls|cache_dir|source|urls|splits)$/.test(key.text),
    )
  );
}

/** Only validation files: nothing that could be trained on. */
function trains(component: TreeNode): boolean {
  if (component.kind !== 'map') return false;
  const urls = entryOf(component, 'train_urls')?.value;
  if (urls?.kind === 'list' && urls.items.length > 0) return true;
  return entryOf(component, 'id') !== undefined || entryOf(component, 'validation_urls') === undefined;
}

function hintsOf(component: TreeNode | undefined): string[] {
  const urls = valueAt(component, 'train_urls');
  const first = urls?.kind === 'list' ? textOf(urls.items[0]) : textOf(urls);
  return [textOf(valueAt(component, 'name')), first, textOf(valueAt(component, 'id'))].filter(
    (hint) => hint !== undefined,
  );
}
