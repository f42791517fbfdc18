import type { Fitted, TextFile } from './interactions.ts';

const kept = 4;

/** Fits kept by the content of their runs, newest last: a save that only moves ratios never fits again. */
export class FitCache {
  readonly #fits = new Map<string, Fitted>();
  readonly #digest: (files: readonly TextFile[]) => string;

  /** @param digest a collision-free digest of paths and contents */
  constructor(digest: (files: readonly TextFile[]) => string) {
    this.#digest = digest;
  }

  get(files: readonly TextFile[], fit: () => Fitted): Fitted {
    const key = this.#digest(files);
    const fitted = this.#fits.get(key) ?? fit();
    this.#fits.delete(key);
    this.#fits.set(key, fitted);
    for (const oldest of this.#fits.keys()) {
      if (this.#fits.size <= kept) break;
      this.#fits.delete(oldest);
    }
    return fitted;
  }
}
