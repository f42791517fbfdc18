import { withParts } from './reshape.ts';
import { partsMatcher } from './run-map.ts';
import type { Table } from './table.ts';

/**
 * A table whose shares stand in the names of its runs alone (`mix_en0.5_de0.5`), with a column for each of them. Null: no column has,
 * in every row, a number behind each of `labels`, which together make a whole.
 */
export function withNamedShares(
  table: Table,
  labels: readonly string[],
): { readonly table: Table; readonly column: string } | null {
  if (labels.length < 2 || table.rowCount === 0) return null;
  for (const [index, column] of table.columns.entries()) {
    const pattern = patternOf(table.text(0, index), labels);
    if (pattern === null) continue;
    const { match } = partsMatcher(pattern);
    const isRead = (row: number): boolean => isWhole(match(table.text(row, index)));
    if (Array.from({ length: table.rowCount }, (_, row) => row).every(isRead))
      return { table: withParts(table, new Map([[column, pattern]])), column };
  }
  return null;
}

/** A pattern of a map's `parts` for names like this one; null: it is without one of the labels, or has one twice. */
function patternOf(name: string, labels: readonly string[]): string | null {
  if (name.length > 300 || /[{}*]/.test(name)) return null;
  const found = labels.flatMap((label) => {
    const key = label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const places = [...name.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${key}[-_=:]?(?=\\d)`, 'giu'))];
    return places.map(({ index, 0: text }) => ({ label, start: index, text }));
  });
  if (found.length !== labels.length || new Set(found.map(({ label }) => label)).size !== labels.length)
    return null;
  found.sort((a, b) => a.start - b.start);
  let pattern = found[0]?.start === 0 ? '' : '*';
  let end = found[0]?.start ?? 0;
  for (const { label, start, text } of found) {
    pattern += `${name.slice(end, start)}${text}{ratio.${label}}`;
    end = start + text.length + (/^\d+(?:\.\d+)?/.exec(name.slice(start + text.length))?.[0].length ?? 0);
  }
  // What follows ends with its first character the last number.
  return end === name.length ? pattern : `${pattern}${name.slice(end, end + 1)}*`;
}

function isWhole(parts: readonly string[] | null): boolean {
  const sum = (parts ?? []).reduce((total, part) => total + Number(part), 0);
  return Math.abs(sum - 1) <= 0.02 || Math.abs(sum - 100) <= 1;
}
