import { onOneLine } from './foreign.ts';

/** Rows as aligned columns, numbers to the right; the first row is the header. A row is a line, whatever its cells hold. */
export function aligned(table: readonly (readonly string[])[]): string {
  const rows = table.map((row) => row.map(onOneLine));
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
