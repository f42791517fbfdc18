import type { TextRange } from '../../text/range.ts';
import type { ShellCommand, ShellScript, ShellWord } from './script.ts';
import { whyUnknown } from './syntax.ts';

/** The words behind a flag, up to the next one. */
export interface FlaggedWords {
  /** Of the flag's own text. */
  readonly match: RegExpExecArray;
  readonly range: TextRange;
  readonly words: readonly ShellWord[];
  /** What of the words is in quotes, so that a Python program gets it as one; null: nothing, or it is not sure what gets them. */
  readonly quoted: string | null;
}

export interface FlaggedList extends FlaggedWords {
  /** Why the words may be others; null: these are they. */
  readonly unknown: string | null;
  /** In one branch of several. */
  readonly branch: boolean;
  /** Not of a command that surely runs. */
  readonly perhaps: boolean;
}

type Found = Omit<FlaggedList, 'perhaps'>;

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
    const behind = words.slice(index + 1, end);
    // A flag in quotes is in a command that a shell splits later; other programs may be wrappers that do.
    const isPython =
      word.quoted === undefined && words.slice(0, index).some(({ value }) => value.endsWith('.py'));
    const held = isPython ? behind.find(({ quoted }) => quoted !== undefined) : undefined;
    return [{ match, range: word.range, words: behind, quoted: held?.quoted ?? null }];
  });
}

/**
 * The same of a whole script: what its commands get. Where none has the flag, the variables that hold it, or else what may be
 * commands.
 */
export function flaggedIn(
  { variables, commands, perhaps }: ShellScript,
  flag: RegExp,
): readonly FlaggedList[] {
  const held = (): ShellCommand[] =>
    variables.map(({ words, unknown }) => ({
      words: unknown === null ? words : words.map((word) => ({ ...word, unknown: word.unknown ?? unknown })),
      branch: false,
    }));
  const flags = new Set<string>();
  return [() => commands, held, () => perhaps].flatMap((all, index) => {
    const found = unlike(all().flatMap((command) => inCommand(command, flag))).filter(
      ({ match }) => !flags.has(nameOf(match)),
    );
    for (const { match } of found) flags.add(nameOf(match));
    return found.map((list) => ({ ...list, perhaps: index > 0 }));
  });
}

const nameOf = ([text]: RegExpExecArray): string => text.replace(/=[^]*$/, '');

/** The words behind the flag, and those that other branches of the script put in their place. */
function inCommand({ words, branch }: ShellCommand, flag: RegExp): Found[] {
  const lists = lastOfEach(flaggedWords(words, flag));
  const others = words.flatMap(({ instead = [] }) =>
    instead.flatMap((other) => inCommand({ words: other, branch }, flag)),
  );
  const replaced = lists.flatMap((list) =>
    list.words.flatMap(({ instead = [] }) =>
      instead.filter((other) => !other.some(isFlag)).map((other) => ({ ...list, words: other })),
    ),
  );
  const own = [...replaced, ...lists].map((list) => ({
    ...list,
    unknown: whyUnknown(list.words),
    branch,
  }));
  return [...others, ...own];
}

/** A program that is given an option twice takes the last one (argparse). */
function lastOfEach(lists: readonly FlaggedWords[]): FlaggedWords[] {
  return [...new Map(lists.map((list) => [nameOf(list.match), list])).values()];
}

/** The same words in the same places count once, however many commands get them. */
function unlike(lists: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return lists.filter(({ match, words }) => {
    const places = words.map(({ range, value }) => `${range.start} ${value}`).join('\n');
    const key = `${nameOf(match)}\n${places}`;
    return !seen.has(key) && seen.add(key);
  });
}
