import type { FitStep } from '../core/climb/fit/ask.ts';
import { elementAt } from '../core/text/elements.ts';

/** Milliseconds after which what was done says how long the rest takes. */
const tellingTime = 2_000;
/** How many times what was done here may be left for its pace to tell how long that takes. */
const tellingPart = 3;
/**
 * The part of what was done here whose pace tells: the first fits run on cold code and before there are threads, so that 50 s to go were
 * given as 8 min.
 */
const warm = 0.5;
/** Milliseconds between two messages. */
const messageEvery = 100;

/** What is told of a fit while it goes on: how far it is, and about how long it still takes. */
export class FitProgress {
  readonly #now: () => number;
  readonly #tell: (sentence: string, done: number) => void;
  readonly #began: number;
  #told = -Infinity;
  /** The part of the work that was done since it began here. */
  #worked = 0;
  /** When how much of that was done: at the message from which on the pace tells, and at all later ones. */
  readonly #since: { readonly at: number; readonly worked: number }[];

  constructor(now: () => number, tell: (sentence: string, done: number) => void) {
    this.#now = now;
    this.#tell = tell;
    this.#began = now();
    this.#since = [{ at: this.#began, worked: 0 }];
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
    const whole = this.#timeOfWork(now);
    const isTold = now - this.#began > tellingTime && 1 - part <= tellingPart * this.#worked;
    const left = isTold ? `, ${aboutSeconds(((1 - part) * whole) / 1000)} left` : '';
    this.#tell(
      `Fitting ${targets} ${targets === 1 ? 'language' : 'languages'}: step ${step} of ${steps}, ${answered} of ${tasks.length} fits${left}`,
      part,
    );
  }

  /** Milliseconds that all of the work would take at the pace of late; called once a message. */
  #timeOfWork(now: number): number {
    const since = this.#since;
    since.push({ at: now, worked: this.#worked });
    while (since.length > 2 && elementAt(since, 1).worked <= (1 - warm) * this.#worked) since.shift();
    const { at, worked } = elementAt(since, 0);
    return (now - at) / (this.#worked - worked);
  }
}

/** No more digits than the estimate has. */
function aboutSeconds(seconds: number): string {
  if (seconds < 10) return 'less than 10 s';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
