import type { TextEdit, TextRange } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { isPrefix, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { removeItems } from '../edits.ts';
import { isMeantAsWeight, namesOf, prefix, readMegatronBlend } from './megatron-blend.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { flaggedIn, flaggedWords, isFlag } from '../shell/flags.ts';
import type { ShellScript, ShellWord } from '../shell/words.ts';
import { elementAt, lastOf } from '../../text/elements.ts';

/**
 * A launcher, read as the shell reads it: pairs behind `--data-path`, in an array or in a string that grows line by line
 * (flags: NVIDIA/Megatron-LM @ d98e8a64dd, megatron/training/arguments.py:3255-3288). The shell itself is not run:
 * what a loop, a branch or the output of a command decides is not known here.
 */
export const megatronShell: Adapter = {
  name: 'megatron-shell',
  codes: 'megatron',
  framework: 'Megatron-LM',
  marker: /^#!|--(?:(?:train|valid|test)[-_])?data[-_]path\b|^[ \t]*(?:export[ \t]+)?\w+\+?=[("']/m,
  plainText: true,
  isScript: true,

  read(document: ConfigDocument): TrainingConfig | null {
    const { text, script } = document;
    const isAtWork = megatron.test(text);
    const found = script === null ? [] : wordLists(script).filter((list) => isBlend(list, isAtWork));
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
  readonly words: readonly ShellWord[];
  /** Why the words are not all known; null: they are. */
  readonly unknown: string | null;
  /** Behind a flag of Megatron's. */
  readonly flagged: boolean;
}

const names = /DATA_?PATH|DATASET|DATA_?ARGS|BLEND|DATA_?MIX|(?:TRAIN|VALID|TEST)_DATA/i;
const flag = /^--(?:(train|valid|test)[-_])?data[-_]path(?:=|$)/;

/** Blends behind flags, and in variables with telling names. */
function wordLists(script: ShellScript): WordList[] {
  // A blend has two words at least; a script may have a flag in every line.
  const behind = flaggedIn(script, flag)
    .filter(({ words }) => words.length > 1)
    .map(({ match, ...list }) => ({ ...list, label: match[1] ?? 'train', flagged: true }));
  const named = script.variables.flatMap(({ name, range, words, unknown }): WordList[] => {
    if (!names.test(name) || flaggedWords(words, flag).length > 0) return [];
    const end = words.findIndex(isFlag);
    return [{ label: name, range, words: end === -1 ? words : words.slice(0, end), unknown, flagged: false }];
  });
  const known = new Set(named.flatMap(({ words }) => words.map(({ range }) => range.start)));
  const others = behind.filter(({ words }) => words.some(({ range }) => !known.has(range.start)));
  return [...named, ...others].sort((a, b) => a.range.start - b.range.start);
}

function isOpaqueWeight(word: string): boolean {
  return /^\$(?:\(|\{?\w*(?:WEIGHT|RATIO|_W)\w*\}?$)/i.test(word);
}

function isSource(word: string): boolean {
  return !isOpaqueWeight(word) && (isPrefix(word) || word.includes('_text_document'));
}

/** What Megatron-LM is given, and other programs hardly ever. */
const megatron = /--(?:(?:train|valid|test)[-_])?data[-_]path\b|--data-args-path\b|megatron|pretrain_gpt/i;

/**
 * Weights and prefixes with the suffix of Megatron's preprocessing, or more than one pair where Megatron is at work;
 * other strings and arrays (folders and the days to keep their backups) are none of our business.
 */
function isBlend({ words, flagged, unknown }: WordList, isMegatronAtWork: boolean): boolean {
  const prefixes = words.filter(({ value }) => isSource(value)).length;
  const weights = words.filter(({ value }) => isMeantAsWeight(value) || isOpaqueWeight(value)).length;
  const telling = words.some(({ value }) => /_document(?:$|_dc=)/.test(value));
  const more = flagged || unknown !== null ? 2 : 3;
  const enough = telling || (prefixes + weights >= more && isMegatronAtWork);
  return prefixes >= 1 && weights >= 1 && enough && (prefixes + weights) * 3 >= words.length * 2;
}

function readList({ label, range, words, unknown }: WordList, reader: ConfigReader): Blend {
  const evaluation = /valid|test|eval/i.test(label);
  const isKnown = unknown === null && words.every((word) => !word.unknown);
  if (isKnown && words.every(({ value }) => !value.startsWith('$') || isSource(value))) {
    const blend = readMegatronBlend(words, reader, { label, evaluation, range }, ' ');
    const places = blend.sources.flatMap(({ weight }) => weight?.range.start ?? []);
    const shared = new Set(places).size < places.length;
    const apart = blend.sources.some(
      ({ weight, range: name }) => weight !== null && !inOrder(reader.text, weight.range, name),
    );
    const times = new Map(words.map((word) => [word.range.start, word.times]));
    const sources = blend.sources.map((source): Source => {
      const factor = source.weight === null ? undefined : times.get(source.weight.range.start);
      return factor === undefined ? source : { ...source, times: factor };
    });
    const helped = sources.some((source) => source.times !== undefined);
    return {
      ...blend,
      sources,
      overridden:
        blend.overridden ??
        (shared ? 'one variable holds the weights of several sources, which cannot be told apart' : null),
      // A pair in two places cannot be taken out by one edit.
      removeSources: apart || helped ? null : (indices) => removePairs(reader.text, blend, indices),
      // A line of a script has more on it than pairs.
      insertWeights: null,
    };
  }
  return readComputed(words, { label, evaluation, range }, unknown, reader);
}

/** Whether a weight and its prefix stand side by side. */
function inOrder(text: string, weight: TextRange, name: TextRange): boolean {
  return name.start > weight.end && /^[\s"'\\]*$/.test(text.slice(weight.end, name.start));
}

/** Takes pairs out; where nothing is left that `X="$X …"` or `X+=…` adds, the line goes too. */
function removePairs(text: string, blend: Blend, indices: readonly number[]): readonly TextEdit[] {
  return indices.flatMap((index) => {
    const source = blend.sources[index];
    if (source === undefined) return [];
    const start = source.weight?.range.start ?? source.range.start;
    const { end } = source.range;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const lineEnd = !text.includes('\n', end) ? text.length : text.indexOf('\n', end) + 1;
    const alone =
      /^[ \t]*(?:export[ \t]+)?(\w+)(?:=["']?\$(?:\1|\{\1\})|\+=[("']*)[ \t]*$/.test(
        text.slice(lineStart, start),
      ) && /^[ \t]*(?:["')]+[ \t]*)?(?:#.*)?\r?\n?$/.test(text.slice(end, lineEnd));
    if (alone) return [{ range: { start: lineStart, end: lineEnd }, newText: '' }];
    return removeItems(text, [{ start, end }], [0], ' ');
  });
}

/** Some weights are computed by the shell: the sources are known, their shares are not. */
function readComputed(
  words: readonly ShellWord[],
  blend: Pick<Blend, 'label' | 'evaluation' | 'range'>,
  unknown: string | null,
  reader: ConfigReader,
): Blend {
  const sources: Source[] = [];
  const pairs: TextRange[] = [];
  words.forEach((word, index) => {
    if (index % 2 === 0) return;
    const weight = elementAt(words, index - 1);
    const literal = isMeantAsWeight(weight.value) ? Number(weight.value) : NaN;
    pairs.push({ start: weight.range.start, end: word.range.end });
    sources.push({
      name: word.value,
      range: word.range,
      weight: Number.isFinite(literal) ? { value: literal, range: weight.range } : null,
      hints: namesOf(word, reader.text),
    });
  });
  // The output of a command may be several words.
  if (unknown === null && words.length % 2 === 1 && !words.some((word) => word.unknown)) {
    const at = words.findIndex(({ value }, index) => index % 2 === 0 && isSource(value));
    const word = at === -1 ? lastOf(words) : elementAt(words, at);
    const message = `Weights and prefixes must alternate, but there are ${words.length} words; the pairs break at \`${word.value}\`. Megatron-LM then ignores all weights silently.`;
    reader.report('parity', 'error', word.range, message);
  }
  return {
    ...plainBlend,
    ...blend,
    sources,
    overridden: unknown ?? 'the shell computes the weights, so their values are not known here',
    acceptsZero: false,
    removeSources: (indices) => removeItems(reader.text, pairs, indices, ' '),
  };
}
