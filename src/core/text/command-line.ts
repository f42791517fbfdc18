/** A program and its arguments. */
export type Command = readonly string[];

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
    const sign = line.charAt(i);
    if (sign === "'" || sign === '"') {
      const quoted = quotedText(line, i);
      if (quoted === null) return { error: `The quote ${sign} is never closed.` };
      if (quoted.expands !== null) return needsShell(quoted.expands);
      word = (word ?? '') + quoted.text;
      i = quoted.end;
    } else if (sign === '\\') {
      if (i + 1 === line.length) return { error: 'The command ends in a backslash.' };
      i++;
      if (line[i] !== '\n') word = (word ?? '') + line.charAt(i);
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
  const quote = line.charAt(start);
  let text = '';
  let expands: string | null = null;
  for (let i = start + 1; i < line.length; i++) {
    const sign = line.charAt(i);
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

/** One word for a POSIX shell, whatever it holds. */
export function quoteWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command as people can read and paste it. */
export function showCommand(words: Command): string {
  return words.map(quoteWord).join(' ');
}
