import type { TextEdit, TextRange } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import { isEvaluation, isPrefix, plainBlend } from './blend.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { removeItems } from '../edits.ts';
import { isMeantAsWeight, namesOf, prefix, readMegatronBlend } from './megatron-blend.ts';
import { ConfigReader } from '../reading/reader.ts';
import { decimal } from '../../text/decimal.ts';
import { flaggedIn, flaggedWords, isFlag, type FlaggedList } from '../shell/flags.ts';
import { shellEdits } from '../shell/weights.ts';
import type { ShellList, ShellScript, ShellWord } from '../shell/script.ts';
import { whyUnknown } from '../shell/syntax.ts';
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
  marker:
    /^#!|--(?:(?:train|valid|test)[-_])?data[-_](?:args[-_])?path\b|\bdata\.data_prefix=|^[ \t]*(?:export[ \t]+)?\w+\+?=[("']/m,
  plainText: true,
  isScript: true,

  read(document: ConfigDocument): TrainingConfig | null {
    const found = wordLists(document);
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
  readonly evaluation: boolean;
  readonly range: TextRange;
  readonly words: readonly ShellWord[];
  /** Why the words are not all known; null: they are. */
  readonly unknown: string | null;
  /** Behind a flag of Megatron's. */
  readonly flagged: boolean;
}

const names = /DATA_?PATH|DATASET|DATA_?ARGS|BLEND|DATA_?MIX|(?:TRAIN|VALID|TEST)_DATA/i;
const flag = /^--(?:(train|valid|test)[-_])?data[-_]path(?:=|$)/;

/** What trainers get behind their flags; variables with telling names only where no flag to train on uses any of them. */
function wordLists({ text, script, given: { variable } }: ConfigDocument): WordList[] {
  if (script === null) return [];
  if (variable !== undefined) return script.variables.filter(({ name }) => name === variable).map(heldList);
  const isAtWork = megatron.test(text);
  const behind = flaggedIn(script, flag);
  const isOurs = (list: WordList): boolean => isBlend(list, isAtWork) || isHidden(list, text);
  const flagged: WordList[] = [];
  let isTold = false;
  for (const given of behind) {
    const list = behindFlag(given, behind);
    const isBlendOfOurs = isOurs(list);
    if (isBlendOfOurs) flagged.push(list);
    isTold ||= !list.evaluation && list.words.some(tells) && (!given.perhaps || isBlendOfOurs);
  }
  const named = isTold ? [] : script.variables.flatMap(namedList).filter(isOurs);
  const known = new Set(named.flatMap(({ words }) => words.map(({ range }) => range.start)));
  const others = flagged.filter(({ words }) => !words.every(({ range }) => known.has(range.start)));
  const found = [...named, ...others].sort((a, b) => a.range.start - b.range.start);
  return found.length > 0 ? found : elsewhere(script);
}

/** Not a variable that somebody sets outside of this file. */
function tells({ value, unknown, file }: ShellWord): boolean {
  return file === undefined && (unknown !== null || !value.startsWith('$'));
}

function behindFlag(
  { match, range, words, quoted, unknown, branch }: FlaggedList,
  all: readonly FlaggedList[],
): WordList {
  const split = match[1] ?? 'train';
  const variables = new Set(words.map(({ variable }) => variable?.value));
  const [variable] = words.map((word) => word.variable);
  const rivals = all.filter((other) => other.branch && other.match[1] === match[1]);
  return {
    label: variables.size === 1 ? (variable?.value ?? split) : split,
    evaluation: split !== 'train',
    range: variables.size === 1 ? (variable?.range ?? range) : range,
    words,
    unknown:
      unknown ??
      (quoted !== null
        ? `the quotes make one word of \`${quoted}\`, which Megatron-LM takes for one prefix`
        : null) ??
      (branch && rivals.length > 1 ? 'which branch of the script runs is not known' : null),
    flagged: true,
  };
}

