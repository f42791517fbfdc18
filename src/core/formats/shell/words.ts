import { parse, type Assignment, type Command, type Word, type WordPart } from 'unbash';
import { allSteps } from '../../steps.ts';
import type { Located, TextRange } from '../../text/range.ts';

/** One word as a program gets it, and where it stands: in this text, where somebody can edit it. */
export interface ShellWord extends Located<string> {
  /** The shell makes it as it runs, so that its value is not known here. */
  readonly unknown: boolean;
  /** What a helper multiplies the number at this place by: the tokens in `$(calc REPEATS TOKENS PATH)`. */
  readonly times?: number;
  /** The file that the words come from, as `$(<mix.txt)` and `$(cat mix.txt)` read them. */
  readonly file?: string;
}

/** The words of one variable, as far as the text tells them. */
export interface ShellList {
  readonly name: string;
  /** Of the name where it is first assigned. */
  readonly range: TextRange;
  readonly words: readonly ShellWord[];
  /** Why nobody can tell its words without running the script; null: they are all here. */
  readonly unknown: string | null;
}

/** What a script says of words: each list that a variable has ended up with, and those of its commands. */
export interface ShellScript {
  readonly variables: readonly ShellList[];
  readonly commands: readonly (readonly ShellWord[])[];
  /** Other scripts that it runs as its own (`source x.sh`, `. x.sh`), by the path as far as the text tells it. */
  readonly sourced: readonly Located<string>[];
}

/** Characters of a script: five thousand prefixes of 60. Its parser reads all of it in one go. */
export const mostScriptText = 300_000;

/** No path is longer; variables within variables could make one so. */
const mostOfAPath = 4096;

/** More words than a launcher has, of one variable and of all uses of variables together; what a hostile script multiplies further is not known. */
const most = 50_000;

/** Commands that one step reads: a few milliseconds. */
const commandsAStep = 500;

const tooManyWords = 'there are too many words';

/**
 * Reads a shell script without running it: words and quotes, arrays, `=` and `+=`, variables of the same file. What a loop, a
 * branch or a command's output decides is unknown. Never throws.
 *
 * @returns null where the text is no shell script.
 */
export function readScript(text: string): ShellScript | null {
  return allSteps(scriptSteps(text));
}

/** The same step by step. */
export function* scriptSteps(text: string): Generator<undefined, ShellScript | null> {
  if (text.length > mostScriptText) return null;
  try {
    return yield* new Reader(text).script();
  } catch {
    // The parser recurses; a text of thousands of brackets overflows its stack.
    return null;
  }
}

interface Node {
  readonly type: string;
}

interface Variable extends ShellList {
  /** Its own: a line that adds to them copies none. */
  readonly words: ShellWord[];
}

class Reader {
  readonly #text: string;
  readonly #variables = new Map<string, Variable>();
  /** Lists that another branch of the script gives the same variable. */
  readonly #others: ShellList[] = [];
  readonly #commands: ShellWord[][] = [];
  readonly #sourced: Located<string>[] = [];
  /** Why what is read now may not run, or more than once; null: it runs once. */
  #doubt: 'loop' | 'branch' | null = null;
  /** Words that uses of variables gave so far. */
  #used = 0;

  constructor(text: string) {
    // Carriage returns are no part of words; as blanks, they keep every place.
    this.#text = text.replaceAll('\r\n', ' \n').replaceAll('\\ \n', ' \\\n');
  }

