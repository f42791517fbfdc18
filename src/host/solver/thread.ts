import type { FromWorker, SolveRequest } from '../../protocol/worker.ts';

/** A thread that solves one request after another, until it dies or is ended. */
export interface SolverThread {
  /** Takes the bytes of the files along. */
  solve(request: SolveRequest): void;
  /** Asks a solve to stop between two of its steps; false: this thread cannot be asked, only ended. */
  cancel(id: number): boolean;
  end(): Promise<void>;
}

export interface ThreadEvents {
  readonly onMessage: (message: FromWorker) => void;
  /** It died by itself or cannot go on; `reason` is a sentence. */
  readonly onFailure: (reason: string) => void;
}

export type StartThread = (events: ThreadEvents) => SolverThread;

export const buffersOf = ({ files }: SolveRequest): ArrayBuffer[] => [
  ...new Set(files.map(({ bytes }) => bytes.buffer)),
];
