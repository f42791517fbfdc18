import {
  parse,
  type Assignment,
  type Command,
  type CommandExpansionPart,
  type HereDoc,
  type Redirection,
  type Word,
  type WordPart,
} from 'unbash';
import { allSteps } from '../../steps.ts';
import type { Located, TextRange } from '../../text/range.ts';
import { helperOf } from './helper.ts';

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
  /** The variables that it is the value of, where it is all that they hold. */
  readonly assigned?: AssignedWord;
  /** The variable among whose words it was. */
  readonly variable?: Located<string>;
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

/** Characters of a script: five thousand prefixes of 60. Its parser reads all of it in one go. */
export const mostScriptText = 300_000;

/** No path is longer; variables within variables could make one so. */
const mostOfAPath = 4096;

/** More words than a launcher has, of one variable and of all uses of variables together; what a hostile script multiplies further is not known. */
const most = 50_000;

/** Words copied because branches of the script go on differently from the same ones. */
const mostCopied = 1_000_000;

/** Values of one variable that branches give it, and that are shown. */
const mostOthers = 20;

/** Commands that calls of functions run together, and calls within calls. */
const mostCalled = { commands: 20_000, depth: 20 };

/** Commands that one step reads: a few milliseconds. */
const commandsAStep = 500;

const tooManyWords = 'there are too many words';
const whichBranch = 'which branch of the script runs is not known';

/**
 * Reads a shell script without running it: words and quotes, arrays, `=` and `+=`, variables of the same file, functions where they
 * are called, subshells. What a loop, a branch or a command's output decides is unknown. Never throws.
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

/** A place as the parser has it. */
interface Place {
  readonly pos: number;
  readonly end: number;
}

interface IfNode {
  readonly clause: Node;
  readonly then: Node;
  readonly elif: readonly { readonly clause: Node; readonly then: Node }[];
  readonly else: Node | undefined;
}

/** What an expansion of a variable gives. */
interface Value {
  readonly name: string;
  readonly words: readonly ShellWord[];
  readonly unknown: string | null;
  /** Null: it is no variable's, but the default that stands at the place. */
  readonly variable: Variable | null;
}

/** A value of a variable. Values that grow from one another share their words: each knows how many are its own. */
interface Variable extends Omit<ShellList, 'words'> {
  readonly all: ShellWord[];
  readonly count: number;
  /** Of the whole assignment; null: there are several, or it is none. */
  readonly assignment: TextRange | null;
  /** What other branches give it. */
  readonly others: readonly Variable[];
}

/** What a call of a function gives back when it ends. */
interface Frame {
  /** Values that variables had before the function made them its own (`local`). */
  readonly own: Map<string, Variable | undefined>;
  /** How many branches the call itself is in. */
  readonly branches: number;
  /** The function has returned: surely, or in some branch. */
  returned: 'surely' | 'perhaps' | null;
}

/** New values of the variables that have changed. */
type Changes = ReadonlyMap<string, Variable | undefined>;

