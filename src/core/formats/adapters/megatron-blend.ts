import type { Fix } from '../../problem.ts';
import type { Located, TextRange } from '../../text/range.ts';
import type { Blend, Source } from '../adapter.ts';
import { indexFile, plainBlend } from './blend.ts';
import { lineEndAt, removeItems, type Separator } from '../edits.ts';
import type { ConfigReader } from '../reading/reader.ts';
import { aWord, notPlaced } from '../reading/parts.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { elementAt, lastOf } from '../../text/elements.ts';

/** What Megatron-LM makes of the words of `--data-path` (megatron/core/datasets/utils.py:49-92). */
export type MegatronReading = 'weighted' | 'prefixes' | 'assertion';

/**
 * `get_blend_from_list`, quirk included: `any` consumes the lazy `map` up to the first word that is no number, so `all`
 * only sees the rest. `0.5 a b c` becomes four prefixes without a word.
 */
function readAsMegatron(words: readonly string[]): MegatronReading {
  if (words.length % 2 === 1) return 'prefixes';
  const isNone = words.filter((_, index) => index % 2 === 0).map((word) => pythonFloat(word) === null);
  const firstNone = isNone.indexOf(true);
  if (firstNone === -1) return 'weighted';
  return isNone.slice(firstNone + 1).every((none) => none) ? 'prefixes' : 'assertion';
}

/** Whether somebody meant this word as a weight, readable or not (`0,5`, `30%`). */
export function isMeantAsWeight(word: string): boolean {
  return /^[-+]?[\d.,][\d.,eE_+-]*%?$/.test(word) || pythonFloat(word) !== null;
}

/**
 * Reads weight–prefix words, reports lost pairs (`parity`) and finds the sources. Words keep their quotes out of their
 * value but in their range.
 *
 * @param separator null: the words have no places of their own, so nothing can be edited
 */
export function readMegatronBlend(
  words: readonly Located<string>[],
  reader: ConfigReader,
  blend: { readonly label: string; readonly evaluation: boolean; readonly range: TextRange },
  separator: Separator | null,
): Blend {
  const reading = readAsMegatron(words.map(({ value }) => value));
  const weighted = reading === 'weighted';
  const broken = weighted ? false : reportParity(words, reader, reading, separator);
  const sources: Source[] = [];
  const pairs: TextRange[] = [];
  words.forEach((word, index) => {
    if (weighted ? index % 2 === 0 : isMeantAsWeight(word.value)) return;
    const before = weighted ? words[index - 1] : undefined;
    const weight = before === undefined ? null : pythonFloat(before.value);
    pairs.push({ start: (before ?? word).range.start, end: word.range.end });
    sources.push({
      name: word.value,
      range: word.range,
      weight:
        before === undefined || weight === null
          ? null
          : { value: weight, range: before.range, ...(separator === null ? { fixed: notPlaced } : {}) },
      file: indexFile(word.value),
      hints: separator === null ? [word.value] : namesOf(word, reader.text),
    });
  });
  const read = {
    ...plainBlend,
    ...blend,
    sources,
    absent: 'size',
    overridden: broken ? 'the words are not weight–prefix pairs' : null,
    acceptsZero: false,
  } as const;
  if (separator === null) return read;
  const quote = separator === ',' ? '"' : '';
  return {
    ...read,
    removeSources: (indices) => removeItems(reader.text, pairs, indices, separator),
    insertWeights: (weights) =>
      sources.map(({ range }, index) => ({
        range: { start: range.start, end: range.start },
        newText: `${quote}${decimal(elementAt(weights, index))}${quote}${separator === ',' ? ', ' : ' '}`,
      })),
  };
}

