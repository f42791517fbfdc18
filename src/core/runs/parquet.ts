import { parquetMetadata, parquetRead, type FileMetaData } from 'hyparquet';
import { decompressGzip, decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';
import { maxColumns, type Table } from './table.ts';
import { messageOf } from '../text/error-message.ts';

/** A Parquet file that cannot be read; the message says why, in one sentence. */
export class NotParquet extends Error {}

/** More than this is no table of runs: its values would not fit beside the fit. */
const maxCells = 60_000_000;
const maxUncompressed = 1_000_000_000;

/** Numbers of a float column as short as they were written: 0.307 is no 0.3070000112056732. */
export function shortFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}

/**
 * Reads a Parquet file; structs become columns such as `ratio.en`. Snappy, gzip, zstd and LZ4 are read, without native code; Brotli, whose
 * dictionary is as large as half of the solver, is not.
 *
 * @throws NotParquet
 */
export async function readParquet(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<Table> {
  try {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const metadata = parquetMetadata(buffer);
    checkSize(metadata);
    const columns = await readColumns(buffer, metadata);
    return {
      file,
      columns: columns.map(({ name }) => name),
      rowCount: Number(metadata.num_rows),
      text: (row, column) => columns[column]?.text(row) ?? '',
      place: (row) => ({ line: Math.max(row, 0), column: 0 }),
    };
  } catch (error) {
    if (error instanceof NotParquet) throw error;
    const reason = messageOf(error);
    throw new NotParquet(`This Parquet file cannot be read: ${reason}.`, { cause: error });
  }
}

function checkSize({ num_rows, row_groups, schema }: FileMetaData): void {
  const columns = schema.filter(({ num_children }) => num_children === undefined).length;
  if (columns > maxColumns) throw new NotParquet(`It has ${columns} columns: this is not a table of runs.`);
  if (Number(num_rows) * columns > maxCells)
    throw new NotParquet(
      `It has ${num_rows} rows of ${columns} columns, more than can be read at once; keep only the columns and checkpoints that matter.`,
    );
  const size = row_groups.reduce((sum, { total_byte_size }) => sum + Number(total_byte_size), 0);
  if (size > maxUncompressed)
    throw new NotParquet(
      `It has ${Math.round(size / 1e6)} MB uncompressed; at most ${maxUncompressed / 1e6} MB can be read.`,
    );
}

interface Column {
  readonly name: string;
  readonly text: (row: number) => string;
}

async function readColumns(buffer: ArrayBuffer, metadata: FileMetaData): Promise<Column[]> {
  const values = new Map<string, unknown[]>();
  await parquetRead({
    file: {
      byteLength: buffer.byteLength,
      slice: (start, end) => Promise.resolve(buffer.slice(start, end)),
    },
    metadata,
    compressors: {
      GZIP: decompressGzip,
      LZ4: decompressLz4,
      LZ4_RAW: decompressLz4Raw,
      ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
    },
    onChunk: ({ columnName, columnData, rowStart }) => {
      let column = values.get(columnName);
      if (column === undefined) values.set(columnName, (column = []));
      for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i] as unknown;
    },
  });
  const floats = new Set(metadata.schema.filter(({ type }) => type === 'FLOAT').map(({ name }) => name));
  const names =
    metadata.row_groups[0]?.columns.map(({ meta_data }) => meta_data?.path_in_schema[0] ?? '') ?? [];
  return [...new Set(names)].flatMap((name) => flatten(name, values.get(name) ?? [], floats));
}

/** A column, or the columns of a struct. */
function flatten(name: string, values: readonly unknown[], floats: ReadonlySet<string>): Column[] {
  const fields = new Set<string>();
  for (const value of values) if (isStruct(value)) for (const key of Object.keys(value)) fields.add(key);
  if (fields.size === 0) {
    const isFloat = floats.has(name.split('.').at(-1) ?? name);
    return [{ name, text: (row) => textOf(values[row], isFloat) }];
  }
  return [...fields].flatMap((field) => {
    const inner = values.map((value) =>
      isStruct(value) && Object.hasOwn(value, field) ? value[field] : null,
    );
    return flatten(`${name}.${field}`, inner, floats);
  });
}

function isStruct(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Date)
  );
}

function textOf(value: unknown, isFloat: boolean): string {
  if (typeof value === 'number') return isFloat && Number.isFinite(value) ? shortFloat(value) : String(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.trim();
  if (value instanceof Date) return value.toISOString();
  return value === null || value === undefined ? '' : '[list]';
}
