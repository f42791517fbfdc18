import type { Observation } from '../core/proxy/run.ts';
import type { EngineName } from '../core/proxy/engines/all-engines.ts';
import type { Attempt } from './folders.ts';

/** An attempt that trains on, and why nobody here can stop it, in a sentence. */
export interface Unstopped {
  readonly attempt: Attempt;
  readonly reason: string;
}

/** What starts trainings and knows whether they live. Another scheduler is one more of these. */
export interface Engine {
  readonly name: EngineName;
  /** How many attempts may be active at the same time; the rest waits for its turn in the launcher. */
  readonly capacity: number;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Whether the engine goes on without its launcher. */
  readonly outlivesLauncher: boolean;
  /** Starts attempts that were taken for it, in one go. Throws `EngineFailure` where it cannot. */
  start(attempts: readonly Attempt[]): Promise<void>;
  /**
   * What is known of attempts that have not told how they ended, in their order. An engine remembers what it saw: only
   * looks that follow each other for a while may find that a run is gone. Throws `EngineFailure` where it cannot be told now.
   */
  observe(attempts: readonly Attempt[]): Promise<Observation[]>;
  /**
   * Why attempts were stopped that tell no more than that they were, and that nobody here wished to stop: `gone` with the
   * reason, or still `running` where it is to be known soon.
   */
  explain(attempts: readonly Attempt[]): Promise<Observation[]>;
  /**
   * Stops attempts, with all processes they started. Returns when they are stopped or have been told to, with those that it has
   * no way to reach.
   */
  cancel(attempts: readonly Attempt[]): Promise<readonly Unstopped[]>;
}
