import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProxySection } from '../core/mixture/mixture.ts';
import { expand } from '../core/proxy/command.ts';
import { isInside } from '../core/proxy/records.ts';
import { progressInFile, progressInLog, progressSource, type Progress } from '../core/proxy/progress.ts';
import { largest } from '../core/text/extremes.ts';
import { visible } from '../core/text/foreign.ts';
import { logOf, type Attempt } from './folders.ts';
import { foldersIn, onceUnlessChanged, readTail } from './files.ts';

/** Progress is at the end of what trainings write; a state of a trainer is small. */
const tailBytes = 64_000;
const stateBytes = 1_000_000;

/** How far the training of an attempt says that it is; null: it does not. */
export async function progressOf(section: ProxySection, attempt: Attempt): Promise<Progress | null> {
  const written = section.progress?.value ?? null;
  const source = written === null ? null : progressSource(written);
  if (source?.kind === 'log') {
    const log = logOf(attempt);
    return onceUnlessChanged(log, `progress\0${source.pattern}`, async () => {
      const tail = await readTail(log, tailBytes);
      return tail === null ? null : progressInLog(tail, source.pattern);
    });
  }
  const out = path.join(attempt.folder, 'out');
  const files =
    source === null
      ? [
          path.join(out, 'progress.jsonl'),
          path.join(out, 'trainer_state.json'),
          ...(await checkpointStates(out)),
        ]
      : fileOf(source.path, attempt);
  for (const file of files) {
    const bytes = file.endsWith('.jsonl') ? tailBytes : stateBytes;
    const read = await onceUnlessChanged(file, 'progress', async () => {
      const tail = await readTail(file, bytes);
      return tail === null ? null : progressInFile(tail);
    });
    if (read !== null) return read;
  }
  return null;
}

function fileOf(written: string, attempt: Attempt): string[] {
  const out = 'out';
  const expanded = expand(written, {
    config: '',
    tokens: '',
    parameters: '',
    seed: '',
    out,
    run: attempt.runId,
  });
  return isInside(expanded) ? [path.join(attempt.folder, expanded)] : [];
}

/** Of the newest checkpoint of a Hugging Face trainer. */
async function checkpointStates(out: string): Promise<string[]> {
  const steps = (await foldersIn(out)).flatMap((name) => Number(/^checkpoint-(\d+)$/.exec(name)?.[1] ?? NaN));
  const newest = largest(steps.filter((step) => !Number.isNaN(step)));
  return Number.isFinite(newest) ? [path.join(out, `checkpoint-${newest}`, 'trainer_state.json')] : [];
}

/** Seconds since an attempt was started, by the clock; null: it has not told. */
export async function elapsedOf({ folder }: Attempt): Promise<number | null> {
  return stat(path.join(folder, 'started', 'process')).then(
    ({ mtimeMs }) => Math.max(0, (Date.now() - mtimeMs) / 1000),
    () => null,
  );
}

/** The last thing that a training said; null: nothing. */
export async function lastLineOf(attempt: Attempt): Promise<string | null> {
  const log = logOf(attempt);
  return onceUnlessChanged(log, 'last line', async () => {
    const lines = ((await readTail(log, 4000)) ?? '').split(/[\r\n]+/).filter((line) => line.trim() !== '');
    const last = lines.at(-1)?.trim() ?? null;
    if (last === null) return null;
    return visible(last.length > 200 ? `${last.slice(0, 199)}…` : last);
  });
}
