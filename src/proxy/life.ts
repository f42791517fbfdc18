import { hostname } from 'node:os';
import { elementAt } from '../core/text/elements.ts';
import { glanceAt, lastBeat, processOf, type Attempt, type AttemptFiles } from './folders.ts';
import { mapSome } from './files.ts';
import { isAlive, markedProcesses, thisMachine, type MarkedProcess } from './processes.ts';

/** What the processes and the folder of an attempt show, whatever a scheduler may say. */
export type Life =
  /** Nobody runs it yet. */
  | 'not-started'
  /** Its script runs, on this machine. */
  | 'alive'
  /** Its training runs on this machine, but its script was killed. */
  | 'orphaned'
  /** It was started on this machine, and none of its processes is left. */
  | 'dead'
  /** It was started elsewhere, and its folder changed lately. */
  | 'stirring'
  /** It was started elsewhere, and its folder has not changed for as long as it must. */
  | 'silent';

export interface Signs {
  readonly life: Life;
  readonly files: AttemptFiles;
  /** How long its folder has been the same, in milliseconds, as far as it was looked at. */
  readonly unchanged: number;
}

/** For how long all that can be seen has to agree before a run is given up, in milliseconds. */
export const aMinute = 60_000;

/**
 * Looks at attempts again and again. One look proves little: the clock of the file system may be wrong, a beat be late, an
 * answer be stale. So it is remembered since when nothing has changed, by a clock that nobody sets.
 */
export class Vigil {
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly signs: string; readonly since: number }>();
  readonly #doubts = new Map<string, { readonly since: number; count: number }>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async look(attempts: readonly Attempt[]): Promise<Signs[]> {
    if (attempts.length === 0) return [];
    const machine = await thisMachine();
    // Folders first: what had started then has its process now, unless it has ended and told. The other way round, one that
    // starts between the two looks would have left its folder without a process, and be taken for dead.
    const folders = await mapSome(attempts, glanceAt);
    const marked = await markedProcesses();
    return mapSome(attempts, async (attempt, index) => {
      const files = elementAt(folders, index);
      const unchanged = this.#unchanged(attempt.folder, files.signs);
      const life = await lifeOf(attempt, files, unchanged, machine, marked);
      return { life, files, unchanged };
    });
  }

  /**
   * Whether a doubt has lasted: three answers and a minute at least. Each call counts as one answer.
   * @param isDoubted what the last answer says; one that says otherwise ends the doubt
   */
  lasts(attempt: Attempt, isDoubted: boolean): boolean {
    if (!isDoubted) {
      this.#doubts.delete(attempt.folder);
      return false;
    }
    const doubt = this.#doubts.get(attempt.folder) ?? { since: this.#now(), count: 0 };
    doubt.count++;
    this.#doubts.set(attempt.folder, doubt);
    return doubt.count >= 3 && this.#now() - doubt.since >= aMinute;
  }

  #unchanged(folder: string, signs: string): number {
    const before = this.#seen.get(folder);
    if (before?.signs === signs) return this.#now() - before.since;
    this.#seen.set(folder, { signs, since: this.#now() });
    return 0;
  }
}

async function lifeOf(
  attempt: Attempt,
  { isStarted }: AttemptFiles,
  unchanged: number,
  machine: string,
  marked: ReadonlyMap<string, readonly MarkedProcess[]>,
): Promise<Life> {
  const own = marked.get(attempt.mark) ?? [];
  if (own.some(({ isScript }) => isScript)) return isStarted ? 'alive' : 'not-started';
  if (own.length > 0) return 'orphaned';
  if (!isStarted) return 'not-started';
  const starter = await processOf(attempt);
  if (starter?.machine === machine) return 'dead';
  if (starter !== null && (await wasRestarted(attempt, starter.machine, machine))) return 'dead';
  return unchanged >= aMinute ? 'silent' : 'stirring';
}

/** The machine bears the name that it had when the run was taken here, but was started again since. */
async function wasRestarted(attempt: Attempt, then: string, now: string): Promise<boolean> {
  const { launcher } = attempt;
  if (launcher.machine !== then || launcher.host !== hostname() || then === now) return false;
  const beat = await lastBeat(attempt);
  // Where two machines share a name, its heart tells.
  return beat === null || Date.now() - beat > aMinute;
}

/** Whether an attempt trains on another machine, where no signal from here reaches it. */
export async function beatsElsewhere(attempt: Attempt, { life }: Signs): Promise<boolean> {
  const beat = life === 'stirring' ? await lastBeat(attempt) : null;
  return beat !== null && Date.now() - beat <= aMinute;
}

/** Whether whoever took an attempt may still start it. Where that cannot be told, it may for a minute. */
export async function mayBeStarted(attempt: Attempt, unchanged: number): Promise<boolean> {
  return (await isAlive(attempt.launcher)) ?? unchanged < aMinute;
}
