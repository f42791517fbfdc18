import { parseQuantity } from '../core/mixture/quantity.ts';

/** One command of `climb`. */
export interface Command {
  readonly name: string;
  /** For the list of commands. */
  readonly summary: string;
  /** What stands after its name, without the options: one line for each way to call it. */
  readonly operands: readonly string[];
  /** What `--help` says besides the options. */
  readonly notes?: string;
  /** By name, besides `--json` and `--help`, which every command takes. */
  readonly options: Readonly<Record<string, Option>>;
  /** The exit status: 0 fine, 1 the input has errors. Throws UsageError or InputError. */
  run(invocation: Invocation): Promise<number>;
}

export interface Option {
  /** What its value is called in `--help`; null: it takes none. */
  readonly takes: string | null;
  /** A letter that stands for it. */
  readonly short?: string;
  /** What it does, in one sentence without a full stop. */
  readonly about: string;
}

export interface Invocation {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly json: boolean;
  /** Results for people, on standard output, with control characters shown; with `--json` exactly. */
  readonly print: (text: string) => void;
  /** Contents of a file, on standard output, to the letter. */
  readonly printExact: (text: string) => void;
  /** Messages and progress, on standard error: each text on a line, with line breaks in it shown. */
  readonly tell: (...lines: readonly string[]) => void;
}

/** The command line itself is wrong, or a file it names cannot be read: exit status 2. */
export class UsageError extends Error {}

/** The input was read and has errors: exit status 1. */
export class InputError extends Error {
  /** Lines to stand below the message. */
  readonly below: readonly string[];

  constructor(message: string, { cause, below = [] }: { cause?: unknown; below?: readonly string[] } = {}) {
    super(message, { cause });
    this.below = below;
  }
}

/** An option that takes a value; null: not given. */
export function text(values: Invocation['values'], name: string): string | null {
  const value = values[name];
  if (value === '') throw new UsageError(`--${name} is empty: is a variable not set?`);
  return typeof value === 'string' ? value : null;
}

/** An option such as `--tokens 1.2T`, not negative; null: not given. */
export function quantity(values: Invocation['values'], name: string): number | null {
  const written = text(values, name);
  if (written === null) return null;
  const read = parseQuantity(written);
  if ('error' in read) throw new UsageError(`--${name}: ${read.error}`);
  if (read.value < 0) throw new UsageError(`--${name} must not be negative: ${written}`);
  return read.value;
}

/** An option that counts, such as `--max-warnings 0`; null: not given. */
export function wholeNumber(values: Invocation['values'], name: string): number | null {
  const written = text(values, name);
  if (written === null) return null;
  if (!/^\d+$/.test(written)) throw new UsageError(`--${name} takes a whole number, not ${written}`);
  return Number(written);
}

export const tokensHelp: Option = {
  takes: 'D',
  about: 'for a budget of D tokens (1.2T, 300B) instead of the one in the file',
};

/** `--tokens`, at least 1; null: not given. */
export function tokensOption(values: Invocation['values']): number | null {
  const tokens = quantity(values, 'tokens');
  if (tokens !== null && tokens < 1) throw new UsageError('--tokens must be 1 or more');
  return tokens;
}
