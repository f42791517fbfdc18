import { FitCache } from '../core/analysis/fit-cache.ts';
import type { InputFile } from '../core/analysis/input-files.ts';
import { fitted } from '../core/analysis/interactions.ts';
import { solveMixture } from '../core/analysis/solve-mixture.ts';
import { Cancelled } from '../core/cancel.ts';
import type { Model } from '../core/climb/model/model.ts';
import { decodeRunFiles } from '../core/runs/decode.ts';
import { readRuns, type ReadOptions, type RunFile } from '../core/runs/read-runs.ts';
import type { FitStore } from '../fitting/fit-store.ts';
import { KeptFits, type Threads } from '../fitting/kept-fits.ts';
import type { FromWorker, SolveFailure, SolveRequest } from '../protocol/worker.ts';
import { isSameData } from './same-data.ts';
import { messageOf } from '../core/text/error-message.ts';

/** The thread's own end of its connection. */
export interface Port {
  send(message: FromWorker): void;
  /** Whether a request was cancelled meanwhile; asked between the steps of a computation. */
  isCancelled(id: number): boolean;
}

/** Answers requests one after another; the fits of the last few tables of runs are kept. */
export class Solver {
  readonly #port: Port;
  readonly #fits = new FitCache();
  readonly #kept: KeptFits;
  /** Of the last answer. */
  #told: Model | null = null;

  /** @param threads for long fits; null: this thread does them */
  constructor(port: Port, store: FitStore, threads: Threads | null) {
    this.#port = port;
    this.#kept = new KeptFits(store, threads, (message) => port.send({ type: 'log', message }));
  }

  async solve(request: SolveRequest): Promise<void> {
    const { id } = request;
    const isCancelled = (): boolean => this.#port.isCancelled(id);
    const onProgress = (step: string, done: number | null, isKept = false): void =>
      this.#port.send({ type: 'progress', id, step, done, isKept });
    const onFit = (step: string, done: number): void => onProgress(step, done, true);
    const now = (): number => performance.now();
    const fail = (failure: SolveFailure): void => this.#port.send({ type: 'failed', id, failure });
    try {
      const digests = await digestsOf(request.files);
      const files = await decodeRunFiles(request.files);
      const outcome = await solveMixture(request.mixture, files, request.unreadable, {
        fileName: request.fileName,
        version: request.version,
        minR2: request.minR2,
        fitRuns: (runFiles, reading) =>
          this.#fits.get(fitKey(runFiles, reading, digests), () => {
            onProgress('Reading the proxy runs', null);
            const runs = readRuns(runFiles, reading);
            return fitted(runs, () =>
              this.#kept.fit(runs, { law: 'auto' }, { isCancelled, onProgress: onFit, now }),
            );
          }),
        isCancelled,
        onProgress,
        now,
      });
      if (outcome.kind === 'solved') {
        const { model, ...result } = outcome.result;
        this.#port.send({ type: 'solved', id, result, model: isSameData(model, this.#told) ? null : model });
        this.#told = model;
      } else fail(outcome);
    } catch (error) {
      if (error instanceof Cancelled) fail({ kind: 'cancelled', reason: 'cancelled', runProblems: [] });
      else {
        const reason = `The solver failed: ${messageOf(error)}.`;
        const detail = error instanceof Error ? error.stack : undefined;
        fail({ kind: 'crashed', reason, runProblems: [], ...(detail === undefined ? {} : { detail }) });
      }
    }
  }
}

/** A digest of each file's path and content. */
async function digestsOf(files: readonly InputFile[]): Promise<ReadonlyMap<string, string>> {
  const entries = files.map(async ({ path, bytes }): Promise<[string, string]> => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [path, `${JSON.stringify(path)} ${digest.join(' ')}`];
  });
  return new Map(await Promise.all(entries));
}

/** What a fit depends on: the files, what is said of their columns, which labels are languages and how much text there is of them. */
function fitKey(
  files: readonly RunFile[],
  { languages = [], available = new Map(), mapOf = () => null }: ReadOptions,
  digests: ReadonlyMap<string, string>,
): string {
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
  const read = files.map(({ path }) => [digests.get(path), mapOf(path)]);
  return JSON.stringify([languages, available, read], plain);
}
