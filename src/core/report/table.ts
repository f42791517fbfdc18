/** The numbers behind a chart, as text. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tab-separated, as spreadsheets paste it; tabs and line breaks inside a cell become blanks, as do unbreakable ones. */
export const toTsv = ({ header, rows }: Table): string =>
  [header, ...rows]
    .map((cells) => cells.map((text) => text.replace(/[\t\r\n\u00a0]+/g, ' ')).join('\t') + '\n')
    .join('');
