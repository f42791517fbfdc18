import { elementAt } from '../text/elements.ts';
import { countOf, isAbsent, isNotFinite, type Notation } from './numbers.ts';
import type { Table } from './table.ts';

/** Tables of one kind: the same columns and the same map, as the files of a folder have them. */
export interface Kind {
  readonly tables: readonly Table[];
  readonly columns: readonly string[];
  /** Of each column. */
  readonly notations: readonly Notation[];
}

/** Rows looked at to tell what a column holds. */
const sampleSize = 300;

export interface ColumnSample {
  /** One a sampled row; NaN where the cell holds no number. */
  readonly values: Float64Array;
  readonly numbers: number;
  /** Cells that are neither a number nor absent. */
  readonly texts: number;
}

interface SampledRow {
  readonly table: Table;
  readonly row: number;
}

/** Some rows of tables, spread evenly over them. */
export function sampledRows(tables: readonly Table[]): readonly SampledRow[] {
  const total = tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const stride = Math.max(1, total / sampleSize);
  const rows: SampledRow[] = [];
  let before = 0;
  let next = 0;
  for (const table of tables) {
    while (next < before + table.rowCount) {
      rows.push({ table, row: Math.floor(next) - before });
      next += stride;
    }
    before += table.rowCount;
  }
  return rows;
}

/** Looks at some rows of a kind of tables. */
export class Sample {
  readonly #kind: Kind;
  readonly #rows: readonly SampledRow[];
  readonly #columns = new Map<number, ColumnSample>();

  constructor(kind: Kind) {
    this.#kind = kind;
    this.#rows = sampledRows(kind.tables);
  }

  get size(): number {
    return this.#rows.length;
  }

  texts(column: number): string[] {
    return this.#rows.map(({ table, row }) => table.text(row, column));
  }

  column(column: number): ColumnSample {
    const known = this.#columns.get(column);
    if (known !== undefined) return known;
    const notation = elementAt(this.#kind.notations, column);
    const values = new Float64Array(this.#rows.length);
    let numbers = 0;
    let texts = 0;
    for (const [i, text] of this.texts(column).entries()) {
      const value = isAbsent(text) ? null : countOf(text, notation);
      values[i] = value ?? NaN;
      if (value !== null) numbers++;
      else if (!isAbsent(text) && !isNotFinite(text)) texts++;
    }
    const sample = { values, numbers, texts };
    this.#columns.set(column, sample);
    return sample;
  }

  /** Whether a column holds numbers, slips aside; one that is empty throughout may. */
  isNumeric(column: number): boolean {
    const { numbers, texts } = this.column(column);
    return texts <= 3 * numbers;
  }
}
