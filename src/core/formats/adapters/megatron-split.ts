import type { Located } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, TrainingConfig } from '../adapter.ts';
import { isDataFile, isPrefix } from './blend.ts';
import type { Separator } from '../edits.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { isMeantAsWeight, prefix, readMegatronBlend } from './megatron-blend.ts';
import { aWord, partsOf } from '../reading/parts.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, isNothing, scalarsOf, type Entry, type MapNode, type TreeNode } from '../reading/tree.ts';

const splits = ['train', 'valid', 'test'];

/**
 * Megatron-LM's `--per-split-data-args-path`: a JSON object with train, valid and test
 * (NVIDIA/Megatron-LM @ d98e8a64dd, megatron/training/utils/common_utils.py:555-567).
 */
export const megatronSplit: Adapter = {
  name: 'megatron-split',
  codes: 'megatron',
  framework: 'Megatron-LM',
  marker: /"train"\s*:\s*["[]/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    if (!document.isJson || root?.kind !== 'map') return null;
    const named = root.entries.filter(({ key }) => /^(?:train|valid|validation|test)$/.test(key.text));
    if (named.length < 2 || named.length < root.entries.length - 1) return null;
    const read = named.map((split) => ({ split, words: splitWords(split.value, document.text) }));
    const lists = read.flatMap(({ split, words }) => (words === null ? [] : [{ split, ...words }]));
    if (lists.length < read.length) return null;
    // Lists of files by split are common; weights, or the suffix of Megatron's preprocessing, are not.
    const all = lists.flatMap(({ words }) => words.map(({ value }) => value));
    const telling = all.some(isMeantAsWeight) || all.some((word) => word.endsWith('_document'));
    if (!telling || !all.some(isPrefix) || all.some(isDataFile)) return null;
    const reader = new ConfigReader(document, megatronSplit, 'json');
    reader.duplicateKeys(root);
    reportSplits(root, reader);
    const blends = lists.map(({ split, words, separator }): Blend => {
      const blend = { label: split.key.text, evaluation: split.key.text !== 'train', range: split.key.range };
      return readMegatronBlend(words, reader, blend, separator);
    });
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const train = shares
      .filter(({ share }) => share > 0)
      .map(({ name, share }) => `    ${JSON.stringify(decimal(share))}, ${JSON.stringify(prefix(name))}`);
    return `{\n  "train": [\n${train.join(',\n')}\n  ],\n  "valid": [],\n  "test": []\n}\n`;
  },
};

interface SplitWords {
  readonly words: readonly Located<string>[];
  readonly separator: Separator | null;
}

/** A list of words, or one text of them; null: neither, so the file is something else. */
function splitWords(value: TreeNode, text: string): SplitWords | null {
  if (value.kind === 'list') {
    const words = scalarsOf(value)?.map((node) => ({ value: node.text.trim(), range: node.range }));
    return words === undefined ? null : { words, separator: ',' };
  }
  // `get_blend_from_list(None)` is None: no data, as with an empty list.
  if (isNothing(value)) return { words: [], separator: null };
  if (value.kind !== 'scalar' || value.plain) return null;
  const { parts, placed } = partsOf(value, text, aWord);
  return { words: parts, separator: placed ? ' ' : null };
}

function reportSplits(root: MapNode, reader: ConfigReader): void {
  for (const split of splits) {
    if (entryOf(root, split) !== undefined) continue;
    const other: Entry | undefined = split === 'valid' ? entryOf(root, 'validation') : undefined;
    reader.report(
      'split-keys',
      'error',
      (other ?? root.entries[0])?.key.range ?? root.range,
      other === undefined
        ? `Megatron-LM needs train, valid and test here; \`${split}\` is missing (KeyError).`
        : 'Megatron-LM calls this split `valid`; `validation` is not read (KeyError).',
      other === undefined
        ? {}
        : {
            fixes: [
              {
                title: 'Rename to valid',
                edits: [{ range: other.key.range, newText: '"valid"' }],
                preferred: true,
              },
            ],
          },
    );
  }
}
