// The solver in a web worker. Memory cannot be shared with it, so that it is not asked to cancel: it is ended.
import type { ToWorker } from '../protocol/worker.ts';
import { Solver } from './solver.ts';

const solver = new Solver({ send: (message) => self.postMessage(message), isCancelled: () => false });
self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => void solver.solve(data));
