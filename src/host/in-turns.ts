/** Milliseconds that a computation may keep the thread before others have their turn. */
const turn = 15;

/** Ends with the turn of whoever waits last: of all that is computed in turns, one has the thread, then the rest of the editor. */
let queue = Promise.resolve();

/**
 * What a computation comes to that is done step by step; between steps, others have their turn on this thread. Null: nobody wants it
 * any more.
 */
export function inTurns<T>(steps: Generator<undefined, T>): Promise<T>;
export function inTurns<T>(steps: Generator<undefined, T>, isWanted: () => boolean): Promise<T | null>;
export async function inTurns<T>(
  steps: Generator<undefined, T>,
  isWanted: () => boolean = () => true,
): Promise<T | null> {
  for (;;) {
    await ownTurn();
    if (!isWanted()) return null;
    const began = performance.now();
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() - began < turn);
  }
}

function ownTurn(): Promise<void> {
  queue = queue.then(() => new Promise((resolve) => setTimeout(resolve)));
  return queue;
}
