// The solver in a web worker, or one of the workers that fit for it. Memory cannot be shared with it, so that it is not asked to
// cancel: it is ended.
import type { Threads } from '../fitting/kept-fits.ts';
import { taskThread, type FromTaskThread, type ToTaskThread } from '../fitting/task-pool.ts';
import type { StoreAnswer, ToWorker } from '../protocol/worker.ts';
import { HostStore } from './host-store.ts';
import { Solver } from './solver.ts';

const store = new HostStore((call) => self.postMessage(call));
const solver = new Solver(
  { send: (message) => self.postMessage(message), isCancelled: () => false },
  store,
  taskThreads(),
);
const answer = taskThread();
self.addEventListener('message', ({ data }: MessageEvent<ToWorker | StoreAnswer | ToTaskThread>) => {
  switch (data.type) {
    case 'solve':
      void solver.solve(data);
      break;
    case 'stored':
      store.receive(data);
      break;
    case 'runs':
    case 'task': {
      const answered = answer(data);
      if (answered !== null) self.postMessage(answered);
      break;
    }
  }
});

/** As many as the machine has processors but one; null where that is one, or where a worker may start none. */
function taskThreads(): Threads | null {
  const count = navigator.hardwareConcurrency - 1;
  if (count < 2 || typeof Worker === 'undefined') return null;
  return {
    count,
    start({ onMessage, onFailure }) {
      const worker = new Worker(self.location.href);
      worker.addEventListener('message', ({ data }: MessageEvent<FromTaskThread>) => onMessage(data));
      worker.addEventListener('error', ({ message }) => onFailure(message || 'it could not be started'));
      return { send: (message) => worker.postMessage(message), end: () => worker.terminate() };
    },
  };
}
