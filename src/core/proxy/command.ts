/** A program and its arguments. Placeholders stand inside words, so that no value can ever become two words. */
export type Command = readonly string[];

export const placeholders = ['config', 'tokens', 'parameters', 'seed', 'out', 'run'] as const;
export type Placeholder = (typeof placeholders)[number];

/** What a shell would act on outside of quotes. Commands are started without one, so it would be passed on as text. */
const shellSigns = /[|&;<>()$`*?\n\r]/;
const shellSignsAtStart = /[#~]/;

/**
 * Splits a command line into words as a POSIX shell would (quotes and backslashes; IEEE 1003.1, "Shell Command Language",
 * 2.2), and refuses what needs a shell instead of passing it on as text.
 */
export function splitCommand(line: string): { readonly words: string[] } | { readonly error: string } {
  const words: string[] = [];
  let word: string | null = null;
  /** Behind the last word; line breaks there mean nothing. */
  const end = line.trimEnd().length;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i]!;
    if (sign === "'" || sign === '"') {
      const quoted = quotedText(line, i);
      if (quoted === null) return { error: `The quote ${sign} is never closed.` };
      if (quoted.expands !== null) return needsShell(quoted.expands);
      word = (word ?? '') + quoted.text;
      i = quoted.end;
    } else if (sign === '\\') {
      if (i + 1 === line.length) return { error: 'The command ends in a backslash.' };
      i++;
      if (line[i] !== '\n') word = (word ?? '') + line[i]!;
    } else if (/\s/.test(sign) && (sign === ' ' || sign === '\t' || i >= end)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (shellSigns.test(sign) || (word === null && shellSignsAtStart.test(sign))) {
      return needsShell(sign);
    } else {
      word = (word ?? '') + sign;
    }
  }
  if (word !== null) words.push(word);
  return { words };
}

function needsShell(sign: string): { readonly error: string } {
  const name = /[\n\r]/.test(sign) ? 'a line break' : `\`${sign}\``;
  return {
    error: `Commands are started without a shell, so ${name} would not do what it does there. Put it in single quotes to pass it on as it is, or put the shell command in a script and name the script here.`,
  };
}

/** The text between quotes that begin at `start`; null: they do not end. */
function quotedText(
  line: string,
  start: number,
): { readonly text: string; readonly end: number; readonly expands: string | null } | null {
  const quote = line[start]!;
  let text = '';
  let expands: string | null = null;
  for (let i = start + 1; i < line.length; i++) {
    const sign = line[i]!;
    if (sign === quote) return { text, end: i, expands };
    if (quote === '"') {
      const next = line[i + 1];
      if (sign === '\\' && next !== undefined && '$`"\\\n'.includes(next)) {
        if (next !== '\n') text += next;
        i++;
        continue;
      }
      if (sign === '$' || sign === '`') expands ??= sign;
    }
    text += sign;
  }
  return null;
}

/** Why the words cannot be started; null: they can. */
export function isStartable(words: Command): string | null {
  if (words.length === 0 || words[0] === '') return 'There is no program to start.';
  if (words.some((word) => word.includes('\0'))) return 'A command cannot hold zero bytes.';
  for (const word of words) {
    const unknown = unknownPlaceholder(word);
    if (unknown !== null) return unknownPlaceholderMessage(unknown);
  }
  return null;
}

const pattern = /\{([a-z_]+)\}/g;

export function unknownPlaceholder(text: string): string | null {
  for (const [, name] of text.matchAll(pattern)) {
    if (!placeholders.some((known) => known === name)) return name!;
  }
  return null;
}

export function unknownPlaceholderMessage(name: string): string {
  return `\`{${name}}\` is no placeholder; there are ${placeholders.map((known) => `\`{${known}}\``).join(', ')}.`;
}

export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

/** Puts values into one word or path. A value is never looked at again, whatever it holds. */
export function expand(text: string, values: PlaceholderValues): string {
  return text.replace(pattern, (whole, name: string) =>
    name in values ? values[name as Placeholder] : whole,
  );
}

/** One word for a POSIX shell, whatever it holds. */
export function quoteWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command as people can read and paste it. */
export function showCommand(words: Command): string {
  return words.map(quoteWord).join(' ');
}
