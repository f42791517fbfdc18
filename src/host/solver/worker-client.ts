import type { MixtureResult } from '../../core/analysis/solve-mixture.ts';
import type { FromWorker, SolveFailure, SolveRequest } from '../../protocol/worker.ts';
import type { SolverThread, StartThread } from './thread.ts';

export type SolveOutcome =
  | { readonly kind: 'solved'; readonly result: MixtureResult }
  | { readonly kind: 'failed'; readonly failure: SolveFailure };

export interface Progress {
  readonly step: string;
  /** Part done, 0 to 1; null where it cannot be told. */
  readonly done: number | null;
}

export interface RunOptions {
  /** Milliseconds after which the solve is ended, answering or not. */
  readonly limit: number;
  /** Asks the solve to stop; it settles as cancelled. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** How long a cancelled solve may take to notice before its worker is ended. */
const cancelGraceMilliseconds = 3_000;

interface Job {
  readonly id: number;
  readonly onProgress: (progress: Progress) => void;
  readonly settle: (outcome: SolveOutcome) => void;
  limit: ReturnType<typeof setTimeout>;
}

const cancelledOutcome: SolveOutcome = {
  kind: 'failed',
  failure: { kind: 'cancelled', reason: 'cancelled', runProblems: [] },
};

/**
 * One solver thread, started at the first solve and started anew after it died or had to be ended. Runs one request at a
 * time; callers queue (SolveService).
 */
export class SolverWorker {
  readonly #startThread: StartThread;
  readonly #log: (message: string) => void;
  #thread: SolverThread | null = null;
  #job: Job | null = null;
  #nextId = 1;

  constructor(startThread: StartThread, log: (message: string) => void) {
    this.#startThread = startThread;
    this.#log = log;
  }

  /** Never rejects. */
  run(
    request: Omit<SolveRequest, 'type' | 'id'>,
    { limit, signal, onProgress }: RunOptions,
  ): Promise<SolveOutcome> {
    if (this.#job !== null) throw new Error('the solver runs one request at a time');
    if (signal.aborted) return Promise.resolve(cancelledOutcome);
    return new Promise((resolve) => {
      const id = this.#nextId++;
      signal.addEventListener('abort', () => this.#cancel(id), { once: true });
      this.#job = {
        id,
        onProgress,
        settle: resolve,
        limit: setTimeout(() => {
          this.#end(
            `The solver was stopped: it took longer than ${limit / 1000} s (setting climb.solver.timeLimit).`,
          );
        }, limit),
      };
      try {
        this.#start().solve({ type: 'solve', id, ...request });
      } catch (error) {
        this.#end(`The solver could not be started: ${String(error)}.`);
      }
    });
  }

  #cancel(id: number): void {
    const job = this.#job;
    if (job?.id !== id) return;
    clearTimeout(job.limit);
    if (this.#thread?.cancel(id) === true)
      job.limit = setTimeout(() => this.#end('cancelled', 'cancelled'), cancelGraceMilliseconds);
    else this.#end('cancelled', 'cancelled');
  }

  async dispose(): Promise<void> {
    const thread = this.#thread;
    this.#settle(cancelledOutcome);
    this.#thread = null;
    await thread?.end();
  }

  #start(): SolverThread {
    if (this.#thread !== null) return this.#thread;
    const thread = this.#startThread({
      onMessage: (message) => {
        if (thread === this.#thread) this.#receive(message);
      },
      onFailure: (reason) => {
        if (thread === this.#thread) this.#end(`${reason} It starts afresh at the next save.`);
      },
    });
    this.#thread = thread;
    return thread;
  }

  #receive(message: FromWorker): void {
    if (message.id !== this.#job?.id) return;
    switch (message.type) {
      case 'progress':
        this.#job.onProgress({ step: message.step, done: message.done });
        break;
      case 'solved':
        this.#settle({ kind: 'solved', result: message.result });
        break;
      case 'failed':
        this.#settle({ kind: 'failed', failure: message.failure });
        break;
    }
  }

  /** Ends a thread that cannot go on; the next solve starts a new one. */
  #end(reason: string, kind: SolveFailure['kind'] = 'crashed'): void {
    const thread = this.#thread;
    this.#thread = null;
    void thread?.end();
    // Told before it is logged: nobody may wait for ever because a log is closed.
    this.#settle({ kind: 'failed', failure: { kind, reason, runProblems: [] } });
    this.#log(`the solver thread ends: ${reason}`);
  }

  #settle(outcome: SolveOutcome): void {
    const job = this.#job;
    if (job === null) return;
    this.#job = null;
    clearTimeout(job.limit);
    job.settle(outcome);
  }
}
