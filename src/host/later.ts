/** What is done later, one thing for each key: the last that was asked (`after`), or the first (`unlessWaiting`). */
export class Later<Key> {
  readonly #waiting = new Map<Key, ReturnType<typeof setTimeout>>();
  #isDisposed = false;

  /** Whether nothing is to be done any more: what is under way stops, too. */
  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Once nothing else was asked of the key for so long. */
  after(milliseconds: number, key: Key, act: () => void): void {
    this.forget(key);
    if (this.#isDisposed) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      act();
    }, milliseconds);
    this.#waiting.set(key, timer);
  }

  /** Unless something waits for its turn already, so that asking again and again puts nothing off. */
  unlessWaiting(milliseconds: number, key: Key, act: () => void): void {
    if (!this.#waiting.has(key)) this.after(milliseconds, key, act);
  }

  forget(key: Key): void {
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const key of [...this.#waiting.keys()]) this.forget(key);
  }
}