function reportParity(
  words: readonly Located<string>[],
  reader: ConfigReader,
  reading: MegatronReading,
  separator: Separator | null,
): boolean {
  const meant = words.map(({ value }) => isMeantAsWeight(value));
  if (!meant.includes(true)) return false;
  const consequence =
    reading === 'assertion'
      ? 'Megatron-LM stops with a bare AssertionError.'
      : `Megatron-LM then takes all ${words.length} words as prefixes and ignores the weights silently.`;
  const hash = words.find(({ value }) => value.startsWith('#'));
  const swapped = words.length % 2 === 0 && meant.every((isWeight, index) => isWeight === (index % 2 === 1));
  if (hash !== undefined) {
    const lineEnd = lineEndAt(reader.text, hash.range.start);
    const edits = removeItems(reader.text, [{ start: hash.range.start, end: lineEnd }], [0], ' ');
    reader.report(
      'parity',
      'error',
      hash.range,
      `Comments are not possible here: the words after \`#\` are read as prefixes too. ${consequence}`,
      { fixes: separator === ' ' ? [{ title: 'Remove the comment', edits, preferred: true }] : [] },
    );
  } else if (swapped) {
    const edits = words.map(({ range }, index) => ({
      range,
      newText: textAt(reader, elementAt(words, index % 2 === 0 ? index + 1 : index - 1).range),
    }));
    reader.report(
      'parity',
      'error',
      elementAt(words, 0).range,
      `The weight comes before the prefix. ${consequence}`,
      {
        fixes:
          separator === null ? [] : [{ title: 'Put each weight before its prefix', edits, preferred: true }],
      },
    );
  } else {
    // The first word that is not what its position asks for; past the end, the last one lacks its partner.
    const at = meant.findIndex((isWeight, index) => isWeight !== (index % 2 === 0));
    const unreadable = words.findIndex(({ value }, index) => meant[index] && pythonFloat(value) === null);
    const place = unreadable >= 0 && (at === -1 || unreadable < at) ? unreadable : at;
    const word = place === -1 ? lastOf(words) : elementAt(words, place);
    reader.report('parity', 'error', word.range, `${fault(word.value, place, meant)} ${consequence}`, {
      fixes: place === unreadable && place !== -1 && separator !== null ? readableWeights(words) : [],
    });
  }
  return true;
}

function textAt(reader: ConfigReader, { start, end }: TextRange): string {
  return reader.text.slice(start, end);
}

function fault(word: string, place: number, meant: readonly boolean[]): string {
  if (place === -1) return `The weight \`${word}\` has no prefix.`;
  if (meant[place]) {
    return pythonFloat(word) === null
      ? `\`${word}\` is not a number to Python.`
      : `\`${word}\` is where a prefix must be: two weights in a row.`;
  }
  return `A weight must stand before \`${word}\`; if it is the rest of a path, paths must not contain spaces.`;
}

/** `0,5` and `50%` as Python can read them, all of them at once. */
function readableWeights(words: readonly Located<string>[]): Fix[] {
  const edits = words.flatMap(({ value, range }) => {
    const match = pythonFloat(value) === null ? /^([-+]?(?:\d*[.,])?\d+)%?$/.exec(value) : null;
    const number = match?.[1];
    return number === undefined ? [] : [{ range, newText: number.replace(',', '.') }];
  });
  return edits.length === 0
    ? []
    : [{ title: 'Write the weights as Python reads them', edits, preferred: true }];
}

/** A source's names: as the trainer gets it, and as it stands in the text, variables and all, which is how people map it. */
export function namesOf({ value, range }: Located<string>, text: string): string[] {
  const written = text.slice(range.start, range.end);
  return written === value ? [value] : [...new Set([value, written.replace(/^(["'])(.*)\1$/s, '$2')])];
}

/** The prefix that Megatron's preprocessing gives to a source of this name. */
export function prefix(name: string): string {
  return name.includes('/') || name.endsWith('_document') ? name : `${name}_text_document`;
}

/** Whitespace-separated words with their places. */
export function wordsOf(text: string): Located<string>[] {
  return [...text.matchAll(aWord)].map(({ 0: value, index }) => ({
    value,
    range: { start: index, end: index + value.length },
  }));
}
