// How long something keeps the extension host's thread at a time.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Block {
  /** Milliseconds by the clock: with what the machine did meanwhile for others. */
  readonly waited: number;
  /** Milliseconds of the thread's own processor time; null: the system does not tell. */
  readonly computed: number | null;
}

/** Milliseconds between two looks: what is shorter than that is not seen. */
const every = 5;

/** The longest block while something is done. */
export async function longestBlock(run: () => Promise<void>): Promise<Block> {
  const delay = monitorEventLoopDelay({ resolution: every });
  delay.enable();
  let computed = threadTime() === null ? null : 0;
  let before = threadTime();
  const timer = setInterval(() => {
    const now = threadTime();
    if (computed !== null && now !== null && before !== null) computed = Math.max(computed, now - before);
    before = now;
  }, every);
  try {
    await run();
  } finally {
    clearInterval(timer);
    delay.disable();
  }
  return { waited: delay.max / 1e6, computed };
}

/** Processor time of this thread so far, in milliseconds: Linux alone tells it of one thread. */
function threadTime(): number | null {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return null;
  }
}
