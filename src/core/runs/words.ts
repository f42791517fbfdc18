/** A set of the words of a text. */
export const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** The words of a name, with the letters that count before one taken apart: `GTokens`, `nparams`, `trainTokens`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .flatMap((word) => /^([nkmbgt])(tok|toks|tokens|params|parameters)$/.exec(word)?.slice(1) ?? [word]);
}
