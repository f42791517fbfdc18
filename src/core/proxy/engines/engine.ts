/** What a mixture file may say about one way of running trainings. How it starts them is told in `src/proxy`. */
export interface EngineSection {
  /** Value of `proxy.engine`, and key of the engine's own section below `proxy`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Option with the number of runs at the same time. */
  readonly limit: string;
  /** Runs at the same time where that is not given; null: the scheduler decides. */
  readonly defaultLimit: number | null;
  /** Whether an option may be set, and is passed on to the scheduler. */
  readonly accepts: (option: string) => boolean;
  /** Options that there are, to tell which one a misspelt word means. */
  readonly known: readonly string[];
  /** The program they are options of; null: they are the engine's own. */
  readonly program: string | null;
  /** Options as the program takes them. */
  readonly words: (options: ReadonlyMap<string, string>) => readonly string[];
  /** What one run asks for. */
  readonly asks: (options: ReadonlyMap<string, string>) => Asked;
}

/** What a scheduler is asked for, for one run; null: it is not said. */
export interface Asked {
  readonly gpus: number | null;
  /** Longest time, in hours. */
  readonly hours: number | null;
}
