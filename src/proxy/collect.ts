import { mergedTable, type FinishedRun } from '../core/proxy/table.ts';
import { CannotLaunch } from './failures.ts';
import { hasCode, placeOf, readExactly, replaceFile } from './files.ts';
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
  const place = await placeOf(file, project.folder);
  const first = await merged(place, finished);
  if (first.isWritten) return { count: finished.length, kept: first.kept };
  // Others collect as well, and a hand-made row must not be lost between their reading and our writing.
  return alone(project.runsFolder, async () => {
    const { text, kept, isWritten } = await merged(place, finished);
    if (!isWritten) await write(place, text);
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
  const read = await readExactly(file, mostTableBytes);
  const existing = read !== null && 'text' in read ? read.text : null;
  const table = read !== null && 'error' in read ? read : mergedTable(existing, finished);
  if ('error' in table) {
    throw new CannotLaunch(
      `The losses cannot be added to ${file}: ${table.error.replace(/\.$/, '')}. The file is left as it is; move it, and collect again.`,
    );
  }
  return { ...table, isWritten: table.text === existing };
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
