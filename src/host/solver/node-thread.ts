import { Worker, type ResourceLimits } from 'node:worker_threads';
import { cancelFlagBytes, type FromWorker, type SolverThreadData } from '../../protocol/worker.ts';
import { buffersOf, type StartThread } from './thread.ts';
import { messageOf } from '../../core/text/error-message.ts';

/**
 * The most that the solver's thread may hold, so that a table too large for it ends this thread and not the editor: 64 MB of
 * runs, the most that is read, take 1.3 GB.
 */
const solverMemory: ResourceLimits = { maxOldGenerationSizeMb: 2_048 };

/**
 * A thread of Node, cancelled through memory that both sides see.
 *
 * @param fits the folder of kept fits
 */
export function nodeThread(script: string, fits: string, memory = solverMemory): StartThread {
  return ({ onMessage, onFailure }) => {
    const buffer = new SharedArrayBuffer(cancelFlagBytes);
    const cancelled = new Int32Array(buffer);
    const workerData: SolverThreadData = { cancelled: buffer, fits };
    const worker = new Worker(script, { workerData, resourceLimits: memory });
    worker.on('message', (message: FromWorker) => onMessage(message));
    worker.on('messageerror', ({ message }) => onFailure(`The solver's answer cannot be read: ${message}.`));
    // Anything can be thrown.
    worker.on('error', (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      const message = messageOf(error);
      onFailure(
        code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? 'The solver ran out of memory. Give it fewer runs or languages.'
          : `The solver stopped unexpectedly: ${message}.`,
      );
    });
    worker.on('exit', (code) => onFailure(`The solver stopped unexpectedly (exit code ${code}).`));
    return {
      solve: (request) => worker.postMessage(request, buffersOf(request)),
      cancel(id) {
        Atomics.store(cancelled, 0, id);
        return true;
      },
      async end() {
        await worker.terminate();
      },
    };
  };
}
