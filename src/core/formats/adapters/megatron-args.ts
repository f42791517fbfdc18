import type { Adapter, NamedShare, TrainingConfig } from '../adapter.ts';
import { mostConfigText } from '../config-limits.ts';
import { isPrefix } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { isMeantAsWeight, prefix, readMegatronBlend, wordsOf } from './megatron-blend.ts';
import { ConfigReader } from '../reading/reader.ts';
import { trainingFlag } from '../megatron-names.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { elementAt } from '../../text/elements.ts';

/**
 * Megatron-LM's `--data-path`, or a `--data-args-path` file: `f.read().split()`, so neither comments nor spaces in paths
 * (NVIDIA/Megatron-LM @ d98e8a64dd, megatron/training/utils/common_utils.py:546-549).
 */
export const megatronArgs: Adapter = {
  name: 'megatron-args',
  codes: 'megatron',
  framework: 'Megatron-LM',
  marker: /_document(?:\b|_dc=)|^\uFEFF?\s*(?:--(?:train[-_])?data[-_]path\s+)?[-+]?[\d.]/,
  plainText: true,

  read(document: ConfigDocument): TrainingConfig | null {
    if (/^\uFEFF?\s*(?:#!|[{[<"'])/.test(document.text)) return null;
    const all = wordsOf(document.text);
    const words = trainingFlag.test(all[0]?.value ?? '') ? all.slice(1) : all;
    const values = words.map(({ value }) => value);
    const isTold = document.given.as === megatronArgs.name;
    const is = isTold ? values.some(isPath) && words.length < most : isDataArgs(document.text, values);
    if (!is) return null;
    const reader = new ConfigReader(document, megatronArgs, 'pyyaml');
    const blend = { label: 'train', evaluation: false, range: elementAt(words, 0).range };
    const blends = [readMegatronBlend(words, reader, blend, ' ')];
    return { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const lines = shares
      .filter(({ share }) => share > 0)
      .map(({ name, share }) => `${decimal(share)} ${prefix(name)}`);
    return lines.join('\n') + '\n';
  },
};

/** In words; Megatron-LM takes 32,767 data sets, and what is far above is data. */
const most = 65_534 * 4;

/** What some preprocessing writes behind the name of a corpus: its documents and tokens. */
const counts = /(?<=_document)_dc=\d+_tc=\d+$/;
const withoutCounts = (word: string): string => (word.includes('_dc=') ? word.replace(counts, '') : word);

function isPath(written: string): boolean {
  const word = withoutCounts(written);
  return (isPrefix(word) || word.endsWith('_text_document')) && !/[,;="'{}[\]()<>|$`]|:(?!\/\/)/.test(word);
}

/** Looks at the words alone; a broken list must be recognised too, a listing of files and sizes must not. */
function isDataArgs(text: string, all: readonly string[]): boolean {
  if (all.length < 2 || all.length > most || isFileList(text)) return false;
  const uncommented = text.includes('#')
    ? (text.replace(/(?:^|\s)#[^\r\n]*/g, ' ').match(/\S+/g) ?? [])
    : all;
  const words = trainingFlag.test(uncommented[0] ?? '') ? uncommented.slice(1) : uncommented;
  if (words.some((word) => /^--|^-$|:$|[$`()\\]|^\w+\+?=/.test(withoutCounts(word)))) return false;
  const paths = words.filter(isPath);
  const numbers = words.filter(isMeantAsWeight);
  const others = words.length - paths.length - numbers.length;
  const documents = paths.filter((path) => withoutCounts(path).endsWith('_document'));
  if (documents.length > 0 && documents.length * 2 >= paths.length) {
    if (numbers.length > 0) return others * 3 <= words.length;
    return others === 0 && documents.length >= 2 && documents.some((path) => /\/|_text_document$/.test(path));
  }
  return others === 0 && arePairsOfShares(words);
}

/** Lines of *weight prefix corpus*, which argonne-lcf/Megatron-DeepSpeed reads behind `--data-file-list`: never pairs. */
function isFileList(text: string): boolean {
  let lines = 0;
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() === '') continue;
    lines++;
    const [weight = '', path = '', corpus = '', ...more] = line.trim().split(/\s+/);
    if (!isMeantAsWeight(weight) || !isPath(path) || corpus === '' || isPrefix(corpus) || more.length > 0)
      return false;
  }
  return lines > 1;
}

/** Whether a text is nothing but weights, each with its prefix: enough for who is told that it is a config, as `du` prints the same. */
export function isWeightedList(text: string): boolean {
  const all: readonly string[] = text.length <= mostConfigText ? (text.match(/\S+/g) ?? []) : [];
  const total =
    all.length <= most ? totalOfPairs(trainingFlag.test(all[0] ?? '') ? all.slice(1) : all) : null;
  return total !== null && total > 0;
}

/** Without Megatron's own suffix: strict pairs that sum to 1 or 100, so that `du` and `wc` output is not claimed. */
function arePairsOfShares(words: readonly string[]): boolean {
  const total = totalOfPairs(words);
  return total !== null && (Math.abs(total - 1) < 1e-3 || Math.abs(total - 100) < 0.1);
}

/** The sum of the weights; null: there are not at least two strict pairs. */
function totalOfPairs(words: readonly string[]): number | null {
  if (words.length < 4 || words.length % 2 === 1) return null;
  let total = 0;
  for (let index = 0; index < words.length; index += 2) {
    const weight = pythonFloat(elementAt(words, index));
    const path = elementAt(words, index + 1);
    if (weight === null || !isPath(path) || path.startsWith('.') || /\.[A-Za-z]\w{0,6}$/.test(path))
      return null;
    total += weight;
  }
  return total;
}
