import type { FromWorker } from '../../protocol/worker.ts';
import { buffersOf, type StartThread } from './thread.ts';

/** A web worker. A page shares no memory unless its server isolates it, so that a solve is cancelled by ending its worker. */
export function webThread(script: string): StartThread {
  return ({ onMessage, onFailure }) => {
    const worker = new Worker(script);
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => onMessage(data));
    worker.addEventListener('messageerror', () => onFailure("The solver's answer cannot be read."));
    worker.addEventListener('error', ({ message }) =>
      onFailure(
        message ? `The solver stopped unexpectedly: ${message}.` : 'The solver could not be started.',
      ),
    );
    return {
      solve: (request) => worker.postMessage(request, buffersOf(request)),
      cancel: () => false,
      end() {
        worker.terminate();
        return Promise.resolve();
      },
    };
  };
}
