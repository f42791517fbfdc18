import { set, wordsOf } from './words.ts';

/** How a run ended, or that it has not. */
export interface RunState {
  /** As written. */
  readonly text: string;
  /** Name of the column. */
  readonly column: string;
  readonly isFinished: boolean;
}

/** In the words of W&B, MLflow, Slurm and people, with `_` for other signs. */
const finished = set('finished finish completed complete done success succeeded successful ok passed ended');
const unfinished = set(
  'crashed crash failed fail failure killed running timeout timed_out cancelled canceled pending preempted node_fail boot_fail out_of_memory oom deadline aborted error errored stopped interrupted incomplete unfinished scheduled queued submitted starting suspended requeued terminated diverged completing resizing revoked preempting signaling configuring special_exit stage_out requeue_hold requeue_fed launch_failed reconfig_fail evicted expired paused waiting in_progress',
);

/** `CANCELLED by 1000`, as Slurm has it, and `CANCELLED+`, as `sacct` shows that in a narrow column. */
const key = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?: by \d+|\+)$/, '')
    .replace(/[\s-]+/g, '_');

/** Fewer letters of a state could be of many. */
const leastLetters = 4;

/** Whether a text says that a run finished; null: it is no state that is known. `OUT_OF_ME+` is all that it could be the beginning of. */
function finishedBy(text: string): boolean | null {
  const word = key(text);
  if (finished.has(word)) return true;
  if (unfinished.has(word)) return false;
  if (!text.endsWith('+') || word.length < leastLetters) return null;
  const begins = (known: ReadonlySet<string>): boolean => [...known].some((full) => full.startsWith(word));
  return begins(finished) === begins(unfinished) ? null : begins(finished);
}

const stateWords = set('state status run job slurm final exit attributes tags wandb mlflow');

/** Whether a column says how runs ended: by its name, and by some of what it holds. */
export function holdsStates(name: string, texts: readonly string[]): boolean {
  const words = wordsOf(name);
  const isNamed =
    words.some((word) => /^stat(?:e|us)$/.test(word)) && words.every((word) => stateWords.has(word));
  if (!isNamed) return false;
  return texts.some((text) => finishedBy(text) !== null);
}

/** Null: the text is no state that is known. */
export function stateOf(text: string, column: string): RunState | null {
  const isFinished = finishedBy(text);
  return isFinished === null ? null : { text, column, isFinished };
}
