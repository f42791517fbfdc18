import { Worker } from 'node:worker_threads';
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

/** How long a cancelled solve may take to notice before its worker is ended. */
const cancelGraceMilliseconds = 3_000;

interface Job {
  readonly id: number;
  readonly onProgress: (progress: Progress) => void;
  readonly settle: (outcome: SolveOutcome) => void;
  limit: NodeJS.Timeout;
}

/**
 * One solver thread, started at the first solve and started anew after it died or had to be ended. Runs one request at a
 * time; callers queue (SolveService).
 */
export class SolverWorker {
  readonly #script: string;
  readonly #log: (message: string) => void;
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(cancelFlagBytes));
  #worker: Worker | null = null;
  #job: Job | null = null;
  #nextId = 1;

  constructor(script: string, log: (message: string) => void) {
    this.#script = script;
    this.#log = log;
  }

  /** Never rejects; `limit` in milliseconds ends a solve that hangs. */
  run(
    request: Omit<SolveRequest, 'type' | 'id'>,
    limit: number,
    onProgress: (progress: Progress) => void,
  ): Promise<SolveOutcome> {
    if (this.#job !== null) throw new Error('the solver runs one request at a time');
    return new Promise((resolve) => {
      const id = this.#nextId++;
      this.#job = {
        id,
        onProgress,
        settle: resolve,
        limit: setTimeout(() => {
          this.#end(
            `The solver was stopped: it took longer than ${Math.round(limit / 1000)} s (setting climb.solver.timeLimit).`,
          );
        }, limit),
      };
      const message: SolveRequest = { type: 'solve', id, ...request };
      const buffers = request.files.map((file) => file.bytes.buffer as ArrayBuffer);
      this.#start().postMessage(message, [...new Set(buffers)]);
    });
  }

  /** Asks the running solve to stop; it settles as cancelled. */
  cancel(): void {
    const job = this.#job;
    if (job === null) return;
    Atomics.store(this.#cancelled, 0, job.id);
    clearTimeout(job.limit);
    job.limit = setTimeout(() => this.#end('cancelled', 'cancelled'), cancelGraceMilliseconds);
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#settle({
      kind: 'failed',
      failure: { kind: 'cancelled', reason: 'The editor is closing.', runProblems: [] },
    });
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.#script, { workerData: this.#cancelled.buffer });
    worker.on('message', (message: FromWorker) => {
      if (worker === this.#worker) this.#receive(message);
    });
    const died = (reason: string): void => {
      if (worker !== this.#worker) return;
      this.#worker = null;
      this.#log(reason);
      this.#settle({ kind: 'failed', failure: { kind: 'crashed', reason, runProblems: [] } });
    };
    worker.on('error', (error) => died(`The solver stopped unexpectedly: ${error.message}`));
    worker.on('exit', (code) => died(`The solver stopped unexpectedly (exit code ${code}).`));
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

  /** Ends a thread that does not answer; the next solve starts a new one. */
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
