import type { InputFile, UnreadablePath } from '../core/analysis/input-files.ts';
import type { MixtureResult } from '../core/analysis/solve-mixture.ts';
import type { Model } from '../core/climb/model/model.ts';
import type { ReadSummary, RunProblem } from '../core/runs/runs.ts';

/** Fit what the mixture names (or take the cached fit of the same bytes) and solve. The host alone knows the file system. */
export interface SolveRequest {
  readonly type: 'solve';
  readonly id: number;
  readonly fileName: string;
  /** Version of the document that `mixture` is the text of. */
  readonly version: number;
  readonly mixture: string;
  readonly files: readonly InputFile[];
  readonly unreadable: readonly UnreadablePath[];
  /** Held-out R² below which the report calls a fit poor: only the host reads settings. */
  readonly minR2: number;
}

export type ToWorker = SolveRequest;

/** What a worker in a page asks its host to do with kept fits, since it has no files of its own; `call` numbers the question. */
export type StoreCall = { readonly type: 'store'; readonly call: number } & (
  | { readonly do: 'read' | 'remove'; readonly name: string }
  | { readonly do: 'write'; readonly name: string; readonly text: string }
  | { readonly do: 'entries' }
);

export type StoreAnswer = { readonly type: 'stored'; readonly call: number } & (
  { readonly value: unknown } | { readonly error: string }
);

/** What a thread of Node is started with. */
export interface SolverThreadData {
  /** `cancelFlagBytes` long. */
  readonly cancelled: SharedArrayBuffer;
  /** The folder of kept fits. */
  readonly fits: string;
}

export type FromWorker =
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly step: string;
      readonly done: number | null;
      /** Whether what is done is kept when it is stopped. */
      readonly isKept: boolean;
    }
  /** For the log: nothing that fails a request. */
  | { readonly type: 'log'; readonly message: string }
  | {
      readonly type: 'solved';
      readonly id: number;
      readonly result: Omit<MixtureResult, 'model'>;
      /** Null: as in the thread's last answer, which a save that changes no run repeats and which is most of a result. */
      readonly model: Model | null;
    }
  | { readonly type: 'failed'; readonly id: number; readonly failure: SolveFailure };

/** Why there is no result. Bad input is told at its place by the diagnostics, so the reason here is one sentence. */
export interface SolveFailure {
  /** `paused`: it took longer than it may; what was fitted is kept, and the next solve goes on from there. */
  readonly kind: 'cancelled' | 'paused' | 'input' | 'crashed';
  readonly reason: string;
  readonly runProblems: readonly RunProblem[];
  readonly read?: ReadSummary;
  /** For the log: where it crashed. */
  readonly detail?: string;
}

/**
 * Shared between the host and the worker: the id of the newest request that was cancelled. The worker looks at it between
 * steps, so that cancelling needs no message to be read in the middle of a computation.
 */
export const cancelFlagBytes = 4;
