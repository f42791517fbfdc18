import type { Assignment, Command, Redirection, TestCommand, Word, WordPart } from 'unbash';
import type { TextRange } from '../../text/range.ts';
import type { ShellWord } from './script.ts';

export interface Node {
  readonly type: string;
}

/** A place as the parser has it. */
export interface Place {
  readonly pos: number;
  readonly end: number;
}

export interface AndOrNode {
  readonly commands: readonly Node[];
  readonly operators: readonly string[];
}

export interface IfNode {
  readonly clause: Node;
  readonly then: Node;
  readonly elif: readonly { readonly clause: Node; readonly then: Node }[];
  readonly else: Node | undefined;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The parts of a word, those in double quotes among them. */
export function flat(parts: readonly WordPart[]): WordPart[] {
  return parts.flatMap((part): readonly WordPart[] => (part.type === 'DoubleQuoted' ? part.parts : [part]));
}

/** The variable that a word begins with: `$X …`, `"${X[@]}" …`. */
export function leadingVariable(text: string): string | null {
  const match = /^["']?\$(?:(\w+)|\{(\w+)(?:\[[@*]\])?\})/.exec(text);
  return match?.[1] ?? match?.[2] ?? null;
}

/** The variable that a part is, whole: `$X`, `${X}`, `${X[@]}`, `${X:-default}`. */
export function variableOf(part: WordPart): string | null {
  if (part.type === 'SimpleExpansion') return /^\$(\w+|[@*])$/.exec(part.text)?.[1] ?? null;
  if (part.type !== 'ParameterExpansion' || part.prefix !== undefined) return null;
  const { index, operation, parameter } = part;
  if (index !== undefined && !/^[@*]$/.test(index.text)) return null;
  const whole =
    operation === undefined || (operation.type === 'Default' && !operation.operator.endsWith('+'));
  return whole && /^(?:\w+|[@*])$/.test(parameter) ? parameter : null;
}

/** Whether a word is quoted whole, and not a list that quotes keep apart (`"${X[@]}"`, `"$@"`). */
export function isOneInQuotes({ parts = [] }: Word): boolean {
  const [part, ...more] = parts;
  if (part === undefined || more.length > 0) return false;
  if (part.type !== 'DoubleQuoted') return part.type === 'SingleQuoted';
  return !part.parts.some(isEachElement);
}

/** `${X[@]}`, `$@` */
export function isEachElement(part: WordPart): boolean {
  if (part.type === 'ParameterExpansion' && part.index?.text === '@') return true;
  return /^\$(?:@|\{@\})$/.test(part.text);
}

export function rangeOf({ pos, end }: Place): TextRange {
  return { start: pos, end };
}

/** The statements and commands in a statement. */
export function partsOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'name' || key === 'wordlist' || key === 'redirects') return [];
    const parts = Array.isArray(value) ? (value as unknown[]) : [value];
    return parts.filter(isNode).filter(({ type }) => type !== 'Word');
  });
}

/** Commands whose arguments assign. */
export const declaring = /^(?:export|local|declare|typeset|readonly)$/;

/** What a command assigns for the script itself. */
export function assignmentsOf({ name, prefix, suffix }: Command): Assignment[] {
  const all = name === undefined ? prefix : declaring.test(name.value) ? suffix : [];
  return all.filter((each) => each.type === 'Assignment');
}

/** An assignment that is quoted whole: `export "NAME=value"`. */
export interface QuotedAssignment extends Place {
  readonly name: string;
  readonly append: boolean;
  readonly text: string;
  readonly word: Word;
  /** In its text: the quote, the name and the sign. */
  readonly before: number;
}

