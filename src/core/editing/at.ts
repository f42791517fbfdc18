import type { TextRange } from '../text/range.ts';
import type { SourceEntry, SourceNode } from '../mixture/source.ts';

/** The entry or value under a cursor, and the keys that lead to it (`-` for an item of a list). */
export interface Found {
  readonly path: readonly string[];
  readonly entry: SourceEntry | null;
  readonly on: 'key' | 'value';
  readonly range: TextRange;
}

export function nodeUnder(root: SourceNode | null, offset: number): Found | null {
  let node = root;
  const path: string[] = [];
  let entry: SourceEntry | null = null;
  while (node !== null) {
    if (node.kind === 'scalar') {
      return covers(node.range, offset) ? { path, entry, on: 'value', range: node.range } : null;
    }
    if (node.kind === 'list') {
      const item: SourceNode | undefined = node.items.find(({ range }) => covers(range, offset));
      if (item === undefined) return null;
      path.push('-');
      node = item;
      continue;
    }
    const inside: SourceEntry | undefined = node.entries.find(
      ({ merged, range }) => !merged && covers(range, offset),
    );
    if (inside === undefined) return null;
    path.push(inside.key);
    if (covers(inside.keyRange, offset)) return { path, entry: inside, on: 'key', range: inside.keyRange };
    entry = inside;
    node = inside.value;
  }
  return null;
}

function covers({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}
