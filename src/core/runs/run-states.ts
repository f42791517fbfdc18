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
  'crashed crash failed fail failure killed running timeout timed_out cancelled canceled pending preempted node_fail boot_fail out_of_memory oom deadline aborted error errored stopped interrupted incomplete unfinished scheduled queued submitted starting suspended requeued terminated diverged',
);

/** `CANCELLED by 1000` and `CANCELLED+`, as Slurm has them. */
const key = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?: by \d+|\+)$/, '')
    .replace(/[\s-]+/g, '_');

const isState = (text: string): boolean => finished.has(key(text)) || unfinished.has(key(text));

const stateWords = set('state status run job slurm final exit attributes tags wandb mlflow');

/** Whether a column says how runs ended: by its name, and by all that it holds. */
export function holdsStates(name: string, texts: readonly string[]): boolean {
  const words = wordsOf(name);
  const isNamed =
    words.some((word) => /^stat(?:e|us)$/.test(word)) && words.every((word) => stateWords.has(word));
  if (!isNamed) return false;
  const filled = texts.filter((text) => text !== '');
  return filled.length > 0 && filled.every(isState);
}

/** Null: the text is no state that is known. */
export const stateOf = (text: string, column: string): RunState | null =>
  isState(text) ? { text, column, isFinished: finished.has(key(text)) } : null;
