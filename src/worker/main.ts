import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { FitCache } from '../core/analysis/fit-cache.ts';
import { fitted } from '../core/analysis/interactions.ts';
import { solveMixture } from '../core/analysis/solve-mixture.ts';
import { Cancelled } from '../core/cancel.ts';
import { fit } from '../core/climb/fit/fit.ts';
import { readRuns } from '../core/runs/read-runs.ts';
import type { FromWorker, SolveFailure, SolveRequest, ToWorker } from '../protocol/worker.ts';

const port = parentPort;
if (port === null) throw new Error('worker/main.ts runs in a worker thread');
const cancelled = new Int32Array(workerData as SharedArrayBuffer);
const send = (message: FromWorker): void => port.postMessage(message);

const fits = new FitCache((files) => {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(path).update('\0').update(text).update('\0');
  return hash.digest('hex');
});

function solve(request: SolveRequest): void {
  const { id } = request;
  const isCancelled = (): boolean => Atomics.load(cancelled, 0) === id;
  const onProgress = (step: string, done: number | null): void => send({ type: 'progress', id, step, done });
  const fail = (failure: SolveFailure): void => send({ type: 'failed', id, failure });
  try {
    const decoder = new TextDecoder();
    const files = request.files.map(({ path, bytes }) => ({ path, text: decoder.decode(bytes) }));
    const outcome = solveMixture(request.mixture, files, request.unreadable, {
      fileName: request.fileName,
      version: request.version,
      fitRuns: (runFiles) =>
        fits.get(runFiles, () => {
          onProgress('Fitting the proxy runs', null);
          const runs = readRuns(runFiles);
          const onFit = (done: number): void => onProgress('Fitting the proxy runs', done);
          return fitted(runs, () => fit(runs, { law: 'power', isCancelled, onProgress: onFit }));
        }),
      isCancelled,
      onProgress,
      now: () => performance.now(),
    });
    if (outcome.kind === 'solved') send({ type: 'solved', id, result: outcome.result });
    else fail(outcome);
  } catch (error) {
    if (error instanceof Cancelled) fail({ kind: 'cancelled', reason: 'cancelled', runProblems: [] });
    else {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      fail({ kind: 'crashed', reason, runProblems: [] });
    }
  }
}

port.on('message', (message: ToWorker) => solve(message));