  *script(): Generator<undefined, ShellScript> {
    const { commands } = parse(this.#text);
    for (const [index, command] of commands.entries()) {
      if (index % commandsAStep === 0) yield;
      this.#node(command);
    }
    return {
      variables: [...this.#others, ...this.#variables.values()],
      commands: this.#commands,
      sourced: this.#sourced,
    };
  }

  #node(node: Node): void {
    if (node.type === 'Command') {
      this.#command(node as Command);
      return;
    }
    const before = this.#doubt;
    if (/^(?:For|ArithmeticFor|Select|While)$/.test(node.type)) this.#doubt = 'loop';
    else if (/^(?:If|Case|AndOr)$/.test(node.type)) this.#doubt ??= 'branch';
    const name = (node as { name?: unknown }).name;
    if (node.type === 'For' && isNode(name))
      this.#set((name as Word).text, name as Word, [], 'a loop sets it');
    // Of a statement, the parts that hold commands; words are read where they are used.
    for (const [key, value] of Object.entries(node)) {
      if (key === 'name' || key === 'wordlist' || key === 'redirects') continue;
      for (const part of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (isNode(part) && part.type !== 'Word') this.#node(part);
      }
    }
    this.#doubt = before;
  }

  #command({ name, prefix, suffix }: Command): void {
    for (const each of prefix) if (each.type === 'Assignment') this.#assign(each);
    const words = name === undefined ? [] : this.#split(name);
    for (const each of suffix) {
      if (each.type === 'Assignment') {
        if (/^(?:export|local|declare|typeset|readonly)$/.test(name?.value ?? '')) this.#assign(each);
        else words.push(this.#unknownWord(each));
      } else if (each.type === 'Word') words.push(...this.#split(each));
    }
    if (words.length > 0) this.#commands.push(words);
    const [script] = suffix;
    if ((name?.value === 'source' || name?.value === '.') && script?.type === 'Word') {
      const range = { start: script.pos, end: script.end };
      this.#sourced.push({ value: this.#path(script), range });
    }
  }

  /** A word as a path: variables of one word filled in, also those that a command makes, which `dirname` does for most. */
  #path({ text }: Word): string {
    if (text.length > mostOfAPath) return text;
    let path = text.replaceAll(/["']/g, '').replace(ownFolder, '.');
    for (let round = 0; round < 5 && path.length < mostOfAPath; round += 1) {
      path = path.replace(
        /\$(?:(\w+)|\{(\w+)\})/g,
        (whole, plain: string | undefined, braced: string | undefined) => {
          const words = this.#variables.get(plain ?? braced ?? '')?.words ?? [];
          const value = words.length === 1 ? (words[0]?.value ?? whole) : whole;
          return value.length < mostOfAPath ? value : whole;
        },
      );
    }
    return path;
  }

  /** The file whose words a command prints: `<mix.txt`, `cat mix.txt`, `tr "\n" " " < mix.txt`; null: another command. */
  #fileOf(part: WordPart): string | null {
    const statements = part.type === 'CommandExpansion' ? (part.script?.commands ?? []) : [];
    const [statement] = statements;
    if (statements.length !== 1 || statement === undefined) return null;
    const piped = statement.command.type === 'Pipeline' ? statement.command.commands : [statement.command];
    const commands = piped.filter((each) => each.type === 'Command');
    const [first, ...rest] = commands;
    if (first === undefined || commands.length < piped.length) return null;
    if (!rest.every(({ name }) => /^(?:tr|xargs)$/.test(name?.value ?? ''))) return null;
    const redirects = [...first.prefix, ...first.suffix, ...first.redirects];
    const from = redirects.flatMap((each) =>
      each.type === 'Redirect' && each.operator === '<' && each.target !== undefined ? [each.target] : [],
    );
    const words = first.suffix.filter((each) => each.type === 'Word');
    const program = first.name?.value ?? '';
    const file =
      program === 'cat' && words.length === 1 ? words[0] : /^(?:tr|)$/.test(program) ? from[0] : undefined;
    return file === undefined ? null : this.#path(file);
  }

  #assign({ name, value, append, index, pos }: Assignment): void {
    const old = this.#variables.get(name);
    const parts = value.type === 'ArrayValue' ? value.elements : [value];
    const first = parts[0];
    const keeps = append === true || (first !== undefined && leadingVariable(first.text) === name);
    const words = parts.flatMap((part) => this.#split(part, append === true ? null : name));
    const place = { pos, end: pos + name.length };
    if (index !== undefined) this.#set(name, place, old?.words ?? [], 'single elements of it are set');
    else if (keeps) {
      const why =
        old?.unknown ??
        (this.#doubt === 'loop'
          ? 'a loop adds sources'
          : this.#doubt === 'branch'
            ? 'a branch adds sources'
            : null);
      if (old === undefined) this.#set(name, place, words, why);
      else {
        const room = most - old.words.length;
        for (const word of words.slice(0, Math.max(room, 0))) old.words.push(word);
        this.#variables.set(name, { ...old, unknown: words.length > room ? tooManyWords : why });
      }
    } else if (this.#doubt === 'loop') this.#set(name, place, words, 'a loop sets it');
    else if (this.#doubt === 'branch') {
      const why = 'which branch of the script runs is not known';
      if (old !== undefined && old.words.length > 0) this.#others.push({ ...old, unknown: why });
      this.#set(name, place, words, why);
    } else this.#set(name, place, words, null);
  }

  #set(
    name: string,
    { pos, end }: { pos: number; end: number },
    words: ShellWord[],
    unknown: string | null,
  ): void {
    const tooMany = words.length > most;
    this.#variables.set(name, {
      name,
      range: { start: pos, end },
      words: tooMany ? words.slice(0, most) : words,
      unknown: tooMany ? tooManyWords : unknown,
    });
  }

