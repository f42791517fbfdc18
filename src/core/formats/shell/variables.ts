import type { TextRange } from '../../text/range.ts';
import type { AssignedWord, ShellList, ShellWord } from './script.ts';
import type { Place } from './syntax.ts';

/** More words than a launcher has, of one variable and of all uses of variables together; what a hostile script multiplies further is not known. */
export const mostWords = 50_000;

/** Words copied because branches of the script go on differently from the same ones. */
const mostCopied = 1_000_000;

/** Values of one variable that branches give it, and that are shown. */
const mostOthers = 20;

export const tooManyWords = 'there are too many words';
const whichBranch = 'which branch of the script runs is not known';

/** A value of a variable. Values that grow from one another share their words: each knows how many are its own. */
export interface Variable extends Omit<ShellList, 'words'> {
  readonly all: ShellWord[];
  readonly count: number;
  /** Of the whole assignment; null: there are several, or it is none. */
  readonly assignment: TextRange | null;
  /** It has several elements, of which a use without an index is the first alone. */
  readonly isArray: boolean;
  /** What other branches give it. */
  readonly others: readonly Variable[];
}

/** `$1`, `$2` …, each with the words that it holds. */
export interface Arguments {
  readonly words: readonly (readonly ShellWord[])[];
  readonly unknown: string | null;
}

/** New values of the variables that have changed. */
type Changes = ReadonlyMap<string, Variable | undefined>;

/** The variables of a script as it is read from its first line to its last. */
export class Variables {
  readonly #values = new Map<string, Variable>();
  /** Values before the changes of each stretch that may be undone, the innermost last. */
  readonly #undo: Map<string, Variable | undefined>[] = [];
  /** Words copied so far because branches go on differently. */
  #copied = 0;
  /** Of the function that is called, or set by `set --`; null: what the script is started with. */
  arguments: Arguments | null = null;

  get(name: string): Variable | undefined {
    return this.#values.get(name);
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** What they have ended up with. */
  lists(): ShellList[] {
    return [...this.#values.values()].flatMap(listsOf);
  }

  /** Reads what may change variables without consequence for what follows; what it changed. */
  apart(read: () => void): Changes {
    const undo = new Map<string, Variable | undefined>();
    const given = this.arguments;
    this.#undo.push(undo);
    read();
    this.#undo.pop();
    this.arguments = given;
    const changed = new Map([...undo.keys()].map((name) => [name, this.#values.get(name)]));
    for (const [name, before] of undo) this.#restore(name, before);
    return changed;
  }

  /** Only one of these is what happened. */
  join(ends: readonly Changes[]): void {
    const names = new Set(ends.flatMap((end) => [...end.keys()]));
    for (const name of names) {
      const before = this.#values.get(name);
      const values = [...new Set(ends.map((end) => (end.has(name) ? end.get(name) : before)))];
      // The last one that somebody wrote stands for all of them.
      const all = values.filter((value) => value !== undefined);
      const filled = all.filter(({ count }) => count > 0);
      const given = (filled.length > 0 ? filled : all).sort(
        (a, b) => a.range.start - b.range.start || a.count - b.count,
      );
      const last = given.at(-1);
      if (values.length === 1 || last === undefined) this.put(name, values[0]);
      else {
        const grew = given.length > 1 && given.every((value) => value.all === before?.all);
        const others = grew
          ? last.others
          : given.flatMap((value) => [
              ...value.others,
              ...(value === last ? [] : [{ ...value, others: [] }]),
            ]);
        const why = grew ? 'a branch adds sources' : whichBranch;
        this.put(name, { ...last, unknown: last.unknown ?? why, others: others.slice(-mostOthers) });
      }
    }
  }

  /** Undefined: it is unset. */
  put(name: string, variable: Variable | undefined): void {
    const undo = this.#undo.at(-1);
    if (undo !== undefined && !undo.has(name)) undo.set(name, this.#values.get(name));
    this.#restore(name, variable);
  }

  /** Adds words to what a variable holds. */
  grow(old: Variable, words: readonly ShellWord[], unknown: string | null, isArray: boolean): void {
    let { all } = old;
    if (old.count < all.length) {
      // Another branch went on from here.
      this.#copied += old.count;
      const mayCopy = this.#copied <= mostCopied;
      all = mayCopy ? all.slice(0, old.count) : [];
      if (!mayCopy) unknown = tooManyWords;
    }
    const room = Math.max(0, mostWords - all.length);
    for (const word of words.slice(0, room)) all.push(word);
    const why = words.length > room ? tooManyWords : unknown;
    this.put(old.name, {
      ...old,
      all,
      count: all.length,
      unknown: why,
      assignment: null,
      isArray: isArray || old.isArray,
    });
  }

  set(
    name: string,
    { pos, end }: Place,
    words: readonly ShellWord[],
    unknown: string | null,
    { assignment = null, isArray = false }: Partial<Pick<Variable, 'assignment' | 'isArray'>> = {},
  ): void {
    const all = words.slice(0, mostWords);
    this.put(name, {
      name,
      range: { start: pos, end },
      all,
      count: all.length,
      unknown: words.length > mostWords ? tooManyWords : unknown,
      assignment,
      isArray,
      others: [],
    });
  }

  #restore(name: string, variable: Variable | undefined): void {
    if (variable === undefined) this.#values.delete(name);
    else this.#values.set(name, variable);
  }
}

export function wordsIn({ all, count }: Variable): readonly ShellWord[] {
  return count === all.length ? all : all.slice(0, count);
}

/** The lists that a variable may hold in the end. */
export function listsOf(variable: Variable): ShellList[] {
  const { name, range, unknown, others } = variable;
  return [
    ...others.flatMap((other) => listsOf({ ...other, unknown: other.unknown ?? unknown })),
    { name, range, unknown, words: wordsIn(variable) },
  ];
}

/** The words of other branches, for the first one of a list. */
export function insteadOf(variable: Variable | null): Pick<ShellWord, 'instead'> {
  if (variable === null || variable.others.length === 0) return {};
  const instead = variable.others.map((other) => {
    const from = { value: other.name, range: other.range };
    const why = other.unknown ?? variable.unknown;
    return wordsIn(other).map((word) => ({ variable: from, ...word, unknown: word.unknown ?? why }));
  });
  return { instead };
}

/** What the one word of a variable says of it, where it is used. */
export function assignedBy(
  { name, assignment }: Variable,
  range: TextRange,
  assigned: AssignedWord | undefined,
): Pick<ShellWord, 'assigned'> {
  // Otherwise several places decide.
  if (assignment === null) return {};
  const before = assigned ?? { range, variables: [] };
  return { assigned: { range: before.range, variables: [...before.variables, { name, assignment }] } };
}