/** What a command assigns in quotes for the script itself. */
export function quotedAssignmentsOf({ name, suffix }: Command): QuotedAssignment[] {
  if (!declaring.test(name?.value ?? '')) return [];
  return suffix.flatMap((word) => {
    const match = word.type === 'Word' ? /^["']([A-Za-z_]\w*)(\+?)=/.exec(word.text) : null;
    if (match === null || word.type !== 'Word') return [];
    const [{ length }, variable = '', sign] = match;
    const { text, pos, end } = word;
    return [{ name: variable, append: sign === '+', text, pos, end, word, before: length }];
  });
}

/** Whether a new value has the old one in it. */
export function keepsOld({ name, append, text }: Pick<Assignment, 'name' | 'append' | 'text'>): boolean {
  return append === true || new RegExp(`\\$\\{?${name}\\b`).test(text);
}

/** The variables that `read`, `mapfile` and `printf -v` fill. */
export function filledBy({ name, suffix }: Command): Word[] {
  const program = name?.value ?? '';
  if (!/^(?:read|mapfile|readarray|printf)$/.test(program)) return [];
  const args = suffix.filter((each) => each.type === 'Word');
  if (program === 'printf') return args.slice(1, args[0]?.text === '-v' ? 2 : 1);
  const taking = program === 'read' ? /^-\w*[dinNptu]$/ : /^-\w*[dnOsuCc]$/;
  return args.filter(
    ({ text }, index) => /^[A-Za-z_]\w*$/.test(text) && !taking.test(args[index - 1]?.text ?? ''),
  );
}

/** The path that a command asks whether it is there: `[ -f env.sh ]`, `[[ -e env.sh ]]`; null: it asks something else. */
export function testedPath(node: Node): Word | null {
  const [only, ...more] = /^(?:CompoundList|Statement)$/.test(node.type) ? partsOf(node) : [];
  if (only !== undefined) return more.length === 0 ? testedPath(only) : null;
  if (node.type === 'TestCommand') {
    const { expression } = node as TestCommand;
    return expression.type === 'TestUnary' && isThere.test(expression.operator) ? expression.operand : null;
  }
  if (node.type !== 'Command') return null;
  const { name, suffix } = node as Command;
  const [operator, path, ...end] = suffix.filter((each) => each.type === 'Word');
  const closing = name?.text === '[' ? ']' : name?.text === 'test' ? '' : null;
  const isOne = end.map(({ text }) => text).join(' ') === closing;
  return isOne && path !== undefined && isThere.test(operator?.text ?? '') ? path : null;
}

const isThere = /^-[aefrs]$/;

/** A path in a script, which is taken to be started in its own folder. */
export function besideScript(path: string): string {
  return path.trim().replace(/^(?:\$\(\s*pwd\s*\)|`\s*pwd\s*`|\$\{?PWD\}?|\.)\/+/, '');
}

/** The file that a command reads. */
export function inputOf(redirects: readonly Redirection[]): Word | undefined {
  const files = redirects.flatMap((each) =>
    each.type === 'Redirect' && each.operator === '<' && each.target !== undefined ? [each.target] : [],
  );
  return files.find(({ text }) => !/^[<>]\(/.test(text));
}

export function literalWord({ text, pos, end }: { text: string; pos: number; end: number }): ShellWord {
  return { value: text, range: { start: pos, end }, unknown: null };
}

/** Whether quotes hold a path together, which blanks do not part; quoted options and weights are words that something parts later. */
export function isPathWithBlanks({ parts = [] }: Word, words: readonly ShellWord[]): boolean {
  const [part] = parts;
  const isPlain =
    part?.type === 'SingleQuoted' ||
    (part?.type === 'DoubleQuoted' && part.parts.every(({ type }) => type === 'Literal'));
  return (
    parts.length === 1 &&
    isPlain &&
    words.length > 1 &&
    /^[~./]/.test(words[0]?.value ?? '') &&
    !words.some(({ value }) => /^(?:-|[-+]?[\d.]+$)/.test(value))
  );
}

/** Several words that are one. */
export function joined(words: readonly ShellWord[]): ShellWord {
  return {
    value: words.map(({ value }) => value).join(' '),
    range: { start: words[0]?.range.start ?? 0, end: words.at(-1)?.range.end ?? 0 },
    unknown: whyUnknown(words),
  };
}

/** Why not all of these are known, by the first that is not; null: they are. */
export const whyUnknown = (words: readonly ShellWord[]): string | null =>
  words.find(({ unknown }) => unknown !== null)?.unknown ?? null;
