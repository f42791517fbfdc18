import type { LanguageEntry } from '../mixture/mixture.ts';
import { keyedByLanguage } from '../mixture/keyed-by-language.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { writtenQuantity } from '../mixture/quantity.ts';
import { entryOf, repeatsKey, type SourceEntry, type SourceNode } from '../mixture/source.ts';
import { decimal } from '../text/decimal.ts';
import { lineEndOf, lineStartOf } from '../text/line-index.ts';
import type { TextEdit } from '../text/range.ts';
import { setRatio } from './apply-ratios.ts';
import { removeEntry, renameKey } from './edit-entries.ts';

export interface Merge {
  readonly edits: readonly TextEdit[];
  /** Keys whose numbers are added up. */
  readonly added: readonly string[];
  /** What is lost, as it is written: a key that both entries have, with another value in the one that stays. */
  readonly dropped: readonly string[];
}

/**
 * Two entries of one language as one: ratios and stocks of text are added, every other key stays, from the entry that stays where
 * both have it, and the rest of the file names the language as it does. Null where that cannot be written in place: entries at
 * anchors, or a stage or table that names both.
 */
export function mergeEntries(parsed: ParsedMixture, stays: LanguageEntry, goes: LanguageEntry): Merge | null {
  const { text, root, json } = parsed;
  const languages = entryOf(root, 'languages')?.value;
  const kept = entryOf(languages, stays.code);
  const gone = entryOf(languages, goes.code);
  if (languages?.kind !== 'map' || kept === undefined || gone === undefined) return null;
  if ([kept, gone].some((entry) => entry.merged || isShared(text, entry))) return null;
  // Of a key that is given twice, one has to go first.
  const twice = languages.entries.filter(({ key }) => key === stays.code || key === goes.code).length > 2;
  if (twice || [kept, gone].some(({ value }) => value.kind === 'map' && repeatsKey(value))) return null;
  const edits: TextEdit[] = [removeEntry(text, languages, gone)];
  const added: string[] = [];
  const dropped: string[] = [];
  const moved: string[] = [];
  const sum = (key: 'ratio' | 'available'): number | null => {
    const [a, b] = [stays[key]?.value, goes[key]?.value];
    if (a === undefined || b === undefined || a === 0 || b === 0) return null;
    added.push(key);
    return a + b;
  };

  const ratio = sum('ratio') ?? larger(stays.ratio?.value, goes.ratio?.value);
  if (ratio !== null && !Number.isFinite(ratio)) return null;
  const share = ratio === null ? null : decimal(ratio);
  for (const { key, value, range } of own(gone)) {
    if (key === 'ratio') continue;
    const other = entryOf(kept.value, key);
    const written = text.slice(range.start, range.end);
    if (other === undefined) moved.push(written);
    else if (key === 'available' && stays.available !== null && goes.available !== null) {
      const available = writtenQuantity(sum('available') ?? 0);
      edits.push({ range: other.value.range, newText: json ? JSON.stringify(available) : available });
    } else if (textOf(text, value) !== textOf(text, other.value)) dropped.push(written);
  }
  // A value over several lines cannot be moved as it is written.
  if (moved.some((written) => /[\r\n]/.test(written))) return null;
  const values = keyed(parsed, kept, stays, share, moved);
  const names = renamed(parsed, stays.code, goes.code);
  return names === null ? null : { edits: [...edits, ...values, ...names], added, dropped };
}

/** Where at most one of two ratios is above 0: that one. */
function larger(a: number | undefined, b: number | undefined): number | null {
  return a === undefined || b === undefined ? (a ?? b ?? null) : Math.max(a, b);
}

/** The edits that give an entry its ratio and further keys, written as they stood elsewhere. */
function keyed(
  parsed: ParsedMixture,
  { value, keyRange }: SourceEntry,
  language: LanguageEntry,
  share: string | null,
  keys: readonly string[],
): TextEdit[] {
  const { text, json } = parsed;
  const changed = share !== null && Number(share) !== language.ratio?.value;
  if (value.kind !== 'map' && keys.length > 0) {
    const ratio = share === null ? [] : [`${json ? '"ratio"' : 'ratio'}: ${share}`];
    const mapping = `{ ${[...ratio, ...keys].join(', ')} }`;
    if (value.range.start < value.range.end) return [{ range: value.range, newText: mapping }];
    const colon = /^\s*:/.exec(text.slice(keyRange.end))?.[0];
    const start = keyRange.end + (colon?.length ?? 0);
    return [{ range: { start, end: start }, newText: `${colon === undefined ? ':' : ''} ${mapping}` }];
  }
  const edits = changed ? [setRatio(parsed, language, share)] : [];
  const last = value.kind === 'map' ? value.entries.findLast(({ merged }) => !merged) : undefined;
  if (value.kind !== 'map' || last === undefined || keys.length === 0) return edits;
  const { start } = last.keyRange;
  const between = value.flow
    ? ', '
    : lineEndOf(text) + text.slice(lineStartOf(text, start), start).replace(/\S/g, ' ');
  const { end } = last.range;
  return [...edits, { range: { start: end, end }, newText: keys.map((key) => between + key).join('') }];
}

/** The edits by which the rest of the file names a language otherwise; null: a stage, a map or a table names both. */
function renamed({ text, root }: ParsedMixture, stays: string, goes: string): TextEdit[] | null {
  const edits: TextEdit[] = [];
  for (const members of membersOf(root)) {
    const named = members.items.filter((item) => item.kind === 'scalar' && item.value === goes);
    const both = members.items.some((item) => item.kind === 'scalar' && item.value === stays);
    for (const item of named)
      edits.push(both ? removeItem(text, members.items, item) : renameKey(text, item.range, stays));
  }
  for (const { map } of keyedByLanguage(root)) {
    const entry = entryOf(map, goes);
    if (entry === undefined) continue;
    if (entry.merged || entryOf(map, stays) !== undefined) return null;
    edits.push(renameKey(text, entry.keyRange, stays));
  }
  return edits;
}

function* membersOf(root: SourceNode | null) {
  for (const { value } of entriesOf(entryOf(root, 'groups')?.value)) {
    const members = entryOf(value, 'members')?.value;
    if (members?.kind === 'list') yield members;
  }
}

function removeItem(text: string, items: readonly SourceNode[], item: SourceNode): TextEdit {
  const index = items.indexOf(item);
  const next = items[index + 1];
  const previous = items[index - 1];
  const { start, end } = item.range;
  const lineStart = lineStartOf(text, start);
  const isBlock = /^[ \t]*-[ \t]+$/.test(text.slice(lineStart, start));
  if (isBlock) {
    const rest = /^[^\r\n]*(?:\r\n|\r|\n|$)/.exec(text.slice(end))?.[0] ?? '';
    return { range: { start: lineStart, end: end + rest.length }, newText: '' };
  }
  if (next !== undefined) return { range: { start, end: next.range.start }, newText: '' };
  return { range: { start: previous?.range.end ?? start, end }, newText: '' };
}

const entriesOf = (node: SourceNode | undefined): readonly SourceEntry[] =>
  node?.kind === 'map' ? node.entries : [];

const own = ({ value }: SourceEntry): readonly SourceEntry[] =>
  entriesOf(value).filter(({ merged }) => !merged);

const textOf = (text: string, { range }: SourceNode): string => text.slice(range.start, range.end);

/** Whether an entry is written, in part, at an anchor, or is one that others may stand at. */
function isShared(text: string, entry: SourceEntry): boolean {
  return /(?:^|[\s:{,[])[&*]\w|<<\s*:/.test(text.slice(entry.range.start, entry.range.end));
}
