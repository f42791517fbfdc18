import { stateOf, type Losses, type Observation, type RunState } from '../core/proxy/run.ts';
import { median } from '../core/climb/dense/median.ts';
import { fractionOf, secondsLeft, type Progress } from '../core/proxy/progress.ts';
import type { Engine } from './engine.ts';
import { EngineFailure } from './failures.ts';
import {
  glanceAt,
  problemOfJob,
  readEnded,
  readRunFolders,
  type Attempt,
  type RunFolder,
} from './folders.ts';
import { mapSome } from './files.ts';
import { measuredOf, type MeasuredOrNot } from './measured.ts';
import { elapsedOf, lastLineOf, progressOf } from './progress.ts';
import type { ProxyProject } from './project.ts';
import { elementAt } from '../core/text/elements.ts';

/** A run and what became of it. */
export interface RunStatus extends RunFolder {
  readonly state: RunState;
  readonly reason: string | null;
  /** Of a run that is done or diverged. */
  readonly losses: Losses | null;
  /** Of a run that is done or diverged: languages whose loss its result does not hold. */
  readonly missing: readonly string[];
  /** It trains, and nobody is left who could tell how it ends. */
  readonly isOrphaned: boolean;
  /** How long its training took, in seconds; null: unknown, or it has not ended. */
  readonly seconds: number | null;
  /** Of a run that trains. */
  readonly advance: Advance | null;
  /** The last line of the log of a run that failed. */
  readonly lastLine: string | null;
}

/** How far a run is. */
export interface Advance {
  /** What its training says; null: nothing. */
  readonly progress: Progress | null;
  /** 0 to 1; null: unknown. */
  readonly fraction: number | null;
  /** Seconds. */
  readonly elapsed: number | null;
  /** Seconds, by what it says or else by what finished runs took (median); null: unknown. */
  readonly left: number | null;
}

export interface ProjectStatus {
  readonly runs: readonly RunStatus[];
  /** Records that cannot be read, and runs that are another mixture's, each as a sentence. */
  readonly problems: readonly string[];
  /** Why the engine could not be asked: then runs that have not ended are shown as running. */
  readonly engineFailure: string | null;
  /** Runs have ended whose results are too large for a reader in a hurry: they are shown as running. */
  readonly hasUnread: boolean;
}

/** @param isInHurry whether reading a large result would hold somebody up */
export async function readStatus(
  project: ProxyProject,
  engine: Engine,
  isInHurry = false,
): Promise<ProjectStatus> {
  const { runs: folders, problems } = await readRunFolders(project.runsFolder, project.mixture);
  const first = await mapSome(folders, ({ attempt }) =>
    attempt === null ? Promise.resolve(null) : endOf(attempt),
  );
  const observed = await observe(engine, folders, first);
  const { observations } = observed;
  const unreadable: string[] = [];
  let hasUnread = false;
  const runs = await mapSome(folders, async (folder, index): Promise<RunStatus> => {
    const { attempt } = folder;
    const untold = {
      losses: null,
      missing: [],
      isOrphaned: false,
      seconds: null,
      advance: null,
      lastLine: null,
    };
    const known = (told: Pick<RunStatus, 'state' | 'reason'>): Pick<RunStatus, 'state' | 'reason'> =>
      folder.isWithdrawn && (told.state === 'pending' || told.state === 'interrupted')
        ? { state: 'cancelled', reason: null }
        : told;
    if (attempt === null) return { ...folder, ...untold, ...known(stateOf(null)) };
    // Looked at again: it may have ended while the engine was asked, and its own word counts more.
    const end = first[index]?.ended == null ? await endOf(attempt) : first[index];
    if (end.problem !== null) unreadable.push(`${folder.run.id}/${end.problem}`);
    const refused = end.ended === null ? await problemOfJob(attempt) : null;
    if (refused !== null) unreadable.push(`${folder.run.id}/${refused}`);
    let measured: MeasuredOrNot | null = null;
    if (end.ended?.code === 0) {
      const read = await measuredOf(project.section, folder.run, attempt, isInHurry);
      if (read === 'later') {
        hasUnread = true;
        return {
          ...folder,
          ...untold,
          state: 'running',
          reason: 'It has ended, and its result is being read.',
        };
      }
      measured = read;
    }
    const observation = observations.get(attempt.folder) ?? null;
    const { wishes } = await glanceAt(attempt);
    const told = stateOf({ ended: end.ended, wishes, observation, measured });
    const isMeasured = told.state === 'done' || told.state === 'diverged';
    return {
      ...folder,
      ...untold,
      ...known(told),
      ...(isMeasured && measured !== null && 'losses' in measured
        ? { losses: measured.losses, missing: measured.missing }
        : {}),
      isOrphaned: end.ended === null && observation?.kind === 'orphaned',
      seconds: end.ended?.seconds ?? null,
      lastLine: told.state === 'failed' ? await lastLineOf(attempt) : null,
    };
  });
  return {
    runs: await advanced(project, runs),
    problems: [...problems, ...unreadable],
    engineFailure: observed.failure,
    hasUnread,
  };
}

