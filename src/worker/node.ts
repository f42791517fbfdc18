// The solver in a thread of Node, or one of the threads that fit for it.
import { parentPort, workerData } from 'node:worker_threads';
import { FolderStore } from '../fitting/node/folder-store.ts';
import { answerTasks, taskThreads } from '../fitting/node/task-threads.ts';
import type { SolverThreadData, ToWorker } from '../protocol/worker.ts';
import { Solver } from './solver.ts';

if (!answerTasks()) {
  const port = parentPort;
  if (port === null) throw new Error('worker/node.ts runs in a worker thread');
  const { cancelled: buffer, fits } = workerData as SolverThreadData;
  const cancelled = new Int32Array(buffer);
  const solver = new Solver(
    {
      send: (message) => port.postMessage(message),
      isCancelled: (id) => Atomics.load(cancelled, 0) === id,
    },
    new FolderStore(fits),
    taskThreads(__filename),
  );
  port.on('message', (message: ToWorker) => void solver.solve(message));
}
