import path from 'node:path';
import { measuredRecord, type MeasuredRecord } from '../core/proxy/records.ts';
import { readLosses } from '../core/proxy/result.ts';
import type { Measured, PlannedRun } from '../core/proxy/run.ts';
import type { ProxySection } from '../core/mixture/mixture.ts';
import { json, readRecord, type Attempt } from './folders.ts';
import { isBelow, onceUnlessChanged, readBounded, stampOf, writeDurably } from './files.ts';

// The losses of a run are read from its result once, and recorded beside it: what is measured stays, whatever becomes of the
// result. They are read again only where a loss is missing or another key is asked for, and the result is still there.

export type MeasuredOrNot = Measured | { readonly error: string };

/** Results hold losses; a log of gigabytes is none. */
const mostResultBytes = 64e6;

/** A result up to this size is read in no time; for others, those who must not be held up wait until they are recorded. */
const mostResultBytesAtOnce = 256e3;

/** What an attempt that ended well left; `later`: it is too large to be read by a reader in a hurry. */
export async function measuredOf(
  section: ProxySection,
  run: PlannedRun,
  attempt: Attempt,
  isInHurry: boolean,
): Promise<MeasuredOrNot | 'later'> {
  const record = await recorded(attempt);
  if (record !== null && isFinal(record, section)) return record;
  const file = path.join(attempt.folder, attempt.result);
  if (isInHurry && Number((await stampOf(file))?.split(' ')[1] ?? 0) > mostResultBytesAtOnce)
    return record ?? 'later';
  const keys = [...section.losses].flat().join('\0');
  const read = await onceUnlessChanged(file, `losses\0${keys}`, () =>
    readResult(section, run.ratio, attempt.folder, file),
  );
  if (read !== null && 'losses' in read) return read;
  return (
    record ??
    read ?? {
      error: `The run left no result at ${path.join(`attempt-${attempt.number}`, attempt.result)}.`,
    }
  );
}

/** Records what was measured. */
export async function recordMeasured(
  section: ProxySection,
  attempt: Attempt,
  { losses, missing }: Measured,
): Promise<void> {
  const record: MeasuredRecord = { losses, missing, keys: Object.fromEntries(section.losses) };
  const before = await recorded(attempt);
  if (before !== null && JSON.stringify(before) === JSON.stringify(record)) return;
  await writeDurably(fileOf(attempt), json(record));
}

const fileOf = ({ folder }: Attempt): string => path.join(folder, 'measured.json');

async function recorded(attempt: Attempt): Promise<MeasuredRecord | null> {
  const read = await readRecord(fileOf(attempt), measuredRecord);
  return read !== null && 'value' in read ? read.value : null;
}

function isFinal({ keys, missing }: MeasuredRecord, { losses }: ProxySection): boolean {
  return missing.length === 0 && JSON.stringify(keys) === JSON.stringify(Object.fromEntries(losses));
}

async function readResult(
  { losses }: ProxySection,
  ratio: Readonly<Record<string, number>>,
  folder: string,
  file: string,
): Promise<MeasuredOrNot | null> {
  const place = path.basename(file);
  // No folder on the way may be a link that leads out.
  if (!(await isBelow(folder, path.dirname(file)))) {
    return { error: `The result ${place} lies outside the folder of the run.` };
  }
  const content = await readBounded(file, mostResultBytes);
  if (content === null) return null;
  if ('error' in content) return { error: `The result ${place} cannot be read: ${content.error}.` };
  return readLosses(content.text, losses.size > 0 ? [...losses.keys()] : Object.keys(ratio), losses);
}
