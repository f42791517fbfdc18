import { shortFloat } from './parquet.ts';
import { TableMaker, type Table } from './table.ts';

/** Of every runtime that the core runs in; its types belong to none of its libraries. */
declare const TextDecoder: new (encoding: string) => { decode(bytes: Uint8Array): string };

/**
 * Reads the scalars of a TensorBoard event file (TFRecords of `Event` messages), a row a step, and the settings that its hparams
 * plugin keeps. Written here because the readers at hand bring TensorFlow or a protobuf runtime for these few fields. A file that
 * ends in the middle of a record is still being written: what it holds so far is read.
 */
export function readEvents(file: string, bytes: Uint8Array): Table {
  const maker = new TableMaker(file, (line) => ({ line, column: 0 }));
  const rows = new Map<number, (tag: string, value: string) => void>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  // A record: its length (8 bytes), a checksum (4), the message, a checksum (4).
  while (at + 16 <= bytes.length) {
    const length = Number(view.getBigUint64(at, true));
    const start = at + 12;
    if (start + length + 4 > bytes.length) break;
    readEvent(bytes.subarray(start, start + length), (step, tag, value) => {
      let put = rows.get(step);
      if (put === undefined) {
        put = maker.addRow(Math.max(step, 0));
        // The settings belong to the run, not to a step.
        if (step >= 0) put('step', String(step));
        rows.set(step, put);
      }
      put(tag, value);
    });
    at = start + length + 4;
  }
  return maker.table();
}

type Tell = (step: number, tag: string, value: string) => void;

/** `Event`: step = 2, summary = 5; `Summary`: value = 1. */
function readEvent(event: Uint8Array, tell: Tell): void {
  let step = 0;
  let summary: Uint8Array | null = null;
  for (const field of fieldsOf(event)) {
    if (field.number === 2) step = Number(field.varint);
    if (field.number === 5) summary = field.bytes;
  }
  if (summary === null) return;
  for (const field of fieldsOf(summary)) if (field.number === 1) readValue(field.bytes, step, tell);
}

/** `Summary.Value`: tag = 1, simple_value = 2, tensor = 8, metadata = 9. */
function readValue(message: Uint8Array, step: number, tell: Tell): void {
  let tag = '';
  let value: number | null = null;
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === 1) tag = textOf(bytes);
    else if (number === 2) value = floatOf(bytes);
    else if (number === 8) value = scalarOf(bytes);
    else if (number === 9) readSettings(bytes, tell);
  }
  if (tag !== '' && value !== null)
    tell(step, tag, Number.isFinite(value) ? shortFloat(value) : String(value));
}

/** `TensorProto` of one number: dtype = 1, tensor_content = 4, float_val = 5, double_val = 6. */
function scalarOf(tensor: Uint8Array): number | null {
  const isDouble = fieldsOf(tensor).some(({ number, varint }) => number === 1 && varint === 2n);
  for (const { number, bytes } of fieldsOf(tensor)) {
    if (number === 5 && bytes.length === 4) return floatOf(bytes);
    if (number === 6 && bytes.length === 8) return doubleOf(bytes);
    if (number === 4 && bytes.length === (isDouble ? 8 : 4))
      return isDouble ? doubleOf(bytes) : floatOf(bytes);
  }
  return null;
}

/**
 * The hparams plugin's session_start_info: `SummaryMetadata.plugin_data` = 1, its content = 2; `HParamsPluginData.session_start_info`
 * = 3, its hparams = 1, a map from names to `google.protobuf.Value` (number_value = 2, string_value = 3).
 */
function readSettings(metadata: Uint8Array, tell: Tell): void {
  for (const plugin of inside([metadata], 1)) {
    const isHparams = inside([plugin], 1).some((name) => textOf(name) === 'hparams');
    if (!isHparams) continue;
    for (const entry of inside(inside(inside([plugin], 2), 3), 1)) {
      const name = inside([entry], 1)[0];
      if (name === undefined) continue;
      for (const { number, bytes } of inside([entry], 2).flatMap(fieldsOf)) {
        if (number === 2 && bytes.length === 8) tell(-1, textOf(name), String(doubleOf(bytes)));
        else if (number === 3) tell(-1, textOf(name), textOf(bytes));
      }
    }
  }
}

const inside = (messages: readonly Uint8Array[], wanted: number): Uint8Array[] =>
  messages.flatMap((message) =>
    fieldsOf(message).flatMap(({ number, bytes }) => (number === wanted ? [bytes] : [])),
  );

interface Field {
  readonly number: number;
  /** Of a fixed or length-delimited field. */
  readonly bytes: Uint8Array;
  readonly varint: bigint;
}

const noBytes = new Uint8Array();

/** The fields of a protobuf message; what breaks off is left out. */
function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; at < message.length && shift < 70n; shift += 7n) {
      const byte = message[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < message.length) {
    const key = Number(varint());
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) fields.push({ number, bytes: noBytes, varint: varint() });
    else {
      const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? Number(varint()) : Infinity;
      if (at + length > message.length) return fields;
      fields.push({ number, bytes: message.subarray(at, at + length), varint: 0n });
      at += length;
    }
  }
  return fields;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const floatOf = (bytes: Uint8Array): number | null =>
  bytes.length === 4 ? viewOf(bytes).getFloat32(0, true) : null;
const doubleOf = (bytes: Uint8Array): number => viewOf(bytes).getFloat64(0, true);
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
