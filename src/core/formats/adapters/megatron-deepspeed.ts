import type { Located, TextRange } from '../../text/range.ts';
import type { Adapter, Blend, NamedShare, Source, TrainingConfig } from '../adapter.ts';
import type { ConfigDocument } from '../reading/document.ts';
import { ConfigReader } from '../reading/reader.ts';
import { pythonFloat } from '../reading/scalars.ts';
import { decimal } from '../../text/decimal.ts';
import { entryOf, textOf, type ListNode, type MapNode } from '../reading/tree.ts';
import { flaggedIn } from '../shell/flags.ts';
import { indexFile, isEvaluation, plainBlend } from './blend.ts';
import { namesOf, prefix, wordsOf } from './megatron-blend.ts';

/**
 * Megatron-DeepSpeed's weighted splits, `"NAME: WEIGHT START:END PATH, …"`: behind a flag of a launcher, or in the one line of a
 * file (bigscience-workshop/Megatron-DeepSpeed @ 8387ae17c470, megatron/arguments.py:784-876); also the JSON list of
 * `dataset_path` and `ratio` that such a file is made of (bigscience-workshop/bigscience @ 9e64edec2ad1,
 * data/catalogue/load_ratios_meg_ds_format.py:35-57).
 */
export const megatronDeepspeed: Adapter = {
  name: 'megatron-deepspeed',
  framework: 'Megatron-DeepSpeed',
  marker: /--(?:train|valid|test)-weighted-split-paths\b|"dataset_path"|^\uFEFF?\s*"[^"\n:]{1,200}:\s/,
  plainText: true,

  read(document: ConfigDocument): TrainingConfig | null {
    const reader = new ConfigReader(document, megatronDeepspeed, 'json');
    const blends =
      readRatios(document, reader) ?? readFile(document.text, reader) ?? readLauncher(document, reader);
    return blends === null ? null : { blends, problems: reader.problems, sequences: null };
  },

  write(shares: readonly NamedShare[]): string {
    const items = shares.map(({ name, share }) => `${decimal(share)} 0:0.95 ${prefix(name)}`);
    return `"train: ${items.join(', ')}"\n`;
  },
};

/** `[{"dataset_path": …, "ratio": …}]` */
function readRatios({ text, root }: ConfigDocument, reader: ConfigReader): Blend[] | null {
  if (!/^\uFEFF?\s*\[/.test(text) || root?.kind !== 'list') return null;
  const items = root.items.filter((item) => item.kind === 'map');
  if (items.length === 0 || !items.every(isRatio)) return null;
  return [
    {
      ...plainBlend,
      label: 'train',
      range: rangeOfFirst(root),
      sources: items.map((item) => readRatio(item, reader)),
    },
  ];
}

function isRatio(item: MapNode): boolean {
  return entryOf(item, 'dataset_path') !== undefined;
}

function rangeOfFirst({ items, range }: ListNode): TextRange {
  return items[0]?.range ?? range;
}

function readRatio(item: MapNode, reader: ConfigReader): Source {
  reader.duplicateKeys(item);
  const path = entryOf(item, 'dataset_path');
  const ratio = entryOf(item, 'ratio');
  const name = textOf(path?.value) ?? '';
  const range = path?.value.range ?? item.range;
  if (ratio === undefined) reader.report('item', 'error', range, `\`${name}\` has no \`ratio\` (KeyError).`);
  return {
    name,
    range,
    weight: ratio === undefined ? null : reader.weight(ratio.value, { quoted: true }),
    file: indexFile(name),
    hints: [name],
  };
}

/** The file of `--…-weighted-split-paths-path`. */
function readFile(text: string, reader: ConfigReader): Blend[] | null {
  if (!/^\uFEFF?\s*"/.test(text) || !/^[^"]*"[^"\n:]+:\s*\S+\s+\S*\d:\d\S*\s/.test(text)) return null;
  const groups = groupsOf(piecesOf(wordsOf(text), text));
  if (groups.length === 0) return null;
  reportLine(text, reader);
  const trained = groups.filter(({ name }) => !isEvaluation(name.value));
  if (trained.length > 1) reportGroups(trained, reader);
  return groups.map((group) => readGroup(group, isEvaluation(group.name.value), null, reader));
}

