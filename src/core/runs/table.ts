/** One value of a table as text, and where it stands (0-based line, 0-based column in UTF-16 units). */
export interface Cell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A table as read from any format, before anything is known about what its columns mean. */
export interface Table {
  /** Path of the file, as shown in messages. */
  readonly file: string;
  readonly columns: readonly Cell[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly line: number;
  /** In the order of `Table.columns`; null: the row has no such value. */
  readonly cells: readonly (Cell | null)[];
}
