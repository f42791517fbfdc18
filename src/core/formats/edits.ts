import { lineStartOf } from '../text/line-index.ts';
import { inOrder, overlap, type TextEdit, type TextRange } from '../text/range.ts';
import type { Entry, ListNode, MapNode } from './reading/tree.ts';
import { elementAt } from '../text/elements.ts';

/** What stands between items: a comma in a flow collection, a semicolon, or nothing but blanks. */
export type Separator = ',' | ';' | ' ';

/**
 * Takes items out of a list on one or several lines, with their commas, and with their lines where nothing else stands
 * on them. A comment beside another item stays; so does a trailing comma, and none is left where there was none.
 */
export function removeItems(
  text: string,
  items: readonly TextRange[],
  indices: readonly number[],
  separator: Separator,
): TextEdit[] {
  const removed = new Set(indices);
  const ranges: TextRange[] = [];
  const commaAfter = ({ end }: TextRange) =>
    (separator === ';' ? /^\s*;/ : /^\s*,/).exec(text.slice(end))?.[0].length ?? 0;
  items.forEach((item, index) => {
    if (!removed.has(index)) return;
    const comma = separator === ' ' ? 0 : commaAfter(item);
    const start = separator === ',' ? withAnchor(text, item.start) : item.start;
    ranges.push(wholeLine(text, { start, end: item.end + comma }));
  });
  const last = items.findLast((_, index) => !removed.has(index));
  const end = items.at(-1);
  if (separator !== ' ' && last !== undefined && end !== undefined && last !== end && commaAfter(end) === 0) {
    const behind = last.end + commaAfter(last);
    ranges.push({ start: behind - 1, end: behind });
  }
  return union(ranges).map((range) => ({ range, newText: '' }));
}

/** Takes block list items (dashes included) or block map entries out, with their lines. */
function removeBlocks(text: string, items: readonly TextRange[]): TextEdit[] {
  const ranges = items.map(({ start: behind, end }) => {
    const start = withAnchor(text, behind);
    const line = text.slice(lineStartOf(text, start), start);
    const dash = /-[ \t]+$/.exec(line)?.[0].length ?? 0;
    return wholeLine(text, { start: start - dash, end });
  });
  return union(ranges).map((range) => ({ range, newText: '' }));
}

/** Where an item starts with the anchors and tags that stand before it, perhaps on the line above. */
function withAnchor(text: string, start: number): number {
  const before = text.slice(Math.max(0, start - 300), start);
  const properties = /(?<=[\s,[{]|^)(?:[&!][^\s,[\]{}]+\s+)+$/.exec(before)?.[0] ?? '';
  return start - properties.length;
}

/** Takes some out of all items of a list or entries of a map, in its own style. */
export function removeFrom(
  text: string,
  { flow }: ListNode | MapNode,
  all: readonly { readonly range: TextRange }[],
  indices: readonly number[],
): TextEdit[] {
  return flow
    ? removeItems(
        text,
        all.map(({ range }) => range),
        indices,
        ',',
      )
    : removeBlocks(
        text,
        indices.map((index) => elementAt(all, index).range),
      );
}

/** Where the line of an offset ends, in front of its line break. */
export function lineEndAt(text: string, offset: number): number {
  const length = text.slice(offset).search(/[\r\n]/);
  return length < 0 ? text.length : offset + length;
}

/** Neighbours may share the blank between them. */
function union(ranges: readonly TextRange[]): TextRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function wholeLine(text: string, { start, end }: TextRange): TextRange {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const before = text.slice(lineStart, start);
  const rest = /^[ \t]*(\r\n|\n|\r|$)/.exec(text.slice(end));
  if (before.trim() === '' && rest !== null) return { start: lineStart, end: end + rest[0].length };
  // Within a line: one blank goes too, so that no double one stays.
  if (/[ \t]$/.test(before) && /^[ \t]/.test(text.slice(end))) return { start, end: end + 1 };
  if (rest !== null && before.trim() !== '')
    return { start: lineStart + before.replace(/(?<![ \t])[ \t]+$/, '').length, end };
  if (before.trim() === '') return { start, end: end + (/^[ \t]+/.exec(text.slice(end))?.[0].length ?? 0) };
  return { start, end };
}

/**
 * Gives a map `key: value` in its own style: in place of the null under that key, else behind what stands in the map; none where
 * nothing stands in it, as in one that is all merged.
 */
export function putEntry(text: string, map: MapNode, key: string, value: string): TextEdit[] {
  const empty = map.own.findLast((entry) => entry.key.text === key);
  if (empty !== undefined) return fillIn(text, empty, value);
  const last = map.own.at(-1);
  return last === undefined ? [] : insertAfter(text, map, last, `${key}: ${value}`);
}

/** Writes the value of an entry that has a null, or nothing at all: a second entry of its key would be a duplicate. */
export function fillIn(text: string, { key, value: { range } }: Entry, value: string): TextEdit[] {
  if (range.end > range.start) return [{ range, newText: value }];
  const between = text.slice(key.range.end, range.start);
  const start = key.range.end + between.trimEnd().length;
  // Blanks keep a comment apart; any others stand for the value.
  const end = text[range.start] === '#' ? start : range.start;
  return [{ range: { start, end }, newText: `${between.includes(':') ? '' : ':'} ${value}` }];
}

/** Edits in their order, none of them twice; null: two want the same place. */
export function compatible(edits: readonly TextEdit[]): readonly TextEdit[] | null {
  const unique = new Map(
    edits.map((edit) => [`${edit.range.start} ${edit.range.end} ${edit.newText}`, edit]),
  );
  const sorted = inOrder([...unique.values()]);
  return overlap(sorted) === null ? sorted : null;
}

/** Adds `key: value` behind an entry, in the map's own style. `line` is the text of the new entry without its comma. */
export function insertAfter(text: string, map: MapNode, entry: Entry, line: string): TextEdit[] {
  const lineStart = text.lastIndexOf('\n', entry.key.range.start - 1) + 1;
  const lead = text.slice(lineStart, entry.key.range.start);
  const indent = lead.replace(/[^\s]/g, ' ');
  const end = entry.range.end;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lineEnd = lineEndAt(text, end);
  if (!map.flow) {
    return [{ range: { start: lineEnd, end: lineEnd }, newText: `${newline}${indent}${line}` }];
  }
  // One entry a line: a new line, so that a comment behind the entry stays with it.
  const ownLine = lead.trim() === '' || lead.trim() === '{';
  const comma = /^\s*,/.exec(text.slice(end));
  const alone = ownLine && /^[ \t]*(?:,[ \t]*)?(?:#[^\r\n]*)?$/.test(text.slice(end, lineEnd));
  if (!alone) return [{ range: { start: end, end }, newText: `, ${line}` }];
  return comma === null
    ? [
        { range: { start: end, end }, newText: ',' },
        { range: { start: lineEnd, end: lineEnd }, newText: `${newline}${indent}${line}` },
      ]
    : [{ range: { start: lineEnd, end: lineEnd }, newText: `${newline}${indent}${line},` }];
}
