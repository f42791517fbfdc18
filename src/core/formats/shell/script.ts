import type { Located, TextRange } from '../../text/range.ts';

/** One word as a program gets it, and where it stands: in this text, where somebody can edit it. */
export interface ShellWord extends Located<string> {
  /** Why its value is not known here, in words: the shell makes it as the script runs. Null: it is known. */
  readonly unknown: string | null;
  /** What a helper multiplies the number at this place by: the tokens in `$(calc REPEATS TOKENS PATH)`. */
  readonly times?: number;
  /** That helper counts in whole numbers. */
  readonly whole?: boolean;
  /** The file that the words come from, as `$(<mix.txt)` and `$(cat mix.txt)` read them. */
  readonly file?: string;
  /** The sourced script whose variable this word stands for: its words are in that file. */
  readonly script?: SetBy;
  /** The variables that it is the value of, where it is all that they hold. */
  readonly assigned?: AssignedWord;
  /** The variable among whose words it was. */
  readonly variable?: Located<string>;
  /** As written: what is in quotes, so that the program gets it and its neighbours as one word. */
  readonly quoted?: string;
  /** A function gets it as an argument. */
  readonly argument?: boolean;
  /** The words that other branches of the script give in place of the list that this one begins. */
  readonly instead?: readonly (readonly ShellWord[])[];
}

/** A word that variables hold, and the places that are theirs. */
export interface AssignedWord {
  /** Of the word in the first assignment. */
  readonly range: TextRange;
  readonly variables: readonly { readonly name: string; readonly assignment: TextRange }[];
}

/** A variable of a script that another one sources. */
export interface SetBy {
  /** As the other one gives it. */
  readonly path: string;
  readonly name: string;
}

/** Scripts that one runs as its own, by the paths that it gives them, as far as they can be read. */
export type SourcedScripts = ReadonlyMap<string, SourcedScript>;

export interface SourcedScript {
  readonly text: string;
  readonly sourced: SourcedScripts;
}

/** The words of one variable, as far as the text tells them. */
export interface ShellList {
  readonly name: string;
  /** Of the name where it is assigned. */
  readonly range: TextRange;
  readonly words: readonly ShellWord[];
  /** Why nobody can tell its words without running the script; null: they are all here. */
  readonly unknown: string | null;
}

export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** It stands in one branch of several. */
  readonly branch: boolean;
}

/** What a script says of words: each list that a variable has ended up with, and those of its commands. */
export interface ShellScript {
  readonly variables: readonly ShellList[];
  readonly commands: readonly ShellCommand[];
  /** What may be commands: text that is printed or put into other scripts, and functions that the script never calls. */
  readonly perhaps: readonly ShellCommand[];
  /** Other scripts that it runs as its own (`source x.sh`, `. x.sh`), by the path as far as the text tells it. */
  readonly sourced: readonly Located<string>[];
  /** Files that it writes: the program that does, by path. */
  readonly written: ReadonlyMap<string, string>;
}
