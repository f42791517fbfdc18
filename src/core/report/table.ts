import { readNumber } from '../text/words.ts';

/** The numbers behind a chart, as text; the first column names the row. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** By which column rows are sorted, and whether the largest comes first. */
export interface Sorted {
  readonly column: number;
  readonly descending: boolean;
}

/** The rows by the numbers of one column, by its texts where it holds none; cells that say nothing come last. Ties keep their order. */
export function sorted({ rows }: Table, by: Sorted | null): readonly (readonly string[])[] {
  if (by === null) return rows;
  const { column, descending } = by;
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, text: row[column] ?? '', value: readNumber(row[column] ?? '') }));
  const numeric = keyed.some(({ value }) => value !== null);
  return keyed
    .toSorted((one, other) => {
      // Names stand as a dictionary has them when "largest first" is asked for: that is what is expected of a first click.
      if (!numeric) return -sign * one.text.localeCompare(other.text);
      if (one.value === null || other.value === null)
        return Number(one.value === null) - Number(other.value === null);
      return sign * (one.value - other.value);
    })
    .map(({ row }) => row);
}

/** Tab-separated, as spreadsheets paste it; tabs and line breaks inside a cell become blanks. */
export const toTsv = ({ header, rows }: Table): string =>
  [header, ...rows]
    .map((cells) => `${cells.map((text) => plain(text).replace(/[\t\r\n]+/g, ' ')).join('\t')}\n`)
    .join('');

/** Comma-separated, as RFC 4180 has it. */
export const toCsv = ({ header, rows }: Table): string =>
  [header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');

/** With the minus signs and blanks that programs read; a name that a spreadsheet would take for a formula is kept a text. */
function plain(text: string): string {
  const typed = text.replaceAll('\u00a0', ' ').replaceAll('\u2212', '-');
  return /^(?:[=@]|[+-](?!\d))/.test(typed) ? `'${typed}` : typed;
}

function quoted(text: string): string {
  const typed = plain(text);
  return /[",\r\n]/.test(typed) ? `"${typed.replaceAll('"', '""')}"` : typed;
}
