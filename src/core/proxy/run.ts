/** A proxy run as planned; the content of `run.json` in its folder. */
export interface PlannedRun {
  readonly climbRun: 1;
  readonly id: string;
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
  /** Ended well, but a loss is not a finite number. */
  | 'diverged'
  /** Stopped by its user. */
  | 'cancelled'
  /** Its machine or its launcher went away; the next launch starts it again. */
  | 'interrupted';

/** How an attempt ended; the content of `ended.json`. */
export interface Ended {
  /** Exit status; null: it was never known. */
  readonly code: number | null;
  /** Said by those who stopped it or found it dead; absent: it ended by itself. */
  readonly state?: 'failed' | 'cancelled' | 'interrupted';
  readonly reason?: string;
}

/** What an engine knows about an attempt that has not ended as far as its folder tells. */
export type Observation =
  | { readonly kind: 'queued' | 'running' }
  /** It will never end by itself any more. */
  | { readonly kind: 'gone'; readonly ended: Ended };

/** Losses by language code in nats; null: not a finite number. */
export type Losses = Readonly<Record<string, number | null>>;

export interface AttemptFacts {
  readonly ended: Ended | null;
  /** What its user asked for since. */
  readonly wishes: ReadonlySet<'cancel' | 'retry'>;
  readonly observation: Observation | null;
  /** Of an attempt that ended well; or why there are none. */
  readonly losses: Losses | { readonly error: string } | null;
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
  if (ended === null) {
    return { state: observation?.kind === 'queued' ? 'queued' : 'running', reason: null };
  }
  const told = endOf(ended, attempt);
  if (told.state === 'done' || !attempt.wishes.has('retry')) return told;
  return { state: 'pending', reason: `To be tried again (${told.state}).` };
}

function endOf(ended: Ended, { losses, wishes }: AttemptFacts): StateOfRun {
  if (ended.state !== undefined) return { state: ended.state, reason: ended.reason ?? null };
  if (ended.code !== 0) {
    return wishes.has('cancel')
      ? { state: 'cancelled', reason: null }
      : { state: 'failed', reason: `The command ended with status ${ended.code ?? 'unknown'}.` };
  }
  if (losses === null) return { state: 'failed', reason: 'The run left no losses.' };
  if ('error' in losses && typeof losses.error === 'string') return { state: 'failed', reason: losses.error };
  const diverged = Object.entries(losses).filter(([, loss]) => loss === null);
  return diverged.length === 0
    ? { state: 'done', reason: null }
    : {
        state: 'diverged',
        reason: `Not a finite loss: ${diverged.map(([language]) => language).join(', ')}.`,
      };
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