  /** The words that an unquoted use of this one gives. Quotes around several words are dropped: a later use splits them. */
  #split(word: Word, self: string | null = null): ShellWord[] {
    const parts = word.parts ?? [];
    const [single, ...more] = flat(parts);
    const name = single === undefined || more.length > 0 ? null : variableOf(single);
    if (name !== null && name === self) return [];
    const known = name === null ? undefined : this.#variables.get(name);
    if (known !== undefined && this.#mayUse(known.words)) {
      const doubt = known.unknown !== null;
      // One word is its use's own: what is written there changes nothing else that uses the variable.
      const place = known.words.length === 1 ? { range: { start: word.pos, end: word.end } } : {};
      return doubt
        ? known.words.map((each) => ({ ...each, unknown: true }))
        : known.words.map((each) => ({ ...each, ...place }));
    }
    const pieces = parts.length === 0 ? [{ text: word.text, pos: word.pos, end: word.end }] : flat(parts);
    const line = new Line();
    for (const piece of pieces) {
      const part = 'type' in piece ? piece : null;
      if (part !== null && !literal.test(part.type)) this.#expand(part, self, line);
      else {
        const quote = part?.type === 'SingleQuoted' ? 1 : part?.type === 'AnsiCQuoted' ? 2 : 0;
        const start = piece.pos + quote;
        line.text(this.#text.slice(start, piece.end - Math.min(quote, 1)), start);
      }
    }
    return line.words();
  }

  #expand(part: WordPart, self: string | null, line: Line): void {
    const name = variableOf(part);
    const known = name === null ? undefined : this.#variables.get(name);
    const product = productOf(part);
    if (
      part.type === 'CommandExpansion' &&
      part.text.length < 400 &&
      ownFolder.exec(part.text)?.[0] === part.text
    ) {
      line.add('.', { start: part.pos, end: part.end }, false);
      return;
    }
    const file = this.#fileOf(part);
    const held = known?.unknown === null && known.words.length === 1 ? known.words[0] : undefined;
    if (name !== null && name === self) line.close();
    else if (product !== null) line.insert(product);
    else if (file !== null) {
      line.insert([{ value: part.text, range: { start: part.pos, end: part.end }, unknown: true, file }]);
    } else if (held?.file !== undefined) line.insert([held]);
    else if (known?.unknown === null && known.words.length > 1) {
      if (this.#mayUse(known.words)) line.insert(known.words);
      else line.add(part.text, { start: part.pos, end: part.end }, true);
    } else {
      const one = known?.unknown === null ? known.words[0] : undefined;
      const value = one === undefined || one.unknown ? part.text : one.value;
      const computed = part.type === 'CommandExpansion' || part.type === 'ArithmeticExpansion';
      line.add(value, { start: part.pos, end: part.end }, computed);
    }
  }

  #mayUse(words: readonly ShellWord[]): boolean {
    if (this.#used + words.length > most) return false;
    this.#used += words.length;
    return true;
  }

