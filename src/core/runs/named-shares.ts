import type { Table } from './table.ts';

/** Longer than any name; bounds the work of reading one. */
const maxLength = 300;

/**
 * A table whose shares stand in the names of its runs alone (`mix_en0.5_de0.5`), with a column for each of them. Null: no column has,
 * in every row, a number behind the same two or more of `labels`, which together make a whole.
 */
export function withNamedShares(
  table: Table,
  labels: readonly string[],
): { readonly table: Table; readonly column: string } | null {
  if (labels.length < 2 || table.rowCount === 0) return null;
  const sharesIn = nameReader(labels);
  for (const [index, column] of table.columns.entries()) {
    const named = [...sharesIn(table.text(0, index)).keys()];
    if (named.length < 2) continue;
    const isRead = (row: number): boolean => {
      const shares = sharesIn(table.text(row, index));
      return shares.size === named.length && named.every((label) => shares.has(label)) && isWhole(shares);
    };
    let row = 0;
    while (row < table.rowCount && isRead(row)) row++;
    if (row < table.rowCount) continue;
    const width = table.columns.length;
    const labelOf = (at: number): string | undefined => named[at - width];
    return {
      column,
      table: {
        ...table,
        columns: [...table.columns, ...named.map((label) => `ratio.${label}`)],
        text: (at, own) => {
          const label = labelOf(own);
          return label === undefined
            ? table.text(at, own)
            : String(sharesIn(table.text(at, index)).get(label));
        },
        place: (at, own) => table.place(at, labelOf(own) === undefined ? own : index),
      },
    };
  }
  return null;
}

/** Reads the number behind each label of a name; none where a label stands there twice. */
function nameReader(labels: readonly string[]): (name: string) => ReadonlyMap<string, number> {
  const byKey = new Map(labels.map((label) => [label.toLowerCase(), label]));
  const keys = [...byKey.keys()]
    .sort((a, b) => b.length - a.length)
    .map((key) => key.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  const pattern = new RegExp(String.raw`(?<!\p{L})(${keys.join('|')})[-_=:]?(\d+(?:\.\d+)?)`, 'giu');
  return (name) => {
    const found = new Map<string, number>();
    if (name.length > maxLength) return found;
    for (const [, key = '', share] of name.matchAll(pattern)) {
      const label = byKey.get(key.toLowerCase());
      if (label === undefined || found.has(label)) return new Map();
      found.set(label, Number(share));
    }
    return found;
  };
}

function isWhole(shares: ReadonlyMap<string, number>): boolean {
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) <= 0.02 || Math.abs(sum - 100) <= 1;
}
