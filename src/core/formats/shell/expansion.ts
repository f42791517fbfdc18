import type { Command, CommandExpansionPart, Word, WordPart } from 'unbash';
import type { TextRange } from '../../text/range.ts';
import { helperOf } from './helper.ts';
import { Line } from './line.ts';
import type { ShellWord } from './script.ts';
import { flat, inputOf, isEachElement, isOneInQuotes, rangeOf, variableOf } from './syntax.ts';
import {
  assignedBy,
  insteadOf,
  mostWords,
  tooManyWords,
  wordsIn,
  type Variable,
  type Variables,
} from './variables.ts';

/** No path is longer; variables within variables could make one so. */
const mostOfAPath = 4096;

/** What an expansion of a variable gives. */
interface Value {
  readonly name: string;
  readonly words: readonly ShellWord[];
  readonly unknown: string | null;
  /** Null: it is no variable's, but the default that stands at the place. */
  readonly variable: Variable | null;
}

/** A variable that begins its own new value: its words stay where they are. */
export interface Self {
  readonly name: string;
  skipped: boolean;
}

/** `$(dirname "$0")`, `$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)`: the folder of the script itself. */
const ownFolder =
  /^(?:\$\(|`)\s*(?:cd\s[^;|]*\bdirname\s[^;|]*&&\s*pwd(?:\s+-P)?|dirname\s[^;|&]*(?:\$\{?0|BASH_SOURCE)[^;|&]*)\s*(?:\)|`)/;

const literal = /^(?:Literal|SingleQuoted|AnsiCQuoted|Glob)$/;

function unquoted(word: ShellWord): ShellWord {
  const { quoted, ...rest } = word;
  return quoted === undefined ? word : rest;
}

/** What the words of a script become, from what its variables hold where they are used. */
export class Expansion {
  readonly #text: string;
  readonly #variables: Variables;
  readonly #functionNamed: (name: string) => string | null;
  readonly #doubt: (name: string) => string | null;
  /** Words that uses of variables gave so far. */
  #used = 0;

  /**
   * @param functionNamed the body of a function of the script, which is called; null: there is none of that name
   * @param doubt why what is set now may not be what a variable holds later
   */
  constructor(
    text: string,
    variables: Variables,
    {
      functionNamed,
      doubt,
    }: { functionNamed: (name: string) => string | null; doubt: (name: string) => string | null },
  ) {
    this.#text = text;
    this.#variables = variables;
    this.#functionNamed = functionNamed;
    this.#doubt = doubt;
  }

  /** The words of an argument, or of an element of an array: those that quotes hold together know it. */
  argument(word: Word, self: Self | null = null): ShellWord[] {
    const words = this.split(word, self);
    const [part] = word.parts ?? [];
    if (part?.type === 'DoubleQuoted' && part.parts.some(isEachElement)) return words;
    if (isOneInQuotes(word) && words.length > 1) return words.map((each) => ({ ...each, quoted: word.text }));
    return words.map(unquoted);
  }

  /** The words of a value that is assigned, as an unquoted use of the variable gives them. */
  value(word: Word, self: Self | null): ShellWord[] {
    return this.split(word, self, true).map(unquoted);
  }

  /**
   * The words that an unquoted use of this one gives. Quotes around several words are dropped: a later use splits them.
   *
   * @param isValue a later use also splits it at blanks behind a backslash
   */
  split(word: Word, self: Self | null = null, isValue = false): ShellWord[] {
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
        const written = this.#text.slice(start, piece.end - Math.min(quote, 1));
        // A line break or a tab, which part words; as blanks, they keep every place.
        const isBare = part === null || (part.type === 'Literal' && parts.includes(part));
        const text =
          part?.type === 'AnsiCQuoted'
            ? written.replaceAll(/\\[nrt]/g, '  ')
            : isBare && isValue
              ? written.replaceAll(/\\(?=[ \t])/g, ' ')
              : written;
        // In single quotes, a backslash is one, also at the end of a line.
        line.text(text, start, part?.type === 'SingleQuoted');
      }
    }
    return line.words();
  }

  /** A word as a path: variables of one word filled in, also those that a command makes, which `dirname` does for most. */
  path({ text }: Word): string {
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

  /** What `$X`, `${X}`, `${X[@]}`, `${X:-default}`, `$1` and `$@` give; null: nothing in this text tells. */
  #valueOf(part: WordPart): Value | null {
    const name = variableOf(part);
    if (name === null) return null;
    const given = this.#variables.arguments;
    if (given !== null && /^(?:[1-9]\d*|[@*])$/.test(name)) {
      const words = /\d/.test(name) ? (given.words[Number(name) - 1] ?? []) : given.words.flat();
      return { name, words, unknown: given.unknown, variable: null };
    }
    const variable = this.#variables.get(name);
    const operation = part.type === 'ParameterExpansion' ? part.operation : undefined;
    const isDefault = operation?.type === 'Default' && /^:?[-=]$/.test(operation.operator);
    if (isDefault && (variable === undefined || (variable.count === 0 && variable.unknown === null))) {
      const words = this.split(operation.operand);
      const { pos } = part;
      if (operation.operator.endsWith('='))
        this.#variables.set(name, { pos, end: part.end }, words, this.#doubt(name));
      return { name, words, unknown: null, variable: null };
    }
    if (variable === undefined) return null;
    const isFirstOnly =
      variable.isArray &&
      variable.count > 1 &&
      (part.type !== 'ParameterExpansion' || part.index === undefined);
    const unknown = isFirstOnly
      ? `\`${name}\` is an array, of which \`${part.text}\` is only the first element: write \`"\${${name}[@]}"\``
      : variable.unknown;
    return { name, words: wordsIn(variable), unknown, variable };
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
    else if (part.type === 'BraceExpansion')
      line.add({
        value: part.text,
        range: place,
        unknown: `the shell makes several words of \`${part.text}\``,
      });
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
    else if (words.length === 1 && first.file === undefined && first.script === undefined) {
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
    const body = this.#functionNamed(program);
    const args = commands.length === 1 && first?.type === 'Command' ? first.suffix : [];
    const product = body === null ? null : this.#product(body, args);
    if (product === null) line.add({ value: part.text, range: place, unknown });
    else line.insert(product);
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
    const words = first.suffix.filter((each) => each.type === 'Word');
    const program = first.name?.value ?? '';
    const file =
      program === 'cat' && words.length === 1
        ? words[0]
        : /^(?:tr|)$/.test(program)
          ? inputOf(first.redirects)
          : undefined;
    return file === undefined ? null : this.path(file);
  }

  /**
   * `$(calc REPEATS TOKENS PATH)`, as launchers of llm-jp/scripts have it: the helper prints the product and the path. Null: the
   * function of the script does something else.
   */
  #product(text: string, args: Command['suffix']): ShellWord[] | null {
    const words = args.flatMap((each) => (each.type === 'Word' ? this.split(each) : []));
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
    if (this.#used + words.length > mostWords) return false;
    this.#used += words.length;
    return true;
  }
}
