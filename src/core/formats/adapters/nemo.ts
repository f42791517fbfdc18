import type { Located } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig, Weight } from '../adapter.ts';
import { indexFile, isPrefix, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { prefix } from './megatron-blend.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { ConfigReader } from '../reading/reader.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { resolvePlain } from '../../text/yaml11.ts';
import {
  entryOf,
  isNothing,
  mapsIn,
  scalarsOf,
  valueAt,
  type Entry,
  type TreeNode,
} from '../reading/tree.ts';
import { elementAt, lastOf } from '../../text/elements.ts';

const splits = ['train', 'validation', 'test'];

/**
 * NeMo 1, `model.data.data_prefix`: a flat list of weights and prefixes, or one for each split
 * (NVIDIA/NeMo @ 8cfedd7203, nemo/collections/nlp/data/language_modeling/megatron/base_dataset_utils.py:18-48).
 */
export const nemo: Adapter = {
  name: 'nemo',
  framework: 'NeMo',
  marker: /\bdata_prefix\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const data = mapsIn(document.root).find((node) => entryOf(node, 'data_prefix'));
    const entry = entryOf(data, 'data_prefix');
    if (entry === undefined || !isPrefixes(entry.value)) return null;
    // A list of prefixes alone is another loader's, unless it stands where NeMo looks.
    if (valueAt(document.root, 'model', 'data', 'data_prefix') !== entry.value && !hasWeights(entry.value))
      return null;
    const reader = new ConfigReader(document, nemo, 'omegaconf');
    reader.duplicateKeys(data);
    const blends = readPrefixes(entry, reader);
    if (blends === null) return null;
    const splitsString = entryOf(data, 'splits_string');
    if (entry.value.kind === 'map' && splitsString !== undefined && !isNothing(splitsString.value)) {
      const message = 'NeMo ignores splits_string when data_prefix names its splits. Remove one of the two.';
      reader.report('splits-ignored', 'warning', splitsString.key.range, message);
    }
    const { root } = document;
    const sequences = reader.product(
      valueAt(root, 'trainer', 'max_steps'),
      valueAt(root, 'model', 'global_batch_size'),
    );
    return { blends, problems: reader.problems, sequences };
  },

  write(shares: readonly NamedShare[]): string {
    const lines = shares.map(
      ({ name, share }) => `        - ${decimal(share)}\n        - ${yamlText(prefix(name))}`,
    );
    const rest = ['validation', 'test'].map((split) => `      ${split}: ???`);
    return `model:\n  data:\n    data_prefix:\n      train:\n${lines.join('\n')}\n${rest.join('\n')}\n`;
  },
};

/** Placeholders, or lists in which a prefix stands; other libraries call the folders of their images `data_prefix`. */
function isPrefixes(value: TreeNode): boolean {
  if (value.kind === 'scalar') return value.text === '???';
  const lists = value.kind === 'list' ? [value] : value.entries.map((split) => split.value);
  return lists.some((list) =>
    list.kind === 'scalar' ? list.text === '???' : scalarsOf(list)?.some(({ text }) => isPrefix(text)),
  );
}

function hasWeights(value: TreeNode): boolean {
  if (value.kind === 'scalar') return value.text === '???';
  const lists = value.kind === 'list' ? [value] : value.entries.map((split) => split.value);
  return lists.some(
    (list) =>
      scalarsOf(list)?.some(({ text }) => pythonFloat(text) !== null || /^\$\{[^{}]*\}$/.test(text)) === true,
  );
}

/** Null: `data_prefix` is something else than weights and prefixes. */
function readPrefixes({ key, value }: Entry, reader: ConfigReader): Blend[] | null {
  if (value.kind === 'scalar') return value.text === '???' ? [] : null;
  if (value.kind === 'list') {
    const blend = readList('train', key, value, reader);
    return blend === null ? null : [blend];
  }
  if (!value.entries.some((entry) => /^(?:train|valid(?:ation)?|test)$/.test(entry.key.text))) return null;
  reader.duplicateKeys(value);
  reportSplits(key, value, reader);
  const blends: Blend[] = [];
  for (const split of value.entries) {
    const blend = readList(split.key.text, split.key, split.value, reader);
    if (blend !== null) blends.push(blend);
  }
  return blends;
}

function reportSplits(key: Entry['key'], value: TreeNode, reader: ConfigReader): void {
  for (const split of splits) {
    if (entryOf(value, split) !== undefined) continue;
    const other = split === 'validation' ? entryOf(value, 'valid') : undefined;
    const edits = other === undefined ? [] : [{ range: other.key.range, newText: split }];
    reader.report(
      'split-keys',
      'error',
      other?.key.range ?? key.range,
      other === undefined
        ? `NeMo needs data_prefix to name train, validation and test; \`${split}\` is missing.`
        : 'NeMo calls this split `validation`; `valid` is not read.',
      other === undefined ? {} : { fixes: [{ title: 'Rename to validation', edits, preferred: true }] },
    );
  }
}

function readList(label: string, key: Entry['key'], value: TreeNode, reader: ConfigReader): Blend | null {
  const items = scalarsOf(value);
  if (items === undefined) return null;
  const words = items.map((item): Located<string> => ({ value: item.text, range: item.range }));
  const isNumber = (index: number) => {
    const { text } = elementAt(items, index);
    return typeof resolvePlain(text, 'omegaconf') === 'number' || pythonFloat(text) !== null;
  };
  const sources: Source[] = [];
  const source = (index: number, weight: Weight | null): Source => {
    const { value: name, range } = elementAt(words, index);
    return { name, range, weight, file: indexFile(name), hints: [name] };
  };
  let broken = false;
  if (words.length === 1) {
    sources.push(source(0, null));
  } else if (words.length % 2 === 1 || words.some((_, index) => index % 2 === 1 && isNumber(index))) {
    broken = true;
    const at = words.findIndex((_, index) => isNumber(index) !== (index % 2 === 0));
    const word = at === -1 ? lastOf(words) : elementAt(words, at);
    reader.report(
      'parity',
      'error',
      word.range,
      words.length % 2 === 1
        ? `data_prefix must alternate weights and prefixes, but has ${words.length} items; the pairs break at \`${word.value}\`.`
        : `data_prefix must alternate weights and prefixes, weight first; the pairs break at \`${word.value}\`.`,
    );
    words.forEach((_, index) => {
      if (!isNumber(index)) sources.push(source(index, null));
    });
  } else {
    for (let index = 0; index < words.length; index += 2) {
      sources.push(source(index + 1, reader.weight(elementAt(items, index), { quoted: true })));
    }
  }
  return {
    ...plainBlend,
    label,
    evaluation: label !== 'train',
    range: key.range,
    sources,
    absent: words.length === 1 ? 1 : null,
    overridden: broken ? 'data_prefix is not weight–prefix pairs' : null,
  };
}
