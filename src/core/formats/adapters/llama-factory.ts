import type { Located } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { plainBlend } from './blend.ts';
import { yamlText } from '../../text/yaml-text.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { fillIn, insertAfter, removeItems } from '../edits.ts';
import { ConfigReader } from '../reading/reader.ts';
import { notPlaced, partsOf } from '../reading/parts.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, isNothing, scalarsOf, textOf, valueAt, type Entry, type MapNode } from '../reading/tree.ts';

const strategies = ['concat', 'interleave_under', 'interleave_over', 'interleave_once'];

/**
 * LLaMA-Factory: `dataset`, `mix_strategy` and `interleave_probs`, handed to datasets.interleave_datasets
 * (hiyouga/LlamaFactory @ ff6d4d12e, src/llamafactory/hparams/data_args.py:66-75, 146-174, data/data_utils.py:64-79;
 * huggingface/datasets @ b7cb10b0e3, src/datasets/arrow_dataset.py:7253).
 */
export const llamaFactory: Adapter = {
  name: 'llama-factory',
  framework: 'LLaMA-Factory',
  marker: /\b(?:interleave_probs|mix_strategy)\b/,

  read(document: ConfigDocument): TrainingConfig | null {
    const { root } = document;
    const dataset = entryOf(root, 'dataset');
    if (root?.kind !== 'map' || dataset === undefined) return null;
    // Others mix as well: images (`mixup`), audio, optimisers.
    const strategy = textOf(valueAt(root, 'mix_strategy')) ?? '';
    if (!/^(?:concat|interleave)/.test(strategy) && entryOf(root, 'interleave_probs') === undefined)
      return null;
    const reader = new ConfigReader(document, llamaFactory, 'omegaconf');
    const names = commaList(dataset, reader);
    if (names === null) return null;
    reader.duplicateKeys(root);
    return { blends: [readBlend(root, dataset, names, reader)], problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const trained = shares.filter(({ share }) => share > 0);
    const plain = trained.every(({ name }) => yamlText(name) === name);
    const names = trained.map(({ name }) => name).join(',');
    const probabilities = trained.map(({ share }) => decimal(share)).join(',');
    return `dataset: ${plain ? names : JSON.stringify(names)}\nmix_strategy: interleave_over\ninterleave_probs: ${probabilities}\n`;
  },
};

interface CommaList {
  readonly items: readonly Located<string>[];
  /** Text between commas, as opposed to a YAML list. */
  readonly joined: boolean;
  readonly placed: boolean;
}

/** Longer lists are data, not a choice of data sets. */
const mostItems = 20_000;

/** `a,b` or `[a, b]`, each item with its place; null for anything else. */
function commaList({ value }: Entry, reader: ConfigReader): CommaList | null {
  if (value.kind === 'list') {
    const scalars = scalarsOf(value);
    if (scalars === undefined) return null;
    const items = scalars.map((node) => ({ value: node.text, range: node.range }));
    return { items, joined: !value.flow, placed: true };
  }
  if (value.kind !== 'scalar' || value.text === '') return null;
  const { parts, placed } = partsOf(value, reader.text, /[^,]+/g);
  return parts.length > mostItems ? null : { items: parts, joined: true, placed };
}

function readBlend(root: MapNode, dataset: Entry, names: CommaList, reader: ConfigReader): Blend {
  const strategy = readStrategy(root, names.items.length, reader);
  const entry = entryOf(root, 'interleave_probs');
  const given = entry === undefined || isNothing(entry.value) ? undefined : entry;
  const list = given === undefined ? null : commaList(given, reader);
  const weights = list?.items.map(({ value, range }) => {
    const number = pythonFloat(value);
    if (number === null)
      reader.report('weight', 'error', range, `\`${value}\` is not a number to LLaMA-Factory.`);
    if (number === null) return null;
    return list.placed ? { value: number, range } : { value: number, range, fixed: notPlaced };
  });
  const mismatch = weights !== undefined && weights.length !== names.items.length;
  if (given !== undefined && weights !== undefined) {
    if (strategy === 'concat') {
      const message =
        'interleave_probs needs an interleaving mix_strategy; with concat, LLaMA-Factory stops (ValueError).';
      reader.report('concat-probabilities', 'error', given.key.range, message);
    }
    reportLengths(root, dataset, given, weights.length, reader);
  }
  const sources = names.items.map(({ value, range }, index): Source => ({
    name: value,
    range,
    weight: weights?.[index] ?? null,
    hints: [value],
  }));
  const exhausts = strategy === 'interleave_over' || strategy === 'interleave_once';
  const namesGoBy = names.joined && dataset.value.kind === 'list';
  const probsGoBy = list?.joined === true && given?.value.kind === 'list';
  return {
    ...plainBlend,
    label: 'train',
    range: (given ?? dataset).key.range,
    unit: 'examples',
    sources,
    absent: strategy === 'concat' ? 'size' : 1,
    overridden: mismatch ? 'the number of probabilities differs from the number of data sets' : null,
    // numpy's rng.choice(p=…), measured: 1.5e-8.
    sumTolerance: 1.5e-8,
    acceptsZero: !exhausts,
    zeroConsequence: `With ${strategy}, a probability of 0 never ends: the trainer waits for that source to be used up (huggingface/datasets#7147).`,
    removeSources:
      namesGoBy || probsGoBy || list === null || !names.placed || !list.placed
        ? null
        : (indices) =>
            [names, list].flatMap(({ items }) =>
              removeItems(
                reader.text,
                items.map(({ range }) => range),
                indices,
                ',',
              ),
            ),
    insertWeights:
      given === undefined && strategy !== 'concat'
        ? (values) => {
            const text = values.map((value) => decimal(value)).join(',');
            return entry === undefined
              ? insertAfter(reader.text, root, dataset, `interleave_probs: ${text}`)
              : fillIn(reader.text, entry, text);
          }
        : null,
  };
}

/** How the sources are mixed, and what is wrong or surprising about it. */
function readStrategy(root: MapNode, sources: number, reader: ConfigReader): string {
  const entry = entryOf(root, 'mix_strategy');
  const strategy = textOf(entry?.value) ?? 'concat';
  if (entry === undefined) return strategy;
  if (!strategies.includes(strategy)) {
    const message = `\`${strategy}\` is not a mix_strategy; there are ${strategies.join(', ')}.`;
    reader.report('strategy', 'error', entry.value.range, message);
  }
  if (strategy === 'interleave_under' && sources > 1) {
    const message =
      'interleave_under ends as soon as the smallest source is used up; the rest of the others is not trained on.';
    reader.report('stops-early', 'info', entry.value.range, message);
  }
  return strategy;
}

/** The probabilities go for the data sets of both splits. */
function reportLengths(
  root: MapNode,
  dataset: Entry,
  given: Entry,
  probabilities: number,
  reader: ConfigReader,
): void {
  for (const other of [dataset, entryOf(root, 'eval_dataset')]) {
    if (other === undefined || isNothing(other.value)) continue;
    const names = commaList(other, reader)?.items.length;
    if (names === undefined || names === probabilities) continue;
    reader.report(
      'length',
      'error',
      given.key.range,
      `${probabilities} probabilities for ${names} names in ${other.key.text}; LLaMA-Factory stops (ValueError).`,
      { related: [{ message: 'the names', range: other.key.range }] },
    );
  }
}