class Reader {
  readonly #text: string;
  readonly #variables = new Map<string, Variable>();
  /** Values before the changes of each stretch that may be undone, the innermost last. */
  readonly #undo: Map<string, Variable | undefined>[] = [];
  readonly #functions = new Map<string, { readonly body: Node; readonly text: string }>();
  readonly #called = new Set<string>();
  readonly #frames: Frame[] = [];
  /** `$1`, `$2` … of the function that is called, or set by `set --`; null: what the script is started with. */
  #arguments: { readonly words: readonly (readonly ShellWord[])[]; readonly unknown: string | null } | null =
    null;
  readonly #commands: ShellCommand[] = [];
  readonly #perhaps: ShellCommand[] = [];
  readonly #sourced: Located<string>[] = [];
  readonly #written = new Map<string, string>();
  /** What is read now runs: it is no function that nobody calls. */
  #runs = true;
  /** What is read now may run more than once. */
  #inLoop = false;
  /** Branches that what is read now stands in. */
  #branches = 0;
  /** Words that uses of variables gave so far, that were copied, and commands that calls ran. */
  readonly #spent = { used: 0, copied: 0, called: 0 };

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
    const variables = [...this.#variables.values()].flatMap(listsOf);
    this.#runs = false;
    for (const [name, { body }] of this.#functions) {
      yield;
      if (this.#called.has(name)) continue;
      const changed = this.#apart(() => this.#node(body));
      for (const variable of changed.values())
        if (variable !== undefined) variables.push(...listsOf(variable));
    }
    return {
      variables,
      commands: this.#commands,
      perhaps: this.#perhaps,
      sourced: this.#sourced,
      written: this.#written,
    };
  }

  #node(node: Node): void {
    const frame = this.#frames.at(-1);
    if (frame?.returned === 'surely') return;
    switch (node.type) {
      case 'Command':
        this.#command(node as Command);
        return;
      case 'Function': {
        const { name, body } = node as unknown as { name: Word; body: Node & Place };
        this.#functions.set(name.value, { body, text: this.#text.slice(body.pos, body.end) });
        return;
      }
      case 'Statement':
        if ((node as { background?: unknown }).background === true) this.#apart(() => this.#inside(node));
        else this.#inside(node);
        return;
      case 'Subshell':
      case 'Coproc':
        this.#apart(() => this.#inside(node));
        return;
      case 'Pipeline': {
        // Each command of a pipe is a shell of its own.
        const { commands } = node as unknown as { commands: readonly Node[] };
        for (const each of commands) {
          if (commands.length > 1) this.#apart(() => this.#node(each));
          else this.#node(each);
        }
        return;
      }
      case 'AndOr': {
        const [first, ...rest] = (node as unknown as { commands: readonly Node[] }).commands;
        if (first !== undefined) this.#node(first);
        this.#branch([rest, []]);
        return;
      }
      case 'If': {
        const { clause, then, elif, else: otherwise } = node as unknown as IfNode;
        this.#node(clause);
        for (const each of elif) this.#node(each.clause);
        this.#branch([
          [then],
          ...elif.map((each) => [each.then]),
          otherwise === undefined ? [] : [otherwise],
        ]);
        return;
      }
      case 'Case': {
        const { items } = node as unknown as {
          items: readonly { readonly pattern: readonly Word[]; readonly body: Node }[];
        };
        const all = items.some(({ pattern }) => pattern.some(({ text }) => text === '*'));
        this.#branch([...items.map(({ body }) => [body]), ...(all ? [] : [[]])]);
        return;
      }
      case 'ArithmeticCommand': {
        const { body, pos, end } = node as unknown as Place & { body: string };
        for (const [, name = ''] of body.matchAll(/([A-Za-z_]\w*)\s*(?:[-+*/%]?=(?!=)|\+\+|--)/g))
          this.#set(name, { pos, end }, [], `\`(( ))\` computes \`${name}\``);
        return;
      }
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
      case 'While':
        this.#loop(node);
        return;
      default:
        this.#inside(node);
    }
  }

  /** Of a statement, the parts that hold commands; words are read where they are used. */
  #inside(node: Node): void {
    for (const part of partsOf(node)) this.#node(part);
  }

  #loop(node: Node): void {
    if (this.#inLoop) {
      this.#inside(node);
      return;
    }
    // What the first round leaves is there in the next.
    for (const [name, { place, why }] of this.#changedIn(node)) {
      const old = this.#variables.get(name);
      if (old === undefined) this.#set(name, place, [], why);
      else this.#write(name, { ...old, unknown: old.unknown ?? why });
    }
    this.#inLoop = true;
    this.#inside(node);
    this.#inLoop = false;
  }

  /** What a loop does to variables, also through the functions that it calls. */
  #changedIn(loop: Node): Map<string, { place: Place; why: string }> {
    const changed = new Map<string, { place: Place; why: string }>();
    const seen = new Set<string>();
    const note = (name: string, place: Place, adds: boolean): void => {
      if (adds || !changed.has(name)) changed.set(name, { place, why: setInLoop(name, adds) });
    };
    const visit = (node: Node): void => {
      const { name } = node as { name?: unknown };
      if (/^(?:For|Select)$/.test(node.type) && isNode(name)) note((name as Word).text, name as Word, false);
      if (node.type !== 'Command') {
        for (const part of partsOf(node)) visit(part);
        return;
      }
      const command = node as Command;
      for (const each of assignmentsOf(command)) note(each.name, each, keepsOld(each));
      for (const each of filledBy(command)) note(each.text, each, false);
      const called = command.name?.value ?? '';
      const body = this.#functions.get(called)?.body;
      if (body === undefined || seen.has(called)) return;
      seen.add(called);
      visit(body);
    };
    visit(loop);
    return changed;
  }

  /** Reads what may change variables without consequence for what follows; what it changed. */
  #apart(read: () => void): Changes {
    const undo = new Map<string, Variable | undefined>();
    const given = this.#arguments;
    this.#undo.push(undo);
    read();
    this.#undo.pop();
    this.#arguments = given;
    const changed = new Map([...undo.keys()].map((name) => [name, this.#variables.get(name)]));
    for (const [name, before] of undo) this.#put(name, before);
    return changed;
  }

  /** Only one of these runs. */
  #branch(bodies: readonly (readonly Node[])[]): void {
    this.#branches += 1;
    const ends = bodies.map((body) =>
      this.#apart(() => {
        for (const node of body) this.#node(node);
      }),
    );
    this.#branches -= 1;
    const names = new Set(ends.flatMap((end) => [...end.keys()]));
    for (const name of names) {
      const before = this.#variables.get(name);
      const values = [...new Set(ends.map((end) => (end.has(name) ? end.get(name) : before)))];
      // The last one that somebody wrote stands for all of them.
      const all = values.filter((value) => value !== undefined);
      const filled = all.filter(({ count }) => count > 0);
      const given = (filled.length > 0 ? filled : all).sort(
        (a, b) => a.range.start - b.range.start || a.count - b.count,
      );
      const last = given.at(-1);
      if (values.length === 1 || last === undefined) this.#write(name, values[0]);
      else {
        const grew = given.length > 1 && given.every((value) => value.all === before?.all);
        const others = grew
          ? last.others
          : given.flatMap((value) => [
              ...value.others,
              ...(value === last ? [] : [{ ...value, others: [] }]),
            ]);
        const why = grew ? 'a branch adds sources' : whichBranch;
        this.#write(name, { ...last, unknown: last.unknown ?? why, others: others.slice(-mostOthers) });
      }
    }
  }

  #write(name: string, variable: Variable | undefined): void {
    const undo = this.#undo.at(-1);
    if (undo !== undefined && !undo.has(name)) undo.set(name, this.#variables.get(name));
    this.#put(name, variable);
  }

  #put(name: string, variable: Variable | undefined): void {
    if (variable === undefined) this.#variables.delete(name);
    else this.#variables.set(name, variable);
  }

  #command(command: Command): void {
    const { name, suffix } = command;
    const program = name?.value ?? '';
    const words = name === undefined ? [] : this.#split(name);
    const declares = declaring.test(program);
    const args: ShellWord[][] = [];
    for (const each of suffix) {
      if (each.type === 'Assignment') {
        if (declares) this.#assign(each, program !== 'export' && program !== 'readonly');
        else args.push([literalWord(each)]);
      } else if (each.type === 'Word') {
        const split = this.#split(each);
        // Behind quotes, several words are one argument.
        if (/^["']/.test(each.text)) args.push(split);
        else args.push(...split.map((word) => [word]));
      }
    }
    for (const each of command.prefix) {
      if (each.type !== 'Assignment') continue;
      // In front of a command, for it alone.
      if (name === undefined) this.#assign(each, false);
      else {
        const changed = this.#apart(() => this.#assign(each, false));
        if (!this.#variables.has(each.name)) this.#write(each.name, changed.get(each.name));
      }
    }
    words.push(...args.flat());
    if (words.length > 0) this.#note(words, !/^(?:echo|printf)$/.test(program));
    this.#redirects(command, program);
    for (const each of filledBy(command)) this.#fill(each, program, command);
    const [script] = suffix;
    if ((program === 'source' || program === '.') && script?.type === 'Word') {
      const range = { start: script.pos, end: script.end };
      this.#sourced.push({ value: this.#path(script), range });
    }
    if (program === 'eval' || program === 'let') this.#compute(args.flat(), program);
    if (program === 'unset') this.#unset(suffix.filter((each) => each.type === 'Word'));
    else if (program === 'set' && args[0]?.[0]?.value === '--') this.#setArguments(args.slice(1));
    else if (program === 'shift') this.#shift(Number(args[0]?.[0]?.value ?? 1));
    else if (program === 'return') this.#return();
    else if (this.#functions.has(program)) this.#call(program, args);
  }

  #redirects(command: Command, program: string): void {
    const into = command.redirects.flatMap((each) =>
      each.type === 'Redirect' && each.operator.startsWith('>') ? (each.target ?? []) : [],
    );
    for (const target of into) this.#written.set(this.#path(target), program);
    for (const each of command.redirects) {
      if (each.type !== 'HereDoc' || !/(?:^|\s)--\w|data_prefix=/.test(each.body.text)) continue;
      // What is only shown is no script.
      if (program !== 'cat' || into.length > 0) this.#hereDocument(each);
    }
  }

  /** A text that becomes a script, or the input of a shell: its words, none of which is known for sure. */
  #hereDocument({ body }: HereDoc): void {
    const line = new Line();
    line.text(body.text, body.pos);
    const unknown = 'the command stands in a here-document';
    const words = line.words().map((word) => ({ ...word, unknown }));
    this.#note(words, false);
  }

  #note(words: readonly ShellWord[], runs: boolean): void {
    (runs && this.#runs ? this.#commands : this.#perhaps).push({ words, branch: this.#branches > 0 });
  }

  /** `read X`, `mapfile X < file` */
  #fill(name: Word, program: string, command: Command): void {
    const unknown = `\`${program}\` fills \`${name.text}\` as the script runs`;
    const file = program === 'mapfile' || program === 'readarray' ? inputOf(command.redirects) : undefined;
    const range = { start: name.pos, end: name.end };
    const words =
      file === undefined ? [] : [{ value: `$${name.text}`, range, unknown, file: this.#path(file) }];
    this.#set(name.text, name, words, unknown);
  }

  /** `eval "X=…"`, `let X=…` */
  #compute(words: readonly ShellWord[], program: string): void {
    for (const { value, range } of words) {
      const name = /^["']?([A-Za-z_]\w*)[-+*/%]?=/.exec(value)?.[1];
      if (name === undefined) continue;
      const why = `\`${program}\` sets \`${name}\` as the script runs`;
      this.#set(name, { pos: range.start, end: range.end }, [], why);
    }
  }

  #unset(names: readonly Word[]): void {
    if (names[0]?.text === '-f') return;
    for (const { value, pos, end } of names) {
      if (this.#inLoop) this.#set(value, { pos, end }, [], setInLoop(value, false));
      else if (this.#variables.has(value)) this.#write(value, undefined);
    }
  }

  #setArguments(words: readonly (readonly ShellWord[])[]): void {
    this.#arguments = { words, unknown: this.#doubt(null, false) };
  }

  #shift(by: number): void {
    if (this.#arguments === null) return;
    const { words, unknown } = this.#arguments;
    this.#arguments = { words: words.slice(by >= 0 ? by : 1), unknown };
  }

  #return(): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    if (this.#branches === frame.branches && !this.#inLoop) frame.returned = 'surely';
    else frame.returned ??= 'perhaps';
  }

  /** Reads the body of a function with these arguments. */
  #call(name: string, args: readonly (readonly ShellWord[])[]): void {
    const body = this.#functions.get(name)?.body;
    this.#called.add(name);
    this.#spent.called += 1;
    if (body === undefined) return;
    if (this.#frames.length >= mostCalled.depth || this.#spent.called > mostCalled.commands) {
      for (const [each, { place }] of this.#changedIn(body))
        this.#set(each, place, [], `\`${name}\` calls too many functions`);
      return;
    }
    const frame: Frame = { own: new Map(), branches: this.#branches, returned: null };
    const before = this.#arguments;
    this.#arguments = {
      words: args.map((words) => words.map((word) => ({ ...word, argument: true }))),
      unknown: null,
    };
    this.#frames.push(frame);
    this.#node(body);
    this.#frames.pop();
    this.#arguments = before;
    for (const [own, value] of frame.own) this.#write(own, value);
  }

  /** A word as a path: variables of one word filled in, also those that a command makes, which `dirname` does for most. */
  #path({ text }: Word): string {
    if (text.length > mostOfAPath) return text;
    let path = text.replaceAll(/["']/g, '').replace(ownFolder, '.');
    for (let round = 0; round < 5 && path.length < mostOfAPath; round += 1) {
      path = path.replace(
        /\$(?:(\w+)|\{(\w+)\})/g,
        (whole, plain: string | undefined, braced: string | undefined) => {
          const variable = this.#variables.get(plain ?? braced ?? '');
          const value = variable?.count === 1 ? (variable.all[0]?.value ?? whole) : whole;
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

  #assign(assignment: Assignment, own: boolean): void {
    const { name, value, append, index, pos, end } = assignment;
    const frame = this.#frames.at(-1);
    if (own && frame !== undefined && !frame.own.has(name)) frame.own.set(name, this.#variables.get(name));
    const old = this.#variables.get(name);
    const place = { pos, end: pos + name.length };
    if (index !== undefined) {
      this.#set(name, place, old === undefined ? [] : wordsIn(old), 'single elements of it are set');
      return;
    }
    const parts = value.type === 'ArrayValue' ? value.elements : [value];
    const grows = append === true || leadingVariable(parts[0]?.text ?? '') === name;
    const self = append === true || !grows ? null : { name, skipped: false };
    const words = parts.flatMap((part) => this.#split(part, self));
    const unknown = this.#doubt(name, grows);
    if (!grows || old === undefined)
      this.#set(name, place, words, unknown, grows ? null : { start: pos, end });
    else this.#grow(old, words, old.unknown ?? unknown);
  }

  /** Why what is set now may not be what a variable holds later; no name: the arguments. */
  #doubt(name: string | null, grows: boolean): string | null {
    if (this.#inLoop) return setInLoop(name, grows);
    const early = this.#frames.some(({ returned }) => returned !== null);
    return early ? 'which part of a function runs is not known' : null;
  }

  #grow(old: Variable, words: readonly ShellWord[], unknown: string | null): void {
    let { all } = old;
    if (old.count < all.length) {
      // Another branch went on from here.
      this.#spent.copied += old.count;
      const mayCopy = this.#spent.copied <= mostCopied;
      all = mayCopy ? all.slice(0, old.count) : [];
      if (!mayCopy) unknown = tooManyWords;
    }
    const room = Math.max(0, most - all.length);
    for (const word of words.slice(0, room)) all.push(word);
    const why = words.length > room ? tooManyWords : unknown;
    this.#write(old.name, { ...old, all, count: all.length, unknown: why, assignment: null });
  }

  #set(
    name: string,
    { pos, end }: Place,
    words: readonly ShellWord[],
    unknown: string | null,
    assignment: TextRange | null = null,
  ): void {
    const all = words.slice(0, most);
    this.#write(name, {
      name,
      range: { start: pos, end },
      all,
      count: all.length,
      unknown: words.length > most ? tooManyWords : unknown,
      assignment,
      others: [],
    });
  }

  /** What `$X`, `${X}`, `${X[@]}`, `${X:-default}`, `$1` and `$@` give; null: nothing in this text tells. */
  #valueOf(part: WordPart): Value | null {
    const name = variableOf(part);
    if (name === null) return null;
    const given = this.#arguments;
    if (given !== null && /^(?:[1-9]\d*|[@*])$/.test(name)) {
      const words = /\d/.test(name) ? (given.words[Number(name) - 1] ?? []) : given.words.flat();
      return { name, words, unknown: given.unknown, variable: null };
    }
    const variable = this.#variables.get(name);
    const operation = part.type === 'ParameterExpansion' ? part.operation : undefined;
    const isDefault = operation?.type === 'Default' && /^:?[-=]$/.test(operation.operator);
    if (isDefault && (variable === undefined || (variable.count === 0 && variable.unknown === null))) {
      const words = this.#split(operation.operand);
      const { pos } = part;
      if (operation.operator.endsWith('='))
        this.#set(name, { pos, end: part.end }, words, this.#doubt(name, false));
      return { name, words, unknown: null, variable: null };
    }
    if (variable === undefined) return null;
    return { name, words: wordsIn(variable), unknown: variable.unknown, variable };
  }

  /** The words that an unquoted use of this one gives. Quotes around several words are dropped: a later use splits them. */
  #split(word: Word, self: Self | null = null): ShellWord[] {
    const parts = word.parts ?? [];
    const pieces = parts.length === 0 ? [{ text: word.text, pos: word.pos, end: word.end }] : flat(parts);
    const line = new Line();
    for (const piece of pieces) {
      const part = 'type' in piece ? piece : null;
      if (part !== null && !literal.test(part.type)) {
        const alone = pieces.length === 1;
        this.#expand(part, self, line, alone ? { start: word.pos, end: word.end } : rangeOf(part));
      } else {
        const quote = part?.type === 'SingleQuoted' ? 1 : part?.type === 'AnsiCQuoted' ? 2 : 0;
        const start = piece.pos + quote;
        const text = this.#text.slice(start, piece.end - Math.min(quote, 1));
        // In single quotes, a backslash is one, also at the end of a line.
        line.text(text, start, part?.type === 'SingleQuoted');
      }
    }
    return line.words();
  }

  /** `place`: of the whole word, quotes included, where there is no other part. */
  #expand(part: WordPart, self: Self | null, line: Line, place: TextRange): void {
    if (self?.skipped === false && variableOf(part) === self.name) {
      self.skipped = true;
      line.close();
      return;
    }
    const value = this.#valueOf(part);
    if (value !== null) this.#use(value, part.text, line, place);
    else if (part.type === 'CommandExpansion') this.#output(part, line, place);
    else if (part.type === 'ArithmeticExpansion')
      line.add({ value: part.text, range: place, unknown: 'the shell computes the weights with `$(( ))`' });
    else if (part.type === 'ParameterExpansion' && variableOf(part) === null)
      line.add({ value: part.text, range: place, unknown: `\`${part.text}\` is made by the shell` }, true);
    else line.add({ value: part.text, range: place, unknown: null });
  }

  #use({ name, words, unknown, variable }: Value, text: string, line: Line, place: TextRange): void {
    const [first] = words;
    if (first === undefined) {
      if (unknown !== null) line.add({ value: text, range: place, unknown }, true);
    } else if (!this.#mayUse(words)) line.add({ value: text, range: place, unknown: tooManyWords });
    else if (words.length === 1 && first.file === undefined) {
      const why = first.unknown ?? unknown;
      if (why !== null) line.add({ value: text, range: place, unknown: why, ...insteadOf(variable) }, true);
      // What a function is given stands at its call, whatever it calls it.
      else if (variable === null || first.argument === true) line.add(first);
      else {
        const { assigned, ...word } = first;
        line.add({ ...word, range: place, ...assignedBy(variable, first.range, assigned) });
      }
    } else {
      const from = variable === null ? {} : { variable: { value: name, range: variable.range } };
      line.insert(
        words.map((word, index) => ({
          ...from,
          ...word,
          unknown: word.unknown ?? unknown,
          ...(index === 0 ? insteadOf(variable) : {}),
        })),
      );
    }
  }

  /** What a command prints. */
  #output(part: CommandExpansionPart, line: Line, place: TextRange): void {
    if (part.text.length < 400 && ownFolder.exec(part.text)?.[0] === part.text) {
      line.add({ value: '.', range: place, unknown: null });
      return;
    }
    const file = this.#fileOf(part);
    const commands = part.script?.commands ?? [];
    const first = commands[0]?.command;
    const piped = first?.type === 'Pipeline' ? first.commands[0] : first;
    const program = piped?.type === 'Command' ? (piped.name?.text ?? '') : '';
    const unknown =
      program === ''
        ? 'the shell computes the weights: the output of a command is not known here'
        : `the shell computes the weights: the output of \`${program}\` is not known here`;
    if (file !== null) {
      line.insert([{ value: part.text, range: place, unknown, file }]);
      return;
    }
    const own = this.#functions.get(program);
    if (own !== undefined) this.#called.add(program);
    const args = commands.length === 1 && first?.type === 'Command' ? first.suffix : [];
    const product = own === undefined ? null : this.#product(own.text, args);
    if (product === null) line.add({ value: part.text, range: place, unknown });
    else line.insert(product);
  }

  /**
   * `$(calc REPEATS TOKENS PATH)`, as launchers of llm-jp/scripts have it: the helper prints the product and the path. Null: the
   * function of the script does something else.
   */
  #product(text: string, args: Command['suffix']): ShellWord[] | null {
    const words = args.flatMap((each) => (each.type === 'Word' ? this.#split(each) : []));
    const [repeats, tokens, path, ...more] = words;
    if (repeats === undefined || tokens === undefined || path === undefined || more.length > 0) return null;
    const number = /^\d+(?:\.\d+)?$/;
    if (
      !number.test(repeats.value) ||
      !number.test(tokens.value) ||
      words.some((word) => word.unknown !== null)
    )
      return null;
    const helper = helperOf(text);
    if (helper === null) return null;
    const times = Number(tokens.value);
    const product = Number(repeats.value) * times;
    if (product === 0 && helper.dropsZero) return [];
    return [{ ...repeats, value: String(product), times, whole: helper.whole }, path];
  }

  #mayUse(words: readonly ShellWord[]): boolean {
    if (this.#spent.used + words.length > most) return false;
    this.#spent.used += words.length;
    return true;
  }
}

