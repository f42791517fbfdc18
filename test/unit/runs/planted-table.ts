import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';

/** Runs with known numbers, from which tables of every make are written. */
export interface PlantedRun {
  readonly id: string;
  readonly tokens: number;
  readonly share: Readonly<Record<string, number>>;
  readonly loss: Readonly<Record<string, number>>;
}

export const languages = ['en', 'de', 'fi'] as const;

/** Twelve mixtures at two budgets; the losses follow a power law with a little transfer, to four decimals. */
export function plantedRuns(): PlantedRun[] {
  return Array.from({ length: 12 }, (_, i) => {
    const weights = [((i * 5) % 7) + 1, ((i * 3) % 5) + 1, ((i * 2) % 3) + 1];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const rounded = weights.slice(1).map((weight) => Math.round((weight / total) * 1000) / 1000);
    const shares = [Math.round((1 - (rounded[0] ?? 0) - (rounded[1] ?? 0)) * 1000) / 1000, ...rounded];
    return [100_000_000, 300_000_000].map((tokens): PlantedRun => ({
      id: `r${i}`,
      tokens,
      share: byLanguage(shares),
      loss: byLanguage(
        shares.map((share, target) => {
          const help = shares.reduce((sum, other, source) => sum + (source === target ? 0 : 0.2 * other), 0);
          const loss = (1.6 + 0.2 * target) * ((tokens / 1e8) * (share + help)) ** -0.15;
          return Math.round(loss * 1e4) / 1e4;
        }),
      ),
    }));
  }).flat();
}

const byLanguage = (values: readonly number[]): Record<string, number> =>
  Object.fromEntries(languages.map((code, i) => [code, values[i] ?? 0]));

/** A table as rows of texts, the names of its columns first. */
export type Rows = readonly (readonly (string | number)[])[];

export interface Names {
  readonly id: string;
  readonly tokens: string;
  readonly share: (code: string) => string;
  readonly loss: (code: string) => string;
}

export const tableText = (rows: Rows, separator = ',', decimal = '.'): string =>
  rows
    .map((row) =>
      row
        .map((cell) => (typeof cell === 'number' ? String(cell).replace('.', decimal) : cell))
        .join(separator),
    )
    .join('\n')
    .concat('\n');

/** A row a checkpoint. */
export function wide(runs: readonly PlantedRun[], { id, tokens, share, loss }: Names): Rows {
  return [
    [id, tokens, ...languages.map(share), ...languages.map(loss)],
    ...runs.map((run) => [
      run.id,
      run.tokens,
      ...languages.map((code) => run.share[code] ?? 0),
      ...languages.map((code) => run.loss[code] ?? 0),
    ]),
  ];
}

/** What a file of a form or encoding holds. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'utf8'));

export function utf16(text: string, bigEndian: boolean, mark: boolean): Bytes {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
}

export const gzipped = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes));

/** @param type of the columns of numbers */
export async function parquet([header = [], ...rows]: Rows, type: 'DOUBLE' | 'FLOAT'): Promise<Bytes> {
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    columnData: header.map((name, column) => {
      const data = rows.map((row) => row[column] ?? null);
      return {
        name: String(name),
        data,
        type: data.every((cell) => typeof cell === 'number') ? type : 'STRING',
      };
    }),
  });
  return new Uint8Array(writer.getBuffer());
}
