/** A proxy run as planned; the content of `run.json` in its folder. */
export interface PlannedRun {
  readonly climbRun: 1;
  readonly id: string;
  /** The mixture file it was planned for, relative to the folder of the runs; absent: any. */
  readonly mixture?: string;
  /** Share by language code; sums to 1. */
  readonly ratio: Readonly<Record<string, number>>;
  /** D. */
  readonly tokens: number;
  /** N; null: not told. */
  readonly parameters: number | null;
  readonly seed: number;
}

export type RunState =
  /** Nobody has started it. */
  | 'pending'
  /** Handed to a scheduler. */
  | 'queued'
  | 'running'
  | 'done'
  /** Ended with an error, or left no losses. */
  | 'failed'
  /** Ended well, but no loss is a finite number. */
  | 'diverged'
  /** Stopped by its user. */
  | 'cancelled'
  /** Its machine or its launcher went away; the next launch starts it again. */
  | 'interrupted';

/** How an attempt ended; the content of `ended.json`. */
export interface Ended {
  /** Exit status; null: it was never known. */
  readonly code: number | null;
  /** Its script was told to stop while it trained: by its user, a scheduler, or the end of its machine. */
  readonly stopped?: boolean;
  /** How long it trained. */
  readonly seconds?: number;
  /** Said by those who stopped it or found it dead; absent: it ended by itself. */
  readonly state?: 'failed' | 'cancelled' | 'interrupted';
  readonly reason?: string;
}

/** What an engine knows about an attempt that has not ended as far as its folder tells. */
export type Observation =
  | { readonly kind: 'queued' | 'running'; readonly note?: string }
  /** It trains, but those who would tell how it ends were killed: it has to be stopped. */
  | { readonly kind: 'orphaned' }
  /** It will never end by itself any more. */
  | { readonly kind: 'gone'; readonly ended: Ended };

/** Losses by language code in nats; null: not a finite number; absent: not measured. */
export type Losses = Readonly<Record<string, number | null>>;

/** What a run that ended left. */
export interface Measured {
  readonly losses: Losses;
  /** Languages whose loss was expected and is not there. */
  readonly missing: readonly string[];
}

export interface AttemptFacts {
  readonly ended: Ended | null;
  /** What its user asked for since. */
  readonly wishes: ReadonlySet<'cancel' | 'retry'>;
  readonly observation: Observation | null;
  /** Of an attempt that ended well; or why there is nothing. */
  readonly measured: Measured | { readonly error: string } | null;
}

export interface StateOfRun {
  readonly state: RunState;
  readonly reason: string | null;
}

/** The state of a run, from what its last attempt left. Null: there was no attempt. */
export function stateOf(attempt: AttemptFacts | null): StateOfRun {
  if (attempt === null) return { state: 'pending', reason: null };
  const { observation } = attempt;
  const ended = attempt.ended ?? (observation?.kind === 'gone' ? observation.ended : null);
  if (ended === null) return underWay(observation);
  const told = endOf(ended, attempt);
  if (told.state === 'done' || !attempt.wishes.has('retry')) return told;
  return { state: 'pending', reason: `Will be retried (${told.state}).` };
}

function underWay(observation: Observation | null): StateOfRun {
  switch (observation?.kind) {
    case 'queued':
      return { state: 'queued', reason: observation.note ?? null };
    case 'orphaned':
      return {
        state: 'running',
        reason:
          'Its script was killed, so its outcome cannot be determined: launching stops it and starts it again.',
      };
    case 'running':
      return { state: 'running', reason: observation.note ?? null };
    case 'gone':
    case undefined:
      return { state: 'running', reason: null };
  }
}

function endOf(ended: Ended, { measured, wishes, observation }: AttemptFacts): StateOfRun {
  const isWanted = wishes.has('cancel');
  if (ended.state === 'interrupted' && isWanted) return { state: 'cancelled', reason: null };
  if (ended.state !== undefined) return { state: ended.state, reason: ended.reason ?? null };
  if (ended.code !== 0) {
    if (isWanted) return { state: 'cancelled', reason: null };
    if (ended.stopped === true) return whyStopped(observation);
    return { state: 'failed', reason: `The command ended with status ${ended.code ?? 'unknown'}.` };
  }
  if (measured === null) return { state: 'failed', reason: 'The run left no losses.' };
  if ('error' in measured) return { state: 'failed', reason: measured.error };
  const diverged = Object.entries(measured.losses).filter(([, loss]) => loss === null);
  if (diverged.length > 0) {
    return {
      state: 'diverged',
      reason: `Not a finite loss: ${diverged.map(([language]) => language).join(', ')}.`,
    };
  }
  const { missing } = measured;
  return {
    state: 'done',
    reason: missing.length === 0 ? null : `No loss in its result: ${missing.join(', ')}.`,
  };
}

/** Where nothing is known of who stopped an attempt. */
export const stoppedByOthers = 'It was stopped by something other than Climb.';

/** Nobody here wanted it stopped: a scheduler that gives its reason, or else a machine that was needed or went down. */
function whyStopped(observation: Observation | null): StateOfRun {
  if (observation?.kind === 'running') return underWay(observation);
  if (observation?.kind === 'gone' && observation.ended.state !== undefined) {
    return { state: observation.ended.state, reason: observation.ended.reason ?? null };
  }
  return { state: 'interrupted', reason: stoppedByOthers };
}

/** Whether launching starts the run again without being told to. */
export function isUnfinished(state: RunState): boolean {
  return state === 'pending' || state === 'interrupted';
}

/** Whether the run is started again only when told to. */
export function isRetriable(state: RunState): boolean {
  return state === 'failed' || state === 'diverged' || state === 'cancelled';
}

export function isActive(state: RunState): boolean {
  return state === 'queued' || state === 'running';
}
