import type { Located, TextRange } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { isPrefix, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { removeItems } from '../edits.ts';
import { isMeantAsWeight, prefix, readMegatronBlend } from './megatron-blend.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../reading/scalars.ts';

/**
 * A launcher: pairs behind `--data-path`, in an array or in a string that grows line by line
 * (flags: NVIDIA/Megatron-LM @ d98e8a64dd, megatron/training/arguments.py:3255-3288). The shell itself is not run:
 * `$(calc …)` and `${ROOT}` stay opaque, so weights that the shell computes cannot be known here.
 */
export const megatronShell: Adapter = {
  name: 'megatron-shell',
  codes: 'megatron',
  framework: 'Megatron-LM',
  marker: /^#!|--(?:train-|valid-|test-)?data-path\b|^[ \t]*(?:export[ \t]+)?\w+\+?=[("']/m,
  plainText: true,

  read(document: ConfigDocument): TrainingConfig | null {
    const { text } = document;
    const found = [...variables(text), ...flags(text)].filter(({ words }) => isBlend(words, text));
    if (found.length === 0) return null;
    const reader = new ConfigReader(document, megatronShell, 'pyyaml');
    return {
      blends: found.map((list) => readList(list, reader)),
      problems: reader.problems,
      sequences: null,
    };
  },

  write(shares: readonly NamedShare[]): string {
    const pairs = shares
      .filter(({ share }) => share > 0)
      .map(({ name, share }) => `  ${decimal(share)} ${prefix(name)}`);
    return `#!/usr/bin/env bash\nDATA_PATH=(\n${pairs.join('\n')}\n)\n# torchrun … pretrain_gpt.py --data-path "\${DATA_PATH[@]}"\n`;
  },
};

interface WordList {
  readonly label: string;
  readonly range: TextRange;
  readonly words: readonly Located<string>[];
}

const names = /DATA_?PATH|DATASET|DATA_?ARGS|BLEND|DATA_?MIX|(?:TRAIN|VALID|TEST)_DATA/i;

/** Arrays and strings with telling names; pieces of one name (`+=`, `X="$X …"`) are one list. */
function variables(text: string): WordList[] {
  const lists = new Map<string, { range: TextRange; words: Located<string>[] }>();
  const assignment = /^[ \t]*(?:export[ \t]+|local[ \t]+|declare[ \t]+-a[ \t]+)?(\w+)\+?=(\(|"|')/gm;
  for (const match of text.matchAll(assignment)) {
    const name = match[1]!;
    if (!names.test(name)) continue;
    const start = match.index + match[0].length;
    const nameStart = match.index + match[0].indexOf(name);
    const words = shellWords(text, start, match[2] === '(' ? ')' : match[2]!);
    const list = lists.get(name) ?? { range: { start: nameStart, end: nameStart + name.length }, words: [] };
    // The variable's own old value in front of what is appended.
    list.words.push(...words.filter(({ value }) => value !== `$${name}` && value !== `\${${name}}`));
    lists.set(name, list);
  }
  return [...lists].map(([label, { range, words }]) => ({ label, range, words }));
}

/** The words behind `--data-path` up to the next flag or the end of the command. */
function flags(text: string): WordList[] {
  return [...text.matchAll(/--(?:(train|valid|test)-)?data-path[ \t=]/g)].map((match) => ({
    label: match[1] ?? 'train',
    range: { start: match.index, end: match.index + match[0].length - 1 },
    words: shellWords(text, match.index + match[0].length, ''),
  }));
}

/**
 * Words from `start` up to a closing character, or (none) to the end of the command or the next flag. Quotes around a
 * word group are dropped, because an unquoted expansion splits them again; `$(…)` is one word.
 */
function shellWords(text: string, start: number, close: string): Located<string>[] {
  const words: Located<string>[] = [];
  let at = start;
  const quoted = close === '"' || close === "'";
  while (at < text.length) {
    const char = text[at]!;
    if (char === close) break;
    if (char === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) at += text[at + 1] === '\r' ? 3 : 2;
    else if (/\s/.test(char)) {
      if (close === '' && (char === '\n' || char === '\r')) break;
      at += 1;
    } else if (char === '"' || char === "'") at += 1;
    else if (char === '#' && !quoted) at += /^[^\r\n]*/.exec(text.slice(at))![0].length;
    else if (close === '' && /^(?:--[a-z]|[;&|)<>])/.test(text.slice(at, at + 3))) break;
    else {
      const end = wordEnd(text, at, close);
      words.push({ value: text.slice(at, end), range: { start: at, end } });
      at = end;
    }
  }
  return words;
}

function wordEnd(text: string, start: number, close: string): number {
  let at = start;
  let depth = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (
      depth === 0 &&
      (/[\s"';&|]/.test(char) || (char === close && close !== '') || (char === ')' && close !== ')'))
    )
      break;
    if (char === '(' || char === '{') depth += 1;
    else if ((char === ')' || char === '}') && depth > 0) depth -= 1;
    else if (depth === 0 && char === '\\') break;
    at += 1;
  }
  return Math.max(at, start + 1);
}

function isOpaqueWeight(word: string): boolean {
  return /^\$(?:\(|\{?\w*(?:WEIGHT|RATIO|_W)\w*\}?$)/i.test(word);
}

function isSource(word: string): boolean {
  return !isOpaqueWeight(word) && isPrefix(word);
}

/** What Megatron-LM is given, and other programs hardly ever. */
const megatron = /--(?:(?:train|valid|test)-)?data-path\b|--data-args-path\b|megatron|pretrain_gpt/i;

/**
 * Weights and prefixes with the suffix of Megatron's preprocessing, or more than one pair where Megatron is at work;
 * other strings and arrays (folders and the days to keep their backups) are none of our business.
 */
function isBlend(words: readonly Located<string>[], text: string): boolean {
  const prefixes = words.filter(({ value }) => isSource(value)).length;
  const weights = words.filter(({ value }) => isMeantAsWeight(value) || isOpaqueWeight(value)).length;
  const telling = words.some(({ value }) => value.endsWith('_document'));
  const enough = telling || (prefixes + weights >= 3 && megatron.test(text));
  return prefixes >= 1 && weights >= 1 && enough && (prefixes + weights) * 3 >= words.length * 2;
}

function readList({ label, range, words }: WordList, reader: ConfigReader): Blend {
  const evaluation = /valid|test|eval/i.test(label);
  if (words.every(({ value }) => !value.startsWith('$') || isSource(value))) {
    const blend = readMegatronBlend(words, reader, { label, evaluation, range }, ' ');
    // A line of a script has more on it than pairs.
    return { ...blend, insertWeights: null };
  }
  return readComputed(words, { label, evaluation, range }, reader);
}

/** Some weights are computed by the shell: the sources are known, their shares are not. */
function readComputed(
  words: readonly Located<string>[],
  blend: Pick<Blend, 'label' | 'evaluation' | 'range'>,
  reader: ConfigReader,
): Blend {
  const sources: Source[] = [];
  const pairs: TextRange[] = [];
  words.forEach((word, index) => {
    if (index % 2 === 0) return;
    const weight = words[index - 1]!;
    const literal = isMeantAsWeight(weight.value) ? Number(weight.value) : NaN;
    pairs.push({ start: weight.range.start, end: word.range.end });
    sources.push({
      name: word.value,
      range: word.range,
      weight: Number.isFinite(literal) ? { value: literal, range: weight.range } : null,
      hints: [word.value],
    });
  });
  const broken = words.length % 2 === 1;
  if (broken) {
    const at = words.findIndex(({ value }, index) => index % 2 === 0 && isSource(value));
    const word = words[at === -1 ? words.length - 1 : at]!;
    const message = `Weights and prefixes must alternate, but there are ${words.length} words; the pairs break at \`${word.value}\`. Megatron-LM then ignores all weights without a word.`;
    reader.report('parity', 'error', word.range, message);
  }
  return {
    ...plainBlend,
    ...blend,
    sources,
    overridden: 'the shell computes the weights, so their values are not known here',
    acceptsZero: false,
    removeSources: (indices) => removeItems(reader.text, pairs, indices, ' '),
  };
}
