import type { MixtureResult } from '../../core/analysis/solve-mixture.ts';
import type { Model } from '../../core/climb/model/model.ts';
import { percent } from '../../core/text/words.ts';
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
  /** Milliseconds after which the solve is asked to stop, and ended where it does not. */
  readonly limit: number;
  /** Asks the solve to stop; it settles as cancelled. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** How long a solve that was asked to stop may take to notice before its worker is ended. */
const cancelGraceMilliseconds = 3_000;

interface Job {
  readonly id: number;
  /** What it was doing when it was last heard of, and whether that is kept. */
  last: (Progress & { readonly isKept: boolean }) | null;
  /** Why it was asked to stop; null: it was not. */
  stopped: SolveFailure | null;
  readonly onProgress: (progress: Progress) => void;
  readonly settle: (outcome: SolveOutcome) => void;
  limit: ReturnType<typeof setTimeout>;
}

const cancelledFailure: SolveFailure = { kind: 'cancelled', reason: 'cancelled', runProblems: [] };
const cancelledOutcome: SolveOutcome = { kind: 'failed', failure: cancelledFailure };

/** @param limit milliseconds; `last` what it was doing */
function overTime(limit: number, last: Job['last']): SolveFailure {
  const because = `it takes longer than ${limit / 1000} s (setting climb.solver.timeLimit)`;
  if (last?.isKept !== true)
    return { kind: 'crashed', reason: `The solver was stopped: ${because}.`, runProblems: [] };
  const reason = `The fit was paused at ${percent(last.done ?? 0)}: ${because}. What is fitted is kept: save the file or solve it again to go on.`;
  return { kind: 'paused', reason, runProblems: [] };
}

/**
 * One solver thread, started at the first solve and started anew after it died or had to be ended. Runs one request at a
 * time; callers queue (SolveService).
 */
export class SolverWorker {
  readonly #startThread: StartThread;
  readonly #log: (message: string) => void;
  #thread: SolverThread | null = null;
  /** Of the thread's last answer. */
  #model: Model | null = null;
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
      signal.addEventListener('abort', () => this.#stop(id, cancelledFailure), { once: true });
      this.#job = {
        id,
        last: null,
        stopped: null,
        onProgress,
        settle: resolve,
        limit: setTimeout(() => this.#stop(id, overTime(limit, this.#job?.last ?? null)), limit),
      };
      try {
        this.#start().solve({ type: 'solve', id, ...request });
      } catch (error) {
        this.#end(`The solver could not be started: ${String(error)}.`);
      }
    });
  }

  /** Asks a solve to stop, and ends its thread where it cannot be asked or does not listen. */
  #stop(id: number, failure: SolveFailure): void {
    const job = this.#job;
    if (job?.id !== id) return;
    clearTimeout(job.limit);
    job.stopped = failure;
    const end = (): void => this.#end(failure.reason, failure.kind);
    if (this.#thread?.cancel(id) === true) job.limit = setTimeout(end, cancelGraceMilliseconds);
    else end();
  }

  /** Ends a thread that rests, and with it all that it remembers. */
  forget(): void {
    if (this.#job !== null) return;
    void this.#thread?.end();
    this.#thread = null;
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
        if (thread === this.#thread) this.#end(`${reason} It restarts at the next save.`);
      },
    });
    this.#thread = thread;
    return thread;
  }

  #receive(message: FromWorker): void {
    if (message.type === 'log') {
      this.#log(message.message);
      return;
    }
    if (message.type === 'solved') this.#model = message.model ?? this.#model;
    const job = this.#job;
    if (message.id !== job?.id) return;
    switch (message.type) {
      case 'progress':
        job.last = { step: message.step, done: message.done, isKept: message.isKept };
        job.onProgress({ step: message.step, done: message.done });
        break;
      case 'solved':
        if (this.#model === null) this.#end("The solver's first answer came without its model.");
        else this.#settle({ kind: 'solved', result: { ...message.result, model: this.#model } });
        break;
      case 'failed':
        this.#settle({
          kind: 'failed',
          failure: message.failure.kind === 'cancelled' ? (job.stopped ?? message.failure) : message.failure,
        });
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
