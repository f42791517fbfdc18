/** Larger files are data, not configs: ten thousand sources with long paths are as large. In characters. */
export const mostConfigText = 500_000;
/** The most bytes of a file that is worth reading as a config: a character takes four at most. */
export const mostConfigBytes = 4 * mostConfigText;

/** Files that are looked into for one mixture: many times more configs than one model is trained by. */
export const mostConfigFiles = 200;

/** Characters of all files that are looked into for one mixture: eight of the largest configs that are read at all. */
export const mostConfigTexts = 8 * mostConfigText;

/** Why a config is left out that a mixture names. */
export const beyondBudget = (name: string): string =>
  `${name} is not read: the limit for one mixture (${mostConfigFiles} configs, ${mostConfigTexts / 1e6} million characters in total) is reached`;

/** What may be read of the configs that one mixture names or is led to, all together. */
export class ConfigBudget {
  readonly #refused = new Set<string>();
  #files = 0;
  #characters = 0;

  /** Whether one more may be read. */
  admits(path: string): boolean {
    const isRoom = this.#files < mostConfigFiles && this.#characters <= mostConfigTexts;
    if (!isRoom) this.#refused.add(path);
    return isRoom;
  }

  /** The text of an admitted path as it is used: null where it is not there, or too long beside those before it. */
  take(path: string, text: string | null): string | null {
    this.#files++;
    this.#characters += text?.length ?? 0;
    if (this.#characters <= mostConfigTexts) return text;
    this.#refused.add(path);
    return null;
  }

  /** Whether a path was not read because those before it reached the limit. */
  hasRefused(path: string): boolean {
    return this.#refused.has(path);
  }
}
