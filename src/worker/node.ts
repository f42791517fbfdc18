// The solver in a thread of Node.
import { parentPort, workerData } from 'node:worker_threads';
import type { ToWorker } from '../protocol/worker.ts';
import { Solver } from './solver.ts';

const port = parentPort;
if (port === null) throw new Error('worker/node.ts runs in a worker thread');
const cancelled = new Int32Array(workerData as SharedArrayBuffer);
const solver = new Solver({
  send: (message) => port.postMessage(message),
  isCancelled: (id) => Atomics.load(cancelled, 0) === id,
});
port.on('message', (message: ToWorker) => void solver.solve(message));
