import { Worker, type ResourceLimits } from 'node:worker_threads';
import {
  cancelFlagBytes,
  type FromWorker,
  type SolveFailure,
  type SolveRequest,
} from '../../protocol/worker.ts';
import type { MixtureResult } from '../../core/analysis/solve-mixture.ts';

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

/**
 * The most that the solver's thread may hold, so that a table too large for it ends this thread and not the editor: 64 MB of
 * runs, the most that is read, take 1.3 GB.
 */
const solverMemory: ResourceLimits = { maxOldGenerationSizeMb: 2_048 };

const afresh = 'It starts afresh at the next save.';

interface Job {
  readonly id: number;
  readonly onProgress: (progress: Progress) => void;
  readonly settle: (outcome: SolveOutcome) => void;
  limit: NodeJS.Timeout;
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
  readonly #script: string;
  readonly #log: (message: string) => void;
  readonly #memory: ResourceLimits;
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(cancelFlagBytes));
  #worker: Worker | null = null;
  #job: Job | null = null;
  #nextId = 1;

  constructor(script: string, log: (message: string) => void, memory = solverMemory) {
    this.#script = script;
    this.#log = log;
    this.#memory = memory;
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
      const message: SolveRequest = { type: 'solve', id, ...request };
      const buffers = request.files.map((file) => file.bytes.buffer as ArrayBuffer);
      try {
        this.#start().postMessage(message, [...new Set(buffers)]);
      } catch (error) {
        this.#end(`The solver could not be started: ${String(error)}.`);
      }
    });
  }

  #cancel(id: number): void {
    const job = this.#job;
    if (job?.id !== id) return;
    Atomics.store(this.#cancelled, 0, id);
    clearTimeout(job.limit);
    job.limit = setTimeout(() => this.#end('cancelled', 'cancelled'), cancelGraceMilliseconds);
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#settle(cancelledOutcome);
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.#script, {
      workerData: this.#cancelled.buffer,
      resourceLimits: this.#memory,
    });
    worker.on('message', (message: FromWorker) => {
      if (worker === this.#worker) this.#receive(message);
    });
    const died = (reason: string): void => {
      if (worker !== this.#worker) return;
      this.#worker = null;
      this.#log(reason);
      this.#settle({ kind: 'failed', failure: { kind: 'crashed', reason, runProblems: [] } });
    };
    // Anything can be thrown.
    worker.on('error', (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      const message = error instanceof Error ? error.message : String(error);
      died(
        code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `The solver ran out of memory. Give it fewer runs or languages. ${afresh}`
          : `The solver stopped unexpectedly: ${message}. ${afresh}`,
      );
    });
    worker.on('messageerror', (error) => this.#end(`The solver's answer cannot be read: ${error.message}.`));
    worker.on('exit', (code) => died(`The solver stopped unexpectedly (exit code ${code}). ${afresh}`));
    this.#worker = worker;
    return worker;
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
    const worker = this.#worker;
    this.#worker = null;
    this.#log(`ending the solver thread: ${reason}`);
    void worker?.terminate();
    this.#settle({ kind: 'failed', failure: { kind, reason, runProblems: [] } });
  }

  #settle(outcome: SolveOutcome): void {
    const job = this.#job;
    if (job === null) return;
    this.#job = null;
    clearTimeout(job.limit);
    job.settle(outcome);
  }
}
