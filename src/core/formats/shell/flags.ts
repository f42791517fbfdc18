import type { TextRange } from '../../text/range.ts';
import type { ShellScript, ShellWord } from './words.ts';

/** The words behind a flag, up to the next one. */
export interface FlaggedWords {
  /** Of the flag's own text. */
  readonly match: RegExpExecArray;
  readonly range: TextRange;
  readonly words: readonly ShellWord[];
}

export function isFlag({ value }: ShellWord): boolean {
  return /^--?[A-Za-z]/.test(value);
}

/** What follows each word that `flag` matches; a value that stands in the same word (`--flag=value`) is the first. */
export function flaggedWords(words: readonly ShellWord[], flag: RegExp): FlaggedWords[] {
  return words.flatMap((word, index): FlaggedWords[] => {
    const match = flag.exec(word.value);
    if (match === null) return [];
    let end = index + 1;
    for (let next = words[end]; next !== undefined && !isFlag(next); next = words[end]) end++;
    return [{ match, range: word.range, words: words.slice(index + 1, end) }];
  });
}

/** The same of a whole script: of its variables, and of its commands where they add anything. `unknown`: why the words may be others. */
export function flaggedIn(
  { variables, commands }: ShellScript,
  flag: RegExp,
): (FlaggedWords & { readonly unknown: string | null })[] {
  const inVariables = variables.flatMap(({ words, unknown }) =>
    flaggedWords(words, flag).map((list) => ({ ...list, unknown })),
  );
  const known = new Set(
    inVariables.flatMap(({ words, range }) =>
      [range, ...words.map((word) => word.range)].map(({ start }) => start),
    ),
  );
  const inCommands = commands
    .flatMap((words) => flaggedWords(words, flag))
    .filter(({ words, range }) =>
      [range, ...words.map((word) => word.range)].some(({ start }) => !known.has(start)),
    )
    .map((list) => ({
      ...list,
      unknown: list.words.some(({ unknown }) => unknown)
        ? 'a variable holds words that are not known here'
        : null,
    }));
  return [...inVariables, ...inCommands];
}
