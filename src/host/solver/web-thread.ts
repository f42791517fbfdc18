import type { FitStore } from '../../fitting/fit-store.ts';
import type { FromWorker, StoreAnswer, StoreCall } from '../../protocol/worker.ts';
import { buffersOf, type StartThread } from './thread.ts';
import { messageOf } from '../../core/text/error-message.ts';

/**
 * A web worker. It keeps fits through its host. A page shares no memory unless its server isolates it, so that a solve is cancelled by
 * ending its worker.
 */
export function webThread(script: string, fits: FitStore): StartThread {
  return ({ onMessage, onFailure }) => {
    const worker = new Worker(script);
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker | StoreCall>) => {
      if (data.type !== 'store') onMessage(data);
      else void answerCall(fits, data).then((answer) => worker.postMessage(answer));
    });
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

/** Never rejects. */
async function answerCall(fits: FitStore, asked: StoreCall): Promise<StoreAnswer> {
  const { type, call } = { type: 'stored', call: asked.call } as const;
  try {
    return { type, call, value: await carryOut(fits, asked) };
  } catch (error) {
    return { type, call, error: messageOf(error) };
  }
}

function carryOut(fits: FitStore, asked: StoreCall): Promise<unknown> {
  switch (asked.do) {
    case 'read':
      return fits.read(asked.name);
    case 'write':
      return fits.write(asked.name, asked.text);
    case 'entries':
      return fits.entries();
    case 'remove':
      return fits.remove(asked.name);
  }
}