/** A variable that begins its own new value: its words stay where they are. */
interface Self {
  readonly name: string;
  skipped: boolean;
}

/** `$(dirname "$0")`, `$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)`: the folder of the script itself. */
const ownFolder =
  /^(?:\$\(|`)\s*(?:cd\s[^;|]*\bdirname\s[^;|]*&&\s*pwd(?:\s+-P)?|dirname\s[^;|&]*(?:\$\{?0|BASH_SOURCE)[^;|&]*)\s*(?:\)|`)/;

const literal = /^(?:Literal|SingleQuoted|AnsiCQuoted|Glob|BraceExpansion)$/;

/** Words that grow piece by piece, split at blanks and at continued lines as an unquoted use splits them. */
class Line {
  readonly #words: ShellWord[] = [];
  #open: ShellWord | null = null;
  /** Only as a word of its own is the open one unknown: within a path, it is a piece of one word. */
  #soft = false;

  /** A piece of the word that is open, or of a new one. */
  add(word: ShellWord, soft = false): void {
    const open = this.#open;
    if (open === null) {
      this.#open = word;
      this.#soft = soft;
      return;
    }
    this.#open = {
      value: open.value + word.value,
      range: { start: open.range.start, end: word.range.end },
      unknown: (this.#soft ? null : open.unknown) ?? (soft ? null : word.unknown),
    };
    this.#soft = false;
  }

  /** Literal text that stands at `start`. */
  text(text: string, start: number, raw = false): void {
    const pieces = raw ? /\s+|\S+/g : /\\\r?\n|\s+|(?:[^\\\s]|\\(?!\r?\n))+/g;
    for (const match of text.matchAll(pieces)) {
      const [value] = match;
      const at = start + match.index;
      if (/^\s/.test(value)) this.close();
      else if (raw || !/^\\\r?\n/.test(value))
        this.add({ value, range: { start: at, end: at + value.length }, unknown: null });
    }
  }

  insert(words: readonly ShellWord[]): void {
    this.close();
    for (const word of words) this.#words.push(word);
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
function variableOf(part: WordPart): string | null {
  if (part.type === 'SimpleExpansion') return /^\$(\w+|[@*])$/.exec(part.text)?.[1] ?? null;
  if (part.type !== 'ParameterExpansion' || part.prefix !== undefined) return null;
  const { index, operation, parameter } = part;
  if (index !== undefined && !/^[@*]$/.test(index.text)) return null;
  const whole =
    operation === undefined || (operation.type === 'Default' && !operation.operator.endsWith('+'));
  return whole && /^(?:\w+|[@*])$/.test(parameter) ? parameter : null;
}

function rangeOf({ pos, end }: Place): TextRange {
  return { start: pos, end };
}

function wordsIn({ all, count }: Variable): readonly ShellWord[] {
  return count === all.length ? all : all.slice(0, count);
}

/** The lists that a variable may hold in the end. */
function listsOf(variable: Variable): ShellList[] {
  const { name, range, unknown, others } = variable;
  return [
    ...others.flatMap((other) => listsOf({ ...other, unknown: other.unknown ?? unknown })),
    { name, range, unknown, words: wordsIn(variable) },
  ];
}

/** The words of other branches, for the first one of a list. */
function insteadOf(variable: Variable | null): Pick<ShellWord, 'instead'> {
  if (variable === null || variable.others.length === 0) return {};
  const instead = variable.others.map((other) => {
    const from = { value: other.name, range: other.range };
    const why = other.unknown ?? variable.unknown;
    return wordsIn(other).map((word) => ({ variable: from, ...word, unknown: word.unknown ?? why }));
  });
  return { instead };
}

/** What the one word of a variable says of it, where it is used. */
function assignedBy(
  { name, assignment }: Variable,
  range: TextRange,
  assigned: AssignedWord | undefined,
): Pick<ShellWord, 'assigned'> {
  // Otherwise several places decide.
  if (assignment === null) return {};
  const before = assigned ?? { range, variables: [] };
  return { assigned: { range: before.range, variables: [...before.variables, { name, assignment }] } };
}

/** The statements and commands in a statement. */
function partsOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'name' || key === 'wordlist' || key === 'redirects') return [];
    const parts = Array.isArray(value) ? (value as unknown[]) : [value];
    return parts.filter(isNode).filter(({ type }) => type !== 'Word');
  });
}

