import { gunzip } from 'hyparquet-compressors';
import { NotParquet, readParquet } from './parquet.ts';
import type { RunFile } from './read-runs.ts';
import { readEvents } from './tensorboard.ts';
import { messageOf } from '../text/error-message.ts';

/** Of every runtime that the core runs in; its types belong to none of its libraries. */
declare const TextDecoder: new (encoding: string) => { decode(bytes: Uint8Array): string };

/** The bytes of a file, and its path as shown in messages. */
export interface RawFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a compressed text may have uncompressed. */
const maxText = 256_000_000;

/** Files of runs as text, or as the table that a binary one holds. Never rejects: what cannot be decoded says why in `fault`. */
export async function decodeRunFiles(files: readonly RawFile[]): Promise<RunFile[]> {
  return Promise.all(files.map(decodeRunFile));
}

async function decodeRunFile({ path, bytes }: RawFile): Promise<RunFile> {
  if (startsWith(bytes, 0x1f, 0x8b)) return decompressed(path, bytes);
  if (startsWith(bytes, 0x50, 0x41, 0x52, 0x31)) {
    try {
      return { path, text: '', table: await readParquet(path, bytes) };
    } catch (error) {
      if (!(error instanceof NotParquet)) throw error;
      return { path, text: '', fault: error.message };
    }
  }
  if (path.includes('.tfevents.')) return { path, text: '', table: readEvents(path, bytes) };
  return { path, text: textOf(bytes) };
}

/** `runs.csv.gz`; the length that gzip keeps at the end bounds what it may become. */
async function decompressed(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<RunFile> {
  // The shortest gzip file there can be.
  if (bytes.length < 18) return { path, text: '', fault: 'This gzip file is truncated.' };
  const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - 4).getUint32(0, true);
  if (length > maxText)
    return {
      path,
      text: '',
      fault: `It has ${Math.round(length / 1e6)} MB uncompressed; at most ${maxText / 1e6} MB can be read.`,
    };
  try {
    const inner = new Uint8Array(gunzip(bytes, new Uint8Array(length)));
    // What is compressed twice is no table.
    return startsWith(inner, 0x1f, 0x8b)
      ? { path, text: textOf(inner) }
      : await decodeRunFile({ path: path.replace(/\.gz$/i, ''), bytes: inner });
  } catch (error) {
    return {
      path,
      text: '',
      fault: `This gzip file cannot be read: ${messageOf(error)}.`,
    };
  }
}

/** Text by its mark of byte order; without one, UTF-16 by its zero bytes, else UTF-8. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const start = bytes.subarray(0, 200);
  const zeros = (odd: number): number => start.filter((byte, i) => i % 2 === odd && byte === 0).length;
  const half = Math.floor(start.length / 2);
  if (half > 4 && zeros(0) === 0 && zeros(1) > 0.9 * half) return 'utf-16le';
  if (half > 4 && zeros(1) === 0 && zeros(0) > 0.9 * half) return 'utf-16be';
  return 'utf-8';
}

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);
