import { parse, type Assignment, type Command, type HereDoc, type Word } from 'unbash';
import { allSteps } from '../../steps.ts';
import type { Located } from '../../text/range.ts';
import { Expansion, type Self } from './expansion.ts';
import { Line } from './line.ts';
import type { ShellCommand, ShellScript, ShellWord, SourcedScripts } from './script.ts';
import { handOver, takeOver } from './sourced.ts';
import {
  assignmentsOf,
  besideScript,
  declaring,
  filledBy,
  inputOf,
  isNode,
  isOneInQuotes,
  isPathWithBlanks,
  joined,
  keepsOld,
  leadingVariable,
  literalWord,
  partsOf,
  quotedAssignmentsOf,
  testedPath,
  type AndOrNode,
  type IfNode,
  type Node,
  type Place,
  type QuotedAssignment,
} from './syntax.ts';
import { listsOf, Variables, wordsIn, type Variable } from './variables.ts';

/** Characters of a script: five thousand prefixes of 60. Its parser reads all of it in one go. */
export const mostScriptText = 300_000;

/** Calls of functions, together and within one another. */
const mostCalls = { all: 20_000, depth: 20 };

/** Commands that one step reads: a few milliseconds. */
const commandsAStep = 500;

/**
 * Reads a shell script without running it: words and quotes, arrays, `=` and `+=`, variables of the same file, functions where they
 * are called, subshells. What a loop, a branch or a command's output decides is unknown. Never throws.
 *
 * @param sourced scripts that it runs as its own; what others do to its variables is not known, and taken for nothing
 * @returns null where the text is no shell script.
 */
export function readScript(text: string, sourced?: SourcedScripts): ShellScript | null {
  return allSteps(scriptSteps(text, sourced));
}