/** Tells of runs that train how far they are. */
async function advanced({ section }: ProxyProject, runs: readonly RunStatus[]): Promise<RunStatus[]> {
  const usual = usualSeconds(runs);
  return mapSome(runs, async (run) => {
    if (run.state !== 'running' || run.attempt === null) return run;
    const progress = await progressOf(section, run.attempt);
    const fraction = progress === null ? null : fractionOf(progress, run.run.tokens);
    const elapsed = await elapsedOf(run.attempt);
    return { ...run, advance: { progress, fraction, elapsed, left: secondsLeft(fraction, elapsed, usual) } };
  });
}

/** How long runs take, by those that ended well (median); null: none has. */
export function usualSeconds(runs: readonly RunStatus[]): number | null {
  const ended = runs.flatMap(({ losses, seconds }) => (losses === null || seconds === null ? [] : [seconds]));
  return ended.length === 0 ? null : median(Float64Array.from(ended));
}

interface End {
  readonly ended: Awaited<ReturnType<typeof endedOf>>;
  readonly problem: string | null;
}

async function endOf(attempt: Attempt): Promise<End> {
  const read = await readEnded(attempt);
  return {
    ended: endedOf(read),
    problem:
      read !== null && 'error' in read
        ? `attempt-${attempt.number}/ended.json cannot be read: ${read.error}.`
        : null,
  };
}

function endedOf(read: Awaited<ReturnType<typeof readEnded>>) {
  return read !== null && 'value' in read ? read.value : null;
}

/** What the engine says of attempts that have not told how they ended, or not why. */
async function observe(
  engine: Engine,
  folders: readonly RunFolder[],
  ends: readonly (End | null)[],
): Promise<{ observations: ReadonlyMap<string, Observation>; failure: string | null }> {
  const open: Attempt[] = [];
  const stopped: Attempt[] = [];
  for (const [index, { attempt }] of folders.entries()) {
    const ended = ends[index]?.ended ?? null;
    if (attempt === null) continue;
    if (ended === null) open.push(attempt);
    else if (ended.stopped === true && ended.state === undefined && ended.code !== 0) stopped.push(attempt);
  }
  const observations = new Map<string, Observation>();
  let failure: string | null = null;
  for (const [attempts, look] of [
    [open, (attempts: readonly Attempt[]) => engine.observe(attempts)],
    [stopped, (attempts: readonly Attempt[]) => engine.explain(attempts)],
  ] as const) {
    if (attempts.length === 0) continue;
    try {
      const seen = await look(attempts);
      for (const [index, { folder }] of attempts.entries()) observations.set(folder, elementAt(seen, index));
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      failure = error.message;
    }
  }
  return { observations, failure };
}
