import os from 'node:os';
import { parentPort, Worker, workerData, type ResourceLimits } from 'node:worker_threads';
import { taskThread, type FromTaskThread, type ToTaskThread } from '../task-pool.ts';
import type { Threads } from '../kept-fits.ts';

const role = 'climb fit tasks';
/** A target's data and the arrays of one solve; 60 languages take some 60 MB. */
const memory: ResourceLimits = { maxOldGenerationSizeMb: 1_024 };

/**
 * Threads that run this very script again and answer tasks: as many as the machine has processors but one. Null where that is one: the
 * thread that asks does it.
 *
 * @param script must call `answerTasks` first of all
 */
export function taskThreads(script: string, count = os.availableParallelism() - 1): Threads | null {
  if (count < 2) return null;
  return {
    count,
    start({ onMessage, onFailure }) {
      const worker = new Worker(script, { workerData: role, resourceLimits: memory });
      worker.on('message', (message: FromTaskThread) => onMessage(message));
      worker.on('error', (error: unknown) => onFailure(String(error)));
      return {
        send: (message: ToTaskThread) => worker.postMessage(message),
        end: () => void worker.terminate(),
      };
    },
  };
}

/** Whether this thread is one of those; if so it answers from now on, and does nothing else. */
export function answerTasks(): boolean {
  const port = parentPort;
  if (port === null || workerData !== role) return false;
  const answer = taskThread();
  port.on('message', (message: ToTaskThread) => {
    const answered = answer(message);
    if (answered !== null) port.postMessage(answered);
  });
  return true;
}
