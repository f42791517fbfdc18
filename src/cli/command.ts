import type { ParseArgsConfig } from 'node:util';
import { parseQuantity } from '../core/mixture/quantity.ts';

/** One command of `climb`. */
export interface Command {
  readonly name: string;
  /** For the list of commands. */
  readonly summary: string;
  /** Printed by `--help`. */
  readonly usage: string;
  /** Besides `--json` and `--help`, which every command takes. */
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** The exit status: 0 fine, 1 the input has errors. Throws UsageError or InputError. */
  run(invocation: Invocation): Promise<number>;
}

export interface Invocation {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly json: boolean;
  /** Results for people, on standard output, with control characters shown; with `--json` exactly. */
  readonly print: (text: string) => void;
  /** Contents of a file, on standard output, to the letter. */
  readonly printExact: (text: string) => void;
  /** Messages and progress, on standard error. */
  readonly tell: (text: string) => void;
}

/** The command line itself is wrong, or a file it names cannot be read: exit status 2. */
export class UsageError extends Error {}

/** The input was read and has errors: exit status 1. */
export class InputError extends Error {}

export function text(values: Invocation['values'], name: string): string | null {
  const value = values[name];
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

/** `--tokens`, above zero; null: not given. */
export function tokensOption(values: Invocation['values']): number | null {
  const tokens = quantity(values, 'tokens');
  if (tokens === 0) throw new UsageError('--tokens must be above zero');
  return tokens;
}
