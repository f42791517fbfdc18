import { notationTold, type Notation } from './numbers.ts';
import { sampledRows } from './sample.ts';
import type { Table } from './table.ts';

/** Which notation cells tell: above zero the comma for decimals, below zero the point, in between neither. */
type Evidence = number;

/**
 * The notation of each column of each kind of tables. A program writes all numbers alike, but a table may be put together from
 * several: a column tells for itself where it can. Where it holds nothing but groups of three digits (`1,843`), the other columns of its
 * table tell, then the other tables; where they tell nothing either, a comma parts thousands and a point decimals, as in English.
 */
export function notationsOf(kinds: readonly (readonly Table[])[]): readonly (readonly Notation[])[] {
  const told = kinds.map(evidenceOfColumns);
  const byKind = told.map((columns) => together(columns));
  const all = together(byKind);
  return told.map((columns, kind) =>
    columns.map((own) => {
      const first = [own, byKind[kind] ?? 0, all].find((evidence) => evidence !== 0) ?? 0;
      return { decimalComma: first > 0 };
    }),
  );
}

const together = (evidence: readonly Evidence[]): Evidence =>
  evidence.reduce((sum, told) => sum + Math.sign(told), 0);

function evidenceOfColumns(tables: readonly Table[]): readonly Evidence[] {
  const rows = sampledRows(tables);
  return (tables[0]?.columns ?? []).map((_, column) => {
    let evidence: Evidence = 0;
    for (const { table, row } of rows) {
      const told = notationTold(table.text(row, column));
      if (told === 'comma') evidence++;
      else if (told === 'point') evidence--;
    }
    return evidence;
  });
}
