import type { Command } from '../text/command-line.ts';

/** They stand inside words, so that no value can ever become two words. */
export const placeholders = ['config', 'tokens', 'parameters', 'seed', 'out', 'run'] as const;
export type Placeholder = (typeof placeholders)[number];

/** Why the words cannot be started; null: they can. */
export function isStartable(words: Command): string | null {
  if (words.length === 0 || words[0] === '') return 'There is no program to start.';
  if (words.some((word) => word.includes('\0'))) return 'A command cannot contain NUL bytes.';
  for (const word of words) {
    const unknown = unknownPlaceholder(word);
    if (unknown !== null) return unknownPlaceholderMessage(unknown);
  }
  return null;
}

const pattern = /\{([a-z_]+)\}/g;

export function unknownPlaceholder(text: string): string | null {
  for (const [, name = ''] of text.matchAll(pattern)) {
    if (!placeholders.some((known) => known === name)) return name;
  }
  return null;
}

export function unknownPlaceholderMessage(name: string): string {
  return `\`{${name}}\` is not a placeholder; there are ${placeholders.map((known) => `\`{${known}}\``).join(', ')}.`;
}

export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

/** Puts values into one word or path. A value is never looked at again, whatever it holds. */
export function expand(text: string, values: PlaceholderValues): string {
  return text.replace(pattern, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as Placeholder] : whole,
  );
}