/** The words of a variable that another script gives a trainer. */
function heldList({ name, range, words, unknown }: ShellList): WordList {
  return { label: name, evaluation: false, range, words, unknown, flagged: true };
}

function namedList({ name, range, words, unknown }: ShellList): WordList[] {
  if (!names.test(name) || flaggedWords(words, flag).length > 0) return [];
  const end = words.findIndex(isFlag);
  return [
    {
      label: name,
      evaluation: isEvaluation(name),
      range,
      words: end === -1 ? words : words.slice(0, end),
      unknown,
      flagged: false,
    },
  ];
}

/** Blends that the launcher gives the trainer in a way that is not followed. */
function elsewhere(script: ShellScript): WordList[] {
  const list = ({ range }: ShellWord, unknown: string): WordList => ({
    label: 'train',
    evaluation: false,
    range,
    words: [],
    unknown,
    flagged: true,
  });
  const overrides = script.commands.flatMap(({ words }) =>
    words
      .filter(({ value }) => /^["'+]*(?:model\.)?data\.data_prefix=/.test(value))
      .map((word) =>
        list(word, 'the command overrides `data_prefix`, which is only read in the YAML of NeMo'),
      ),
  );
  const files = flaggedIn(script, /^--data-args-path(?:=(.+))?$/).flatMap(({ match, range, words }) => {
    const path = match[1] ?? words[0]?.value ?? '';
    const program = script.written.get(path);
    if (program === undefined) return [];
    const why = `\`${program}\` writes \`${path}\` as the script runs`;
    return [list(words[0] ?? { value: path, range, unknown: null }, why)];
  });
  return [...overrides, ...files].slice(0, 1);
}

function isOpaqueWeight(word: string): boolean {
  return /^\$(?:\(|\{?\w*(?:WEIGHT|RATIO|_W)\w*\}?$)/i.test(word);
}

function isSource(word: string): boolean {
  return !isOpaqueWeight(word) && (isPrefix(word) || word.includes('_text_document'));
}

/** Whether a word of a list is a source; a variable that nothing here sets is one behind a weight. */
function isSourceAt(words: readonly ShellWord[], index: number): boolean {
  const { value, unknown, file, script } = elementAt(words, index);
  if (isSource(value)) return true;
  const weight = words[index - 1]?.value ?? '';
  const isFromOutside = unknown === null && file === undefined && script === undefined;
  return (
    index % 2 === 1 &&
    isMeantAsWeight(weight) &&
    isFromOutside &&
    /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})$/.test(value)
  );
}

/** What Megatron-LM is given, and other programs hardly ever. */
const megatron = /--(?:(?:train|valid|test)[-_])?data[-_]path\b|--data-args-path\b|megatron|pretrain_gpt/i;

/**
 * Weights and prefixes with the suffix of Megatron's preprocessing, or more than one pair where Megatron is at work;
 * other strings and arrays (folders and the days to keep their backups) are none of our business.
 */
function isBlend({ words, flagged, unknown }: WordList, isMegatronAtWork: boolean): boolean {
  if (flagged && words.length < 2) return false;
  const prefixes = words.filter(({ value }, index) =>
    flagged ? isSourceAt(words, index) : isSource(value),
  ).length;
  const weights = words.filter(
    ({ value }, index) =>
      isMeantAsWeight(value) ||
      isOpaqueWeight(value) ||
      // Behind the flag, its place tells.
      (flagged && index % 2 === 0 && value.startsWith('$') && !isSource(value)),
  ).length;
  const telling = words.some(({ value }) => /_document(?:$|_dc=)/.test(value));
  const more = flagged || unknown !== null ? 2 : 3;
  const enough = telling || (prefixes + weights >= more && isMegatronAtWork);
  return prefixes >= 1 && weights >= 1 && enough && (prefixes + weights) * 3 >= words.length * 2;
}

/** What a trainer of Megatron's gets is made as the script runs: no words are known, but why is. */
function isHidden({ words, evaluation, flagged }: WordList, text: string): boolean {
  if (evaluation) return false;
  if (!flagged) return words.some((word) => isOutput(word) && /_document\b/.test(word.value));
  const trainer = /megatron|\bpretrain_\w{1,100}\.py|--train[-_]data[-_]path\b/i;
  return words.some(({ unknown }) => unknown !== null) && trainer.test(text);
}

/** Words that a command prints. */
function isOutput({ value, unknown }: ShellWord): boolean {
  return unknown !== null && /^(?:\$\(|`)/.test(value);
}

function readList(list: WordList, reader: ConfigReader): Blend {
  const { label, evaluation, range, words, unknown } = list;
  const isKnown = unknown === null && words.every((word) => word.unknown === null);
  if (!isKnown || words.some(({ value }, index) => value.startsWith('$') && !isSourceAt(words, index)))
    return readComputed(list, reader);
  const blend = readMegatronBlend(words, reader, { label, evaluation, range }, ' ');
  const places = blend.sources.flatMap(({ weight }) => weight?.range.start ?? []);
  const shared = new Set(places).size < places.length;
  const apart = blend.sources.some(
    ({ weight, range: name }) => weight !== null && !inOrder(reader.text, weight.range, name),
  );
  const byPlace = new Map(words.map((word) => [word.range.start, word]));
  const weights = blend.sources.map(({ weight }) =>
    weight === null ? undefined : byPlace.get(weight.range.start),
  );
  const sources = blend.sources.map((source, index): Source => {
    const times = weights[index]?.times;
    return times === undefined ? source : { ...source, times };
  });
  const helped = weights.some((word) => word?.times !== undefined || word?.argument === true);
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
    editWeights: (wanted) => shellEdits(sources, weights, wanted, reader.text),
  };
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
function readComputed(list: WordList, reader: ConfigReader): Blend {
  const { label, evaluation, range, words } = list;
  const sources: Source[] = [];
  const pairs: TextRange[] = [];
  words.forEach((word, index) => {
    if (!isSourceAt(words, index) || isOutput(word)) return;
    const weight = words[index - 1];
    const literal = weight !== undefined && isMeantAsWeight(weight.value) ? Number(weight.value) : NaN;
    pairs.push({ start: (weight ?? word).range.start, end: word.range.end });
    sources.push({
      name: word.value,
      range: word.range,
      weight:
        weight !== undefined && Number.isFinite(literal) ? { value: literal, range: weight.range } : null,
      hints: namesOf(word, reader.text),
    });
  });
  // The output of a command may be several words.
  if (list.unknown === null && words.length % 2 === 1 && !words.some(({ unknown }) => unknown !== null)) {
    const at = words.findIndex(({ value }, index) => index % 2 === 0 && isSource(value));
    const word = at === -1 ? lastOf(words) : elementAt(words, at);
    const message = `Weights and prefixes must alternate, but there are ${words.length} words; the pairs break at \`${word.value}\`. Megatron-LM then ignores all weights silently.`;
    reader.report('parity', 'error', word.range, message);
  }
  return {
    ...plainBlend,
    label,
    evaluation,
    range,
    sources,
    overridden: list.unknown ?? whyComputed(words),
    acceptsZero: false,
    removeSources: (indices) => removeItems(reader.text, pairs, indices, ' '),
  };
}

function whyComputed(words: readonly ShellWord[]): string {
  const told = whyUnknown(words);
  if (told !== null) return told;
  const word =
    words.find(({ value }, index) => value.startsWith('$') && !isSourceAt(words, index))?.value ?? '';
  const outside = /^\$\{?(?:\d+|[@*])\}?$/.test(word)
    ? 'is given as the script is started'
    : /^\$\{?\w+\}?$/.test(word)
      ? 'is not set in this file'
      : 'is made by the shell';
  return `the shell computes the weights: \`${word}\` ${outside}`;
}
