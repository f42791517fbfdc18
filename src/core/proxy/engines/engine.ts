/** What a mixture file may say about one way of running trainings. How it starts them is told in `src/proxy`. */
export interface EngineSection {
  /** Value of `proxy.engine`, and key of the engine's own section below `proxy`. */
  readonly name: string;
  /** Option with the number of runs at the same time. */
  readonly limit: string;
  /** Runs at the same time where that is not given; null: the scheduler decides. */
  readonly defaultLimit: number | null;
  /** Whether an option may be set, and is passed on to the scheduler. */
  readonly accepts: (option: string) => boolean;
  /** Options that there are, to tell which one a misspelt word means. */
  readonly known: readonly string[];
  /** What they are options of. */
  readonly program: string;
}