/** `readlines()` must give one line, which begins with a quote and ends with one and a line feed (arguments.py:862-867). */
function reportLine(text: string, reader: ConfigReader): void {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const second = text.indexOf('\n') + 1;
  const end = text.length;
  if (lines.length > 2 || (lines.length === 2 && lines[1] !== '')) {
    const whole = text.trimEnd().replace(/(?<![ \t])[ \t]*\r?\n[ \t]*/g, ' ');
    reader.report(
      'line',
      'error',
      { start: second, end: second + (lines[1]?.length ?? 0) },
      'Megatron-DeepSpeed expects everything on one line; otherwise it stops with an assertion.',
      {
        fixes: [
          {
            title: 'Write it in one line',
            edits: [{ range: { start: 0, end }, newText: `${whole}\n` }],
            preferred: true,
          },
        ],
      },
    );
  } else if (!/"\r?\n$/.test(text)) {
    const closed = /"\s*$/.test(text);
    const start = text.trimEnd().length;
    reader.report(
      'line',
      'error',
      { start: Math.max(0, start - 1), end: start },
      `The line must end with a quote and a line feed; ${closed ? 'something else follows the quote' : 'the quote is missing'}, and Megatron-DeepSpeed stops with an assertion.`,
      {
        fixes: [
          {
            title: 'End the line',
            edits: [{ range: { start, end }, newText: closed ? '\n' : '"\n' }],
            preferred: true,
          },
        ],
      },
    );
  }
}

const flag = /^--(train|valid|test)-weighted-split-paths$/;

function readLauncher(document: ConfigDocument, reader: ConfigReader): Blend[] | null {
  const { text } = document;
  if (!/-weighted-split-paths\b/.test(text)) return null;
  const { script } = document;
  if (script === null) return null;
  const blends = flaggedIn(script, flag).flatMap(({ match, words, unknown }): readonly Blend[] => {
    const split = match[1] ?? 'train';
    const groups = groupsOf(piecesOf(words, text));
    if (split === 'train' && groups.length > 1) reportGroups(groups, reader);
    return groups.map((group) => readGroup(group, split !== 'train', unknown, reader));
  });
  return blends.length === 0 ? null : blends;
}

/** A word, or the comma between two data sets. */
type Piece = Located<string>;

