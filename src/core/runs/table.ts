import type { Position } from '../text/line-index.ts';

/**
 * A table as read from any format, before anything is known about what its columns mean. Cells are read where they lie, so that a
 * table of a million rows is no heap of objects.
 */
export interface Table {
  /** Path of the file, as shown in messages. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** The value without surrounding blanks; empty where the row has none. */
  text(row: number, column: number): string;
  /** Where a value stands; of row -1, the name of its column. */
  place(row: number, column: number): Position;
}

/** More columns than any table of runs has: what claims more is no table, or would take minutes. */
export const maxColumns = 20_000;

/** Puts a value of a row; `offset` says where it stands, by default where its row does. */
export type PutValue = (column: string, value: string, offset?: number) => void;

/** Gathers rows with whatever columns they have, in the order in which the columns first occur. */
export class TableMaker {
  readonly #file: string;
  readonly #placeOf: (offset: number) => Position;
  readonly #columns = new Map<string, number>();
  readonly #values: (string | undefined)[][] = [];
  readonly #offsets: (number | undefined)[][] = [];
  readonly #starts: number[] = [];

  /** @param placeOf from the offsets that are given to what is shown */
  constructor(file: string, placeOf: (offset: number) => Position) {
    this.#file = file;
    this.#placeOf = placeOf;
  }

  get isTooWide(): boolean {
    return this.#columns.size > maxColumns;
  }

  addRow(offset: number): PutValue {
    const values: (string | undefined)[] = [];
    const offsets: (number | undefined)[] = [];
    this.#values.push(values);
    this.#offsets.push(offsets);
    this.#starts.push(offset);
    return (name, value, at) => {
      let column = this.#columns.get(name);
      if (column === undefined) this.#columns.set(name, (column = this.#columns.size));
      values[column] = value.trim();
      if (at !== undefined) offsets[column] = at;
    };
  }

  table(): Table {
    const [values, offsets, starts] = [this.#values, this.#offsets, this.#starts];
    return {
      file: this.#file,
      columns: [...this.#columns.keys()],
      rowCount: values.length,
      text: (row, column) => values[row]?.[column] ?? '',
      place: (row, column) => this.#placeOf(row < 0 ? 0 : (offsets[row]?.[column] ?? starts[row] ?? 0)),
    };
  }
}