  #unknownWord({ text, pos, end }: { text: string; pos: number; end: number }): ShellWord {
    return { value: text, range: { start: pos, end }, unknown: false };
  }
}

/** `$(dirname "$0")`, `$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)`: the folder of the script itself. */
const ownFolder =
  /^(?:\$\(|`)\s*(?:cd\s[^;|]*\bdirname\s[^;|]*&&\s*pwd(?:\s+-P)?|dirname\s[^;|&]*(?:\$\{?0|BASH_SOURCE)[^;|&]*)\s*(?:\)|`)/;

const literal = /^(?:Literal|SingleQuoted|AnsiCQuoted|Glob|BraceExpansion)$/;

/** Words that grow piece by piece, split at blanks and at continued lines as an unquoted use splits them. */
class Line {
  readonly #words: ShellWord[] = [];
  #open: ShellWord | null = null;

  /** A piece of the word that is open, or of a new one. */
  add(value: string, range: TextRange, unknown: boolean): void {
    const open = this.#open;
    this.#open =
      open === null
        ? { value, range, unknown }
        : {
            value: open.value + value,
            range: { start: open.range.start, end: range.end },
            unknown: open.unknown || unknown,
          };
  }

  /** Literal text that stands at `start`. */
  text(text: string, start: number): void {
    for (const match of text.matchAll(/\\\r?\n|\s+|(?:[^\\\s]|\\(?!\r?\n))+/g)) {
      const [value] = match;
      const at = start + match.index;
      if (/^\s/.test(value)) this.close();
      else if (!/^\\\r?\n/.test(value)) this.add(value, { start: at, end: at + value.length }, false);
    }
  }

  insert(words: readonly ShellWord[]): void {
    this.close();
    this.#words.push(...words);
  }

  close(): void {
    if (this.#open !== null) this.#words.push(this.#open);
    this.#open = null;
  }

  words(): ShellWord[] {
    this.close();
    return this.#words;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The parts of a word, those in double quotes among them. */
function flat(parts: readonly WordPart[]): WordPart[] {
  return parts.flatMap((part): readonly WordPart[] => (part.type === 'DoubleQuoted' ? part.parts : [part]));
}

/** The variable that a word begins with: `$X …`, `"${X[@]}" …`. */
function leadingVariable(text: string): string | null {
  const match = /^["']?\$(?:(\w+)|\{(\w+)(?:\[[@*]\])?\})/.exec(text);
  return match?.[1] ?? match?.[2] ?? null;
}

/** The variable that a part is, whole: `$X`, `${X}`, `${X[@]}`, `${X:-default}`. */
function variableOf({ type, text }: WordPart): string | null {
  if (type !== 'SimpleExpansion' && type !== 'ParameterExpansion') return null;
  return /^\$\{?(\w+)(?:\[[@*]\])?\}?$/.exec(text)?.[1] ?? null;
}

/**
 * `$(calc REPEATS TOKENS PATH)`, as launchers of llm-jp/scripts have it: the helper prints the product and the path, and nothing
 * where the product is 0. Null: another command.
 */
function productOf(part: WordPart): ShellWord[] | null {
  const statements = part.type === 'CommandExpansion' ? (part.script?.commands ?? []) : [];
  const command = statements[0]?.command;
  if (statements.length !== 1 || command?.type !== 'Command') return null;
  const [repeats, tokens, path, ...more] = command.suffix;
  if (repeats?.type !== 'Word' || tokens?.type !== 'Word' || path?.type !== 'Word' || more.length > 0)
    return null;
  const number = /^\d+(?:\.\d+)?$/;
  if (!number.test(repeats.text) || !number.test(tokens.text) || !/[/]|_document/.test(path.text))
    return null;
  const times = Number(tokens.text);
  const product = Number(repeats.text) * times;
  if (product === 0) return [];
  const quoted = /^".*"$/s.test(path.text) ? 1 : 0;
  return [
    { value: String(product), range: { start: repeats.pos, end: repeats.end }, unknown: false, times },
    {
      value: path.text.slice(quoted, path.text.length - quoted),
      range: { start: path.pos + quoted, end: path.end - quoted },
      unknown: false,
    },
  ];
}
