import { lineStartOf } from '../text/line-index.ts';
import type { TextEdit, TextRange } from '../text/range.ts';
import type { SourceEntry, SourceMap } from '../mixture/source.ts';

/** The edit that takes an entry out of a mapping, with its line in block style and its comma in flow style. */
export function removeEntry(text: string, map: SourceMap, entry: SourceEntry): TextEdit {
  const index = map.entries.indexOf(entry);
  // Merged entries stand behind all that are written here.
  const after = map.entries[index + 1];
  const next = after?.merged === false ? after : undefined;
  const previous = map.entries[index - 1];
  if (map.flow) {
    if (next !== undefined) return remove({ start: entry.range.start, end: next.range.start });
    if (previous !== undefined) return remove({ start: previous.range.end, end: entry.range.end });
    return remove(entry.range);
  }
  const lineStart = lineStartOf(text, entry.range.start);
  const indent = text.slice(lineStart, entry.range.start);
  if (indent.trim() !== '' && next !== undefined) {
    // The first key of a list item shares its line with the dash.
    return remove({ start: entry.range.start, end: next.range.start });
  }
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$)/.exec(text.slice(entry.range.end))?.[0] ?? '';
  return remove({
    start: indent.trim() === '' ? lineStart : entry.range.start,
    end: entry.range.end + rest.length,
  });
}

function remove(range: TextRange): TextEdit {
  return { range, newText: '' };
}

/** The edit that renames a key and keeps its quotes. */
export function renameKey(text: string, keyRange: TextRange, name: string): TextEdit {
  const quoted = /^["']/.test(text.slice(keyRange.start, keyRange.end));
  const range = quoted ? { start: keyRange.start + 1, end: keyRange.end - 1 } : keyRange;
  return { range, newText: name };
}
