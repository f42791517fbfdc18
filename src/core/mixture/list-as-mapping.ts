import type { Fix } from '../problem.ts';
import { lineStartOf } from '../text/line-index.ts';
import type { TextEdit } from '../text/range.ts';
import type { ParsedMixture } from './parse.ts';
import type { SourceEntry, SourceList, SourceNode } from './source.ts';

/**
 * Languages given as a list, `[en, de]` or `- en: 0.5`, as the mapping that they should be: only brackets, dashes and colons
 * change. Null where the items do not say which language they are: `- { code: en, ratio: 0.5 }`.
 */
export function listAsMapping(parsed: ParsedMixture, { key, keyRange, value }: SourceEntry): Fix | null {
  if (value.kind !== 'list' || value.items.length === 0) return null;
  const items = value.items.map((item) => bare(item, value.flow, parsed));
  const own = value.flow ? withBraces(value) : withoutDashes(value, keyRange.start, parsed);
  if (own === null || items.includes(null)) return null;
  const edits = [...own, ...items.flatMap((edit) => edit ?? [])];
  return { title: `Write \`${key}\` as a mapping`, edits, preferred: true };
}

/** An item as an entry: a code, with a colon where the place asks for one, or a mapping of one language, without its braces. */
function bare(item: SourceNode, flow: boolean, { text, json }: ParsedMixture): TextEdit[] | null {
  const { start, end } = item.range;
  if (item.kind === 'scalar') {
    if (item.alias || typeof item.value !== 'string' || /[\r\n]/.test(text.slice(start, end))) return null;
    // YAML takes `{ en, de }` for languages without a ratio.
    return flow && !json ? [] : [{ range: { start: end, end }, newText: json ? ': null' : ':' }];
  }
  const [entry, ...others] = item.kind === 'map' ? item.entries : [];
  if (item.kind !== 'map' || entry === undefined || others.length > 0 || entry.merged) return null;
  // Not written here, or `[en: 1]`, which has no braces of its own.
  if (!item.flow || text[start] !== '{') return start === entry.range.start ? [] : null;
  if (entry.value.range.start === entry.value.range.end) return null;
  return [
    { range: { start, end: entry.range.start }, newText: '' },
    { range: { start: entry.range.end, end }, newText: '' },
  ];
}

function withBraces({ range: { start, end } }: SourceList): TextEdit[] {
  return [
    { range: { start, end: start + 1 }, newText: '{' },
    { range: { start: end - 1, end }, newText: '}' },
  ];
}

/** The keys move to where the dashes were, if that is further in than the key of the list and no line below hangs on them. */
function withoutDashes({ items }: SourceList, keyStart: number, { text }: ParsedMixture): TextEdit[] | null {
  const prefixes = items.map(({ range }) => text.slice(lineStartOf(text, range.start), range.start));
  const [prefix = ''] = prefixes;
  // With dashes of different widths, or anchors and tags before an item, the keys would not stand below one another.
  if (!/^ *- +$/.test(prefix) || prefixes.some((other) => other !== prefix)) return null;
  const indent = prefix.indexOf('-');
  const oneLine = items.every(({ range }) => !/[\r\n]/.test(text.slice(range.start, range.end)));
  const further = indent > keyStart - lineStartOf(text, keyStart);
  const newText = oneLine && further ? '' : ' '.repeat(prefix.length - indent);
  return items.map(({ range: { start } }) => ({
    range: { start: start - prefix.length + indent, end: start },
    newText,
  }));
}
