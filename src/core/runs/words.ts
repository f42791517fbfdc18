/** A set of the words of a text. */
export const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Longer than any name; bounds the work of reading one. */
export const longestName = 300;

/** Whether one of the words says it, and none says anything else. */
export const areAbout = (
  words: readonly string[],
  telling: ReadonlySet<string>,
  beside: ReadonlySet<string>,
): boolean =>
  words.some((word) => telling.has(word)) && words.every((word) => telling.has(word) || beside.has(word));

/** `1e9`, `x1e9`, `10^9`, `e9`: what a name says its numbers are counted in. */
const power = /(?<![\p{L}\p{N}])x?(?:(?:1e|10\^|10\*\*)(3|6|9|12)|e(6|9|12))(?![\p{L}\p{N}])/giu;

/** Names such as `valLoss` with a blank where a word begins. */
export const spaced = (name: string): string => name.replace(/([a-z\d])(?=[A-Z](?:[a-z]|$))/g, '$1 ');

/** The words of a name, with the letters that count before one taken apart: `GTokens`, `nparams`, `trainTokens`, `tokensB`. */
export function wordsOf(name: string): string[] {
  return spaced(name.replace(power, ' e$1$2 '))
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .flatMap(
      (word) =>
        /^([nkmbgt]|kilo|mega|giga|tera)(tok|toks|tokens?|params|parameters)$/.exec(word)?.slice(1) ?? [word],
    );
}
