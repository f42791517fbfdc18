/** What is done later: for each key the last thing asked, once nothing else was asked of that key for as long as it said. */
export class Later<Key> {
  readonly #waiting = new Map<Key, ReturnType<typeof setTimeout>>();
  #isDisposed = false;

  /** Whether nothing is to be done any more: what is under way stops, too. */
  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  after(milliseconds: number, key: Key, act: () => void): void {
    this.forget(key);
    if (this.#isDisposed) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      act();
    }, milliseconds);
    this.#waiting.set(key, timer);
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
