/** Between two messages of what changes all the time. */
const restMilliseconds = 60_000;

/** Decides which messages about a long work are told: what counts at once, all else once a minute, for hours of it go into a log. */
export class Calm {
  readonly #now: () => number;
  #line = '';
  #counts = '';
  #at = -Infinity;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param counts tells the line at once where it is another than that of the last one told */
  isTold(line: string, counts: string): boolean {
    const now = this.#now();
    if (line === this.#line || (counts === this.#counts && now - this.#at < restMilliseconds)) return false;
    [this.#line, this.#counts, this.#at] = [line, counts, now];
    return true;
  }
}
