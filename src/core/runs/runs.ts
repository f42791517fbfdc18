/** One training run: what it was trained on and what came out. */
export interface ProxyRun {
  readonly id: string;
  /** Shares in the order of RunSet.languages; sum to 1. */
  readonly ratio: readonly number[];
  /** Loss in nats in the order of RunSet.languages; null: not measured. */
  readonly loss: readonly (number | null)[];
  /** D; null when the table has no such column. */
  readonly tokens: number | null;
  /** N; null when the table has no such column. */
  readonly parameters: number | null;
  readonly seed: number | null;
  /** File and 0-based line of the row, to lead back to it. */
  readonly file: string;
  readonly line: number;
}

/** What is wrong with a table of runs, and where; never stops the other rows from being read. */
export interface RunProblem {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** `set-aside`: a diverged run (NaN, infinity), counted but not wrong. */
  readonly severity: 'error' | 'set-aside';
}

/** All runs that one mixture is fitted from. */
export interface RunSet {
  /** Codes as in the columns, in the order of first appearance; sources and targets alike. */
  readonly languages: readonly string[];
  readonly runs: readonly ProxyRun[];
  readonly problems: readonly RunProblem[];
}
