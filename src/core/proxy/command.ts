import type { Command } from '../text/command-line.ts';

/** They stand inside words, so that no value can ever become two words. */
export const placeholders = ['config', 'tokens', 'parameters', 'seed', 'out', 'run'] as const;
export type Placeholder = (typeof placeholders)[number];

/** Why the words cannot be started; null: they can. */
export function isStartable(words: Command): string | null {
  if (words.length === 0 || words[0] === '') return 'There is no program to start.';
  if (words.some((word) => word.includes('\0'))) return 'A command cannot contain NUL bytes.';
  for (const word of words) {
    const problem = placeholderProblem(word);
    if (problem !== null) return problem;
  }
  return null;
}

const pattern = /\{([a-z_]+)\}/g;

/** Beside braces that belong together, which may be anything, such as JSON: a placeholder with only one of them. */
const half = new RegExp(
  `\\{(${placeholders.join('|')})(?![a-z_])[^{}]*$|^(?:[^{]*[^{a-z_])?(${placeholders.join('|')})\\}`,
);

/** What is wrong with the placeholders of a word or path, as a sentence; null: nothing. */
export function placeholderProblem(text: string): string | null {
  for (const [, name = ''] of text.matchAll(pattern)) {
    if (!placeholders.some((known) => known === name))
      return `\`{${name}}\` is not a placeholder; there are ${placeholders.map((known) => `\`{${known}}\``).join(', ')}.`;
  }
  const [, unclosed, unopened] = half.exec(text.replace(/\{[^{}]*\}/g, '')) ?? [];
  const name = unclosed ?? unopened;
  return name === undefined ? null : `The placeholder \`{${name}}\` lacks one of its braces.`;
}

export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

/** Puts values into one word or path. A value is never looked at again, whatever it holds. */
export function expand(text: string, values: PlaceholderValues): string {
  return text.replace(pattern, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as Placeholder] : whole,
  );
}
