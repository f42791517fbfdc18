import type { FitStep } from '../core/climb/fit/fit.ts';

/** Milliseconds after which what was done says how long the rest takes. */
const tellingTime = 2_000;
/**
 * How many times what was done here may be left for its pace to tell how long that takes: the first fits run on cold code and cost more than
 * their part of the work, so that 50 s to go were given as 8 min.
 */
const tellingPart = 3;
/** Milliseconds between two messages. */
const messageEvery = 100;

/** What is told of a fit while it goes on: how far it is, and about how long it still takes. */
export class FitProgress {
  readonly #now: () => number;
  readonly #tell: (sentence: string, done: number) => void;
  readonly #began: number;
  #told = -Infinity;
  /** The part of the work that was done since it began here, and the time that it took. */
  #worked = 0;

  constructor(now: () => number, tell: (sentence: string, done: number) => void) {
    this.#now = now;
    this.#tell = tell;
    this.#began = now();
  }

  /**
   * @param answered how many of the step's tasks are answered
   * @param here whether the last of them was answered now, and not kept from another time
   */
  tell({ tasks, targets, step, steps, work, done }: FitStep, answered: number, here: boolean): void {
    if (here) this.#worked += work / tasks.length;
    const now = this.#now();
    if (now - this.#told < messageEvery) return;
    this.#told = now;
    const part = done + (work * answered) / tasks.length;
    const passed = now - this.#began;
    const isTold = passed > tellingTime && 1 - part <= tellingPart * this.#worked;
    const left = isTold ? `, ${aboutSeconds(((1 - part) * passed) / this.#worked / 1000)} left` : '';
    this.#tell(
      `Fitting ${targets} ${targets === 1 ? 'language' : 'languages'}: step ${step} of ${steps}, ${answered} of ${tasks.length} fits${left}`,
      part,
    );
  }
}

/** No more digits than the estimate has. */
function aboutSeconds(seconds: number): string {
  if (seconds < 10) return 'less than 10 s';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