/** The same step by step. */
export function* scriptSteps(
  text: string,
  sourced: SourcedScripts = new Map(),
): Generator<undefined, ShellScript | null> {
  if (text.length > mostScriptText) return null;
  try {
    return yield* new Reader(text, sourced).script();
  } catch {
    // The parser recurses; a text of thousands of brackets overflows its stack.
    return null;
  }
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

class Reader {
  readonly #text: string;
  readonly #scripts: SourcedScripts;
  readonly #variables = new Variables();
  readonly #expansion: Expansion;
  readonly #functions = new Map<string, { readonly body: Node; readonly text: string }>();
  readonly #called = new Set<string>();
  readonly #frames: Frame[] = [];
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
  /** Calls of functions so far. */
  #calls = 0;

  constructor(text: string, scripts: SourcedScripts) {
    this.#scripts = scripts;
    // Carriage returns are no part of words; as blanks, they keep every place.
    this.#text = text.replaceAll('\r\n', ' \n').replaceAll('\\ \n', ' \\\n');
    this.#expansion = new Expansion(this.#text, this.#variables, {
      functionNamed: (name) => {
        const found = this.#functions.get(name);
        if (found !== undefined) this.#called.add(name);
        return found?.text ?? null;
      },
      doubt: (name) => this.#doubt(name, false),
    });
  }

  *script(): Generator<undefined, ShellScript> {
    const { commands } = parse(this.#text);
    for (const [index, command] of commands.entries()) {
      if (index % commandsAStep === 0) yield;
      this.#node(command);
    }
    const variables = this.#variables.lists();
    this.#runs = false;
    for (const [name, { body }] of this.#functions) {
      yield;
      if (this.#called.has(name)) continue;
      const changed = this.#variables.apart(() => this.#node(body));
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

  /** Reads the script as another one that sources it does, and leaves its variables there. */
  #readInto(variables: Variables, place: Place, path: string): void {
    const found = handOver(variables, this.#variables);
    this.#frames.push({ own: new Map(), branches: 0, returned: null });
    for (const command of parse(this.#text).commands) this.#node(command);
    takeOver(variables, this.#variables, found, place, path);
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
        if ((node as { background?: unknown }).background === true)
          this.#variables.apart(() => this.#inside(node));
        else this.#inside(node);
        return;
      case 'Subshell':
      case 'Coproc':
        this.#variables.apart(() => this.#inside(node));
        return;
      case 'Pipeline': {
        // Each command of a pipe is a shell of its own.
        const { commands } = node as unknown as { commands: readonly Node[] };
        for (const each of commands) {
          if (commands.length > 1) this.#variables.apart(() => this.#node(each));
          else this.#node(each);
        }
        return;
      }
      case 'AndOr': {
        const { commands, operators } = node as unknown as AndOrNode;
        const [first, ...rest] = commands;
        if (first !== undefined) this.#node(first);
        if (this.#isThere(first) && operators.every((each) => each === '&&'))
          for (const each of rest) this.#node(each);
        else this.#branch([rest, []]);
        return;
      }
      case 'If': {
        const { clause, then, elif, else: otherwise } = node as unknown as IfNode;
        this.#node(clause);
        if (this.#isThere(clause)) {
          this.#node(then);
          return;
        }
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
          this.#variables.set(name, { pos, end }, [], `\`(( ))\` computes \`${name}\``);
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

  /** Whether a test is one for a script that can be read, so that it comes out true. */
  #isThere(test: Node | undefined): boolean {
    const path = test === undefined ? null : testedPath(test);
    return path !== null && this.#scripts.has(besideScript(this.#expansion.path(path)));
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
      if (old === undefined) this.#variables.set(name, place, [], why);
      else this.#variables.put(name, { ...old, unknown: old.unknown ?? why });
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
      for (const each of [...assignmentsOf(command), ...quotedAssignmentsOf(command)])
        note(each.name, each, keepsOld(each));
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

  /** Only one of these runs. */
  #branch(bodies: readonly (readonly Node[])[]): void {
    this.#branches += 1;
    const ends = bodies.map((body) =>
      this.#variables.apart(() => {
        for (const node of body) this.#node(node);
      }),
    );
    this.#branches -= 1;
    this.#variables.join(ends);
  }

  #command(command: Command): void {
    const { name, suffix } = command;
    const program = name?.value ?? '';
    const words = name === undefined ? [] : this.#expansion.split(name);
    const declares = declaring.test(program);
    const own = program !== 'export' && program !== 'readonly';
    const quoted = quotedAssignmentsOf(command);
    for (const each of quoted) this.#assignQuoted(each, own);
    const args: ShellWord[][] = [];
    for (const each of suffix) {
      if (each.type === 'Assignment') {
        if (declares) this.#assign(each, own);
        else args.push([literalWord(each)]);
      } else if (each.type === 'Word' && !quoted.some(({ word }) => word === each)) {
        const split = this.#expansion.argument(each);
        if (isPathWithBlanks(each, split)) args.push([joined(split)]);
        // Behind quotes, several words are one argument.
        else if (/^["']/.test(each.text)) args.push(split);
        else args.push(...split.map((word) => [word]));
      }
    }
    for (const each of command.prefix) {
      if (each.type !== 'Assignment') continue;
      // In front of a command, for it alone.
      if (name === undefined) this.#assign(each, false);
      else {
        const changed = this.#variables.apart(() => this.#assign(each, false));
        if (this.#variables.get(each.name) === undefined)
          this.#variables.put(each.name, changed.get(each.name));
      }
    }
    words.push(...args.flat());
    if (words.length > 0) this.#note(words, !/^(?:echo|printf)$/.test(program));
    this.#redirects(command, program);
    for (const each of filledBy(command)) this.#fill(each, program, command);
    const [script] = suffix;
    if ((program === 'source' || program === '.') && script?.type === 'Word') this.#source(script);
    if (program === 'eval' || program === 'let') this.#compute(args.flat(), program);
    if (program === 'unset') this.#unset(suffix.filter((each) => each.type === 'Word'));
    else if (program === 'set' && args[0]?.[0]?.value === '--') this.#setArguments(args.slice(1));
    else if (program === 'shift') this.#shift(Number(args[0]?.[0]?.value ?? 1));
    else if (program === 'return') this.#return();
    else if (this.#functions.has(program)) this.#call(program, args);
  }

  #source(script: Word): void {
    const path = besideScript(this.#expansion.path(script));
    this.#sourced.push({ value: path, range: { start: script.pos, end: script.end } });
    const found = this.#scripts.get(path);
    if (found !== undefined) new Reader(found.text, found.sourced).#readInto(this.#variables, script, path);
  }

  #redirects(command: Command, program: string): void {
    const into = command.redirects.flatMap((each) =>
      each.type === 'Redirect' && each.operator.startsWith('>') ? (each.target ?? []) : [],
    );
    for (const target of into) this.#written.set(this.#expansion.path(target), program);
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
      file === undefined
        ? []
        : [{ value: `$${name.text}`, range, unknown, file: this.#expansion.path(file) }];
    this.#variables.set(name.text, name, words, unknown);
  }

  /** `eval "X=…"`, `let X=…` */
  #compute(words: readonly ShellWord[], program: string): void {
    for (const { value, range } of words) {
      const name = /^["']?([A-Za-z_]\w*)[-+*/%]?=/.exec(value)?.[1];
      if (name === undefined) continue;
      const why = `\`${program}\` sets \`${name}\` as the script runs`;
      this.#variables.set(name, { pos: range.start, end: range.end }, [], why);
    }
  }

  #unset(names: readonly Word[]): void {
    if (names[0]?.text === '-f') return;
    for (const { value, pos, end } of names) {
      if (this.#inLoop) this.#variables.set(value, { pos, end }, [], setInLoop(value, false));
      else if (this.#variables.get(value) !== undefined) this.#variables.put(value, undefined);
    }
  }

  #setArguments(words: readonly (readonly ShellWord[])[]): void {
    this.#variables.arguments = { words, unknown: this.#doubt(null, false) };
  }

  #shift(by: number): void {
    if (this.#variables.arguments === null) return;
    const { words, unknown } = this.#variables.arguments;
    this.#variables.arguments = { words: words.slice(by >= 0 ? by : 1), unknown };
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
    this.#calls += 1;
    if (body === undefined) return;
    if (this.#frames.length >= mostCalls.depth || this.#calls > mostCalls.all) {
      for (const [each, { place }] of this.#changedIn(body))
        this.#variables.set(each, place, [], `\`${name}\` calls too many functions`);
      return;
    }
    const frame: Frame = { own: new Map(), branches: this.#branches, returned: null };
    const before = this.#variables.arguments;
    this.#variables.arguments = {
      words: args.map((words) => words.map((word) => ({ ...word, argument: true }))),
      unknown: null,
    };
    this.#frames.push(frame);
    this.#node(body);
    this.#frames.pop();
    this.#variables.arguments = before;
    for (const [own, value] of frame.own) this.#variables.put(own, value);
  }

  #assign(assignment: Assignment, own: boolean): void {
    const { name, value, append = false, index, pos } = assignment;
    if (own) this.#makeOwn(name);
    const old = this.#variables.get(name);
    const place = { pos, end: pos + name.length };
    if (index !== undefined) {
      this.#variables.set(
        name,
        place,
        old === undefined ? [] : wordsIn(old),
        'single elements of it are set',
      );
      return;
    }
    if (value.type !== 'ArrayValue')
      this.#setTo(assignment, place, append, value.text, (self) => this.#expansion.value(value, self));
    else {
      const { elements } = value;
      const read = (self: Self | null): ShellWord[] =>
        elements.flatMap((each) => this.#expansion.argument(each, self));
      this.#setTo(assignment, place, append, elements[0]?.text ?? '', read, !isOneString(elements));
    }
  }

  /** `export "NAME=value"` */
  #assignQuoted(assignment: QuotedAssignment, own: boolean): void {
    const { name, word, before, append, text, pos } = assignment;
    if (own) this.#makeOwn(name);
    // The name is behind the quote.
    const place = { pos: pos + 1, end: pos + 1 + name.length };
    const value = pos + before;
    this.#setTo(assignment, place, append, text.slice(before), (self) => {
      const [first, ...rest] = this.#expansion.split(word, self);
      if (first === undefined || first.range.end <= value) return rest;
      return [
        { ...first, value: first.value.slice(before - 1), range: { ...first.range, start: value } },
        ...rest,
      ];
    });
  }

  /** `local`: the variable gets back what it holds when the function ends. */
  #makeOwn(name: string): void {
    const frame = this.#frames.at(-1);
    if (frame !== undefined && !frame.own.has(name)) frame.own.set(name, this.#variables.get(name));
  }

  /**
   * @param place of the name
   * @param value as it is written
   * @param read its words, but for the variable's own old ones
   */
  #setTo(
    { name, pos, end }: Place & { readonly name: string },
    place: Place,
    append: boolean,
    value: string,
    read: (self: Self | null) => ShellWord[],
    isArray = false,
  ): void {
    const old = this.#variables.get(name);
    const grows = append || leadingVariable(value) === name;
    const words = read(append || !grows ? null : { name, skipped: false });
    const unknown = this.#doubt(name, grows);
    if (!grows || old === undefined)
      this.#variables.set(name, place, words, unknown, {
        assignment: grows ? null : { start: pos, end },
        isArray,
      });
    else this.#variables.grow(old, words, old.unknown ?? unknown, isArray);
  }

  /** Why what is set now may not be what a variable holds later; no name: the arguments. */
  #doubt(name: string | null, grows: boolean): string | null {
    if (this.#inLoop) return setInLoop(name, grows);
    const early = this.#frames.some(({ returned }) => returned !== null);
    return early ? 'which part of a function runs is not known' : null;
  }
}

/** Whether an array is no more than a string: its first element is all of it. */
function isOneString(elements: readonly Word[]): boolean {
  return elements.length === 1 && elements.every(isOneInQuotes);
}

/** @param name null: the arguments of a script or function */
function setInLoop(name: string | null, adds: boolean): string {
  return adds ? 'a loop adds sources' : `a loop sets ${name === null ? 'the arguments' : `\`${name}\``}`;
}