/** Words without their quotes, commas apart. What a variable holds stays together, its comma behind it does not. */
function piecesOf(words: readonly Located<string>[], text: string): Piece[] {
  return words.flatMap(({ value, range }): Piece[] => {
    const asWritten = text.slice(range.start, range.end) === value;
    const parts = [...value.matchAll(/,|[^,"'\\]+/g)];
    if (asWritten) {
      return parts.map((part) => {
        const start = range.start + part.index;
        return { value: part[0], range: { start, end: start + part[0].length } };
      });
    }
    const comma = value.endsWith(',') && text.slice(0, range.end).endsWith(',') ? 1 : 0;
    return parts.map((part) =>
      part[0] === ','
        ? { value: ',', range: { start: range.end - comma, end: range.end } }
        : { value: part[0], range: { start: range.start, end: range.end - comma } },
    );
  });
}

interface Group {
  readonly name: Located<string>;
  /** Words between commas. */
  readonly items: Piece[][];
}

/** Each group begins with its name and a colon. */
function groupsOf(pieces: readonly Piece[]): Group[] {
  const groups: Group[] = [];
  for (const piece of pieces) {
    const { value, range } = piece;
    const group = groups.at(-1);
    const item = group?.items.at(-1);
    const [, name, rest] = /^([^:]+):(.*)$/.exec(value) ?? [];
    const opens = name !== undefined && (rest === '' || (group === undefined && pythonFloat(name) === null));
    if (opens) {
      const end = range.start + name.length;
      groups.push({ name: { value: name, range: { start: range.start, end } }, items: [[]] });
      if (rest !== undefined && rest !== '') {
        groups
          .at(-1)
          ?.items.at(-1)
          ?.push({ value: rest, range: { start: end + 1, end: range.end } });
      }
    } else if (value === ',') group?.items.push([]);
    else item?.push(piece);
  }
  return groups.filter(({ items }) => items.some((words) => words.length >= 2));
}

function reportGroups(groups: readonly Group[], reader: ConfigReader): void {
  const [first, second] = groups;
  if (first === undefined || second === undefined) return;
  reader.report(
    'groups',
    'error',
    second.name.range,
    'There is one group to train on; Megatron-DeepSpeed stops at a second one with an assertion.',
    { related: [{ message: 'the first group', range: first.name.range }] },
  );
}

function readGroup(
  { name, items }: Group,
  evaluation: boolean,
  unknown: string | null,
  reader: ConfigReader,
): Blend {
  const read = items.map((words, index) => readItem(words, index === items.length - 1, unknown, reader));
  const broken = read.includes(null);
  const found = read.filter((each) => each !== null);
  const listed = new Map<string, number>();
  for (const { source } of found) listed.set(source.name, (listed.get(source.name) ?? 0) + 1);
  const split = new Set(found.map(({ span }) => span)).size > 1;
  return {
    ...plainBlend,
    label: evaluation ? name.value : 'train',
    evaluation,
    range: name.range,
    // One corpus is often cut into stretches, which are sources of their own.
    sources: found.map(({ source, span }) =>
      split && (listed.get(source.name) ?? 0) > 1 ? { ...source, name: `${source.name} (${span})` } : source,
    ),
    overridden: unknown ?? (broken ? 'the words are not weight, stretch and path' : null),
  };
}

interface Item {
  readonly source: Source;
  /** The stretch of the corpus, as written. */
  readonly span: string;
}

/** `WEIGHT START:END PATH`; null, with a problem, where it is not. */
function readItem(
  words: readonly Piece[],
  last: boolean,
  unknown: string | null,
  reader: ConfigReader,
): Item | null {
  // Behind the last one, other arguments of the command may follow.
  const extra = last && words.slice(3).every(({ value }) => value.startsWith('$'));
  const [weight, span, path] = words;
  if (weight === undefined || span === undefined || path === undefined || (words.length > 3 && !extra)) {
    // A variable may hold the words that are missing.
    const hidden = words.length < 3 && words.some(({ value }) => value.includes('$'));
    if (unknown === null && !hidden) reportItem(words, reader);
    return null;
  }
  const number = pythonFloat(weight.value);
  if (number === null && !weight.value.includes('$')) {
    const message = `\`${weight.value}\` is not a number to Megatron-DeepSpeed.`;
    reader.report('weight', 'error', weight.range, message);
  }
  reportSpan(span, reader);
  return {
    source: {
      name: path.value,
      range: path.range,
      weight: number === null ? null : { value: number, range: weight.range },
      file: indexFile(path.value),
      hints: namesOf(path, reader.text),
    },
    span: span.value,
  };
}

function reportItem(words: readonly Piece[], reader: ConfigReader): void {
  const first = words[0];
  const end = words.at(-1);
  if (first === undefined || end === undefined) return;
  const message = `Each data set has three words, weight, START:END and path, with a comma behind it; here are ${words.length}. Megatron-DeepSpeed stops with an assertion.`;
  const triples =
    words.length % 3 === 0 && words.every(({ value }, index) => index % 3 !== 1 || value.includes(':'));
  const edits = words
    .filter((_, index) => index % 3 === 2 && index < words.length - 1)
    .map(({ range }) => ({ range: { start: range.end, end: range.end }, newText: ',' }));
  reader.report(
    'item',
    'error',
    { start: first.range.start, end: Math.max(first.range.end, end.range.end) },
    message,
    triples ? { fixes: [{ title: 'Put a comma behind each data set', edits, preferred: true }] } : {},
  );
}

/** `assert float(start) < float(end)` (arguments.py:803-804) */
function reportSpan({ value, range }: Piece, reader: ConfigReader): void {
  if (value.includes('$')) return;
  const [start = '', end = '', ...more] = value.split(':');
  const from = pythonFloat(start);
  const to = pythonFloat(end);
  if (from !== null && to !== null && more.length === 0 && from < to) return;
  const message = `\`${value}\` must be START:END, two numbers with START below END, such as 0:0.95; Megatron-DeepSpeed stops.`;
  reader.report('stretch', 'error', range, message);
}
