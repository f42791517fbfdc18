import { largest } from '../text/extremes.ts';

/** One measurement of a training run: what it was trained on so far and what came out. */
export interface ProxyRun {
  /** Rows of one id are checkpoints of one training. */
  readonly id: string;
  /** Shares in the order of RunSet.languages; sum to 1. */
  readonly ratio: readonly number[];
  /** Loss in the unit of the set, in the order of RunSet.languages; null: not measured. */
  readonly loss: readonly (number | null)[];
  /** D; null when the table has no such column. */
  readonly tokens: number | null;
  /** N; null when the table has no such column. */
  readonly parameters: number | null;
  readonly seed: number | null;
  /** Unique tokens of each language that the run drew from, in the order of RunSet.languages; absent: no table says. */
  readonly available?: readonly (number | null)[];
  /** File and 0-based line of the row, to lead back to it. */
  readonly file: string;
  readonly line: number;
}

/** What all checkpoints of one training have in common, and no other run has. */
export const trainingKey = ({ id, seed, parameters }: ProxyRun): string => `${id}\0${seed}\0${parameters}`;

/** How many trainings runs are the checkpoints of: two of one name at the same tokens are repeats, not checkpoints. */
export function trainingsIn(runs: readonly ProxyRun[]): number {
  const repeats = new Map<string, Map<number | null, number>>();
  for (const run of runs) {
    const key = trainingKey(run);
    const byTokens = repeats.get(key) ?? new Map<number | null, number>();
    repeats.set(key, byTokens.set(run.tokens, (byTokens.get(run.tokens) ?? 0) + 1));
  }
  return [...repeats.values()].reduce((sum, byTokens) => sum + largest(byTokens.values()), 0);
}

/** What is wrong with a table of runs, and where; never stops the other rows from being read. */
export interface RunProblem {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** `set-aside`: a run that diverged (NaN, infinity) or did not finish, counted but not wrong. */
  readonly severity: 'error' | 'set-aside';
  /** About the map, not the table: told at the map where there is one. */
  readonly aboutMap?: true;
  /** How many rows are left out for this reason, this one included; absent: 1. */
  readonly rows?: number;
}

/** All runs that one mixture is fitted from. */
export interface RunSet {
  /** Codes as in the columns, in the order of first appearance; sources and targets alike. */
  readonly languages: readonly string[];
  readonly runs: readonly ProxyRun[];
  /** What the losses are in, such as `bits per byte`; null: several units. Absent: nats. */
  readonly lossUnit?: string | null;
  readonly problems: readonly RunProblem[];
  /** What was understood of the tables; absent where the runs came from none. */
  readonly summary?: ReadSummary;
}

/** What a column was taken for. */
export type ColumnRole =
  | 'id'
  | 'tokens'
  | 'parameters'
  | 'seed'
  | 'step'
  | 'state'
  | 'share'
  | 'loss'
  | 'available'
  | 'language'
  | 'unused';

export interface ColumnUse {
  readonly file: string;
  readonly column: string;
  readonly role: ColumnRole;
  /** Of a share, loss or available column. */
  readonly language: string | null;
}

/** What was read, what was not used, and what was left out. */
export interface ReadSummary {
  /** Every column of every kind of table, in their order. */
  readonly columns: readonly ColumnUse[];
  /** Languages with shares and losses. */
  readonly both: readonly string[];
  /** Shares without losses. */
  readonly sources: readonly string[];
  /** Losses without shares; not fitted unless the mixture or the map names them. */
  readonly evaluated: readonly string[];
  /** Columns of numbers that nothing was read from. */
  readonly unused: readonly string[];
  /** Where no share and no loss have a name in common: columns that may belong together, by language. */
  readonly guess: Readonly<
    Record<'share' | 'loss', readonly (readonly [language: string, column: string])[]>
  > | null;
  readonly rows: number;
  /** How many of them `where` leaves out. */
  readonly unwanted: number;
  readonly mixtures: number;
  /** How many different values the runs have. */
  readonly budgets: number;
  readonly sizes: number;
  readonly seeds: number;
  /** The first runs as an aligned text, the meaning of the columns above them. */
  readonly listing: string;
  /** All this and what was done to the numbers, one sentence a kind of fact. */
  readonly sentences: readonly string[];
}
