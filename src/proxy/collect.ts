import { realpath } from 'node:fs/promises';
import { mergedTable, type FinishedRun } from '../core/proxy/table.ts';
import { CannotLaunch } from './failures.ts';
import { hasCode, readBounded, replaceFile, stampOf } from './files.ts';
import { alone } from './lock.ts';
import { recordMeasured } from './measured.ts';
import type { ProxyProject } from './project.ts';
import type { RunStatus } from './status.ts';
import { messageOf } from '../core/text/error-message.ts';

export interface Collected {
  /** Runs with losses. */
  readonly count: number;
  /** Rows of the table that are of no run here, and stay. */
  readonly kept: number;
}

const mostTableBytes = 64e6;

/**
 * Records the losses of the runs that have some, and writes the table of them. Rows that are none of theirs stay.
 * @throws CannotLaunch saying why the table is left as it is
 */
export async function collect(
  project: ProxyProject,
  runs: readonly RunStatus[],
  file = project.table,
): Promise<Collected> {
  await record(project, runs);
  const finished = runs.flatMap(({ run, losses }): FinishedRun[] =>
    losses === null ? [] : [{ run, losses }],
  );
  if (finished.length === 0) return { count: 0, kept: 0 };
  const first = await merged(file, finished);
  if (first.isWritten) return { count: finished.length, kept: first.kept };
  // Others collect as well, and a hand-made row must not be lost between their reading and our writing.
  return alone(project.runsFolder, async () => {
    const { text, kept, isWritten } = await merged(file, finished);
    if (!isWritten) await write(file, text);
    return { count: finished.length, kept };
  });
}

/** Keeps the losses of each run in its folder. */
export async function record({ section }: ProxyProject, runs: readonly RunStatus[]): Promise<void> {
  for (const { attempt, losses, missing } of runs) {
    if (losses !== null && attempt !== null) await recordMeasured(section, attempt, { losses, missing });
  }
}

async function merged(
  file: string,
  finished: readonly FinishedRun[],
): Promise<{ text: string; kept: number; isWritten: boolean }> {
  const existing = await readTable(file);
  const table = mergedTable(existing, finished);
  if ('error' in table) {
    throw new CannotLaunch(
      `The losses cannot be added to ${file}: ${table.error}. It is left as it is; move it, and collect again.`,
    );
  }
  return { ...table, isWritten: table.text === existing };
}

/** A table may be a link of its user's; it is followed. */
async function readTable(file: string): Promise<string | null> {
  const target = await realpath(file).catch(() => null);
  if (target === null) {
    if ((await stampOf(file)) === null) return null;
    throw new CannotLaunch(`${file} is a link that leads nowhere.`);
  }
  const content = await readBounded(target, mostTableBytes);
  if (content === null) return null;
  if ('error' in content) throw new CannotLaunch(`${file} cannot be read: ${content.error}.`);
  return content.text;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, text);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EISDIR')) {
      throw new CannotLaunch(`${file} cannot be written: ${messageOf(error)}`);
    }
    throw error;
  }
}
