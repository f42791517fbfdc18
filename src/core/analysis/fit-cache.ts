import type { Fitted } from './interactions.ts';

const kept = 4;

/** Fits kept by a digest of their runs, newest last: a save that only moves ratios never fits again. */
export class FitCache {
  readonly #fits = new Map<string, Fitted>();

  /** @param digest of paths and contents, free of collisions */
  async get(digest: string, fit: () => Promise<Fitted>): Promise<Fitted> {
    const fitted = this.#fits.get(digest) ?? (await fit());
    this.#fits.delete(digest);
    this.#fits.set(digest, fitted);
    for (const oldest of this.#fits.keys()) {
      if (this.#fits.size <= kept) break;
      this.#fits.delete(oldest);
    }
    return fitted;
  }
}