const declaring = /^(?:export|local|declare|typeset|readonly)$/;

/** What a command assigns for the script itself. */
function assignmentsOf({ name, prefix, suffix }: Command): Assignment[] {
  const all = name === undefined ? prefix : declaring.test(name.value) ? suffix : [];
  return all.filter((each) => each.type === 'Assignment');
}

/** Whether a new value has the old one in it. */
function keepsOld({ name, append, text }: Assignment): boolean {
  return append === true || new RegExp(`\\$\\{?${name}\\b`).test(text);
}

/** The variables that `read`, `mapfile` and `printf -v` fill. */
function filledBy({ name, suffix }: Command): Word[] {
  const program = name?.value ?? '';
  if (!/^(?:read|mapfile|readarray|printf)$/.test(program)) return [];
  const args = suffix.filter((each) => each.type === 'Word');
  if (program === 'printf') return args.slice(1, args[0]?.text === '-v' ? 2 : 1);
  const taking = program === 'read' ? /^-\w*[dinNptu]$/ : /^-\w*[dnOsuCc]$/;
  return args.filter(
    ({ text }, index) => /^[A-Za-z_]\w*$/.test(text) && !taking.test(args[index - 1]?.text ?? ''),
  );
}

/** The file that a command reads. */
function inputOf(redirects: readonly Redirection[]): Word | undefined {
  const files = redirects.flatMap((each) =>
    each.type === 'Redirect' && each.operator === '<' && each.target !== undefined ? [each.target] : [],
  );
  return files.find(({ text }) => !/^[<>]\(/.test(text));
}

function literalWord({ text, pos, end }: { text: string; pos: number; end: number }): ShellWord {
  return { value: text, range: { start: pos, end }, unknown: null };
}

/** @param name null: the arguments of a script or function */
function setInLoop(name: string | null, adds: boolean): string {
  return adds ? 'a loop adds sources' : `a loop sets ${name === null ? 'the arguments' : `\`${name}\``}`;
}
