import { withRead } from './reshape.ts';
import type { Table } from './table.ts';
import { wholeOf } from './templates.ts';
import { longestName } from './words.ts';

/**
 * Tables whose shares stand in the names of their runs alone (`mix_en0.5_de0.5`), with a column for each of them, and the columns of
 * the names. Null: no table has a column with, in every row, a number behind the same two or more of `labels`, which together make
 * a whole.
 */
export function withNamedShares(
  tables: readonly Table[],
  labels: readonly string[],
): { readonly tables: readonly Table[]; readonly columns: ReadonlySet<string> } | null {
  if (labels.length < 2) return null;
  const sharesIn = nameReader(labels);
  const columns = new Set<string>();
  const read = tables.map((table) => {
    for (const [column, name] of table.columns.entries()) {
      const named = labelsOf(table, column, sharesIn);
      if (named === null) continue;
      columns.add(name);
      const match = (text: string): string[] => {
        const shares = sharesIn(text);
        return named.map((label) => String(shares.get(label)));
      };
      return withRead(table, [{ column, names: named.map((label) => `ratio.${label}`), match }]);
    }
    return table;
  });
  return columns.size === 0 ? null : { tables: read, columns };
}

type Shares = ReadonlyMap<string, number>;

/** The labels that every text of a column has a share of. */
function labelsOf(table: Table, column: number, sharesIn: (name: string) => Shares): string[] | null {
  const labels = table.rowCount === 0 ? [] : [...sharesIn(table.text(0, column)).keys()];
  if (labels.length < 2) return null;
  for (let row = 0; row < table.rowCount; row++) {
    const shares = sharesIn(table.text(row, column));
    if (shares.size !== labels.length || !labels.every((label) => shares.has(label))) return null;
    const whole = wholeOf([...shares.values()].reduce((sum, share) => sum + share, 0));
    if (whole === null || whole === 'more') return null;
  }
  return labels;
}

/** Reads the number behind each label of a name; none where a label stands there twice. */
function nameReader(labels: readonly string[]): (name: string) => Shares {
  const byKey = new Map(labels.map((label) => [label.toLowerCase(), label]));
  const keys = [...byKey.keys()]
    .sort((a, b) => b.length - a.length)
    .map((key) => key.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const pattern = new RegExp(String.raw`(?<!\p{L})(${keys.join('|')})[-_=:]?(\d+(?:\.\d+)?)`, 'giu');
  return (name) => {
    const found = new Map<string, number>();
    if (name.length > longestName) return found;
    for (const [, key = '', share] of name.matchAll(pattern)) {
      const label = byKey.get(key.toLowerCase());
      if (label === undefined || found.has(label)) return new Map();
      found.set(label, Number(share));
    }
    return found;
  };
}
