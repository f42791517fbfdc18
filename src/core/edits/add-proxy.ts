import type { TextEdit } from '../text/range.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { entryOf } from '../mixture/source.ts';
import { startingSection } from '../proxy/starting-section.ts';
import { lineEndOf } from '../text/line-index.ts';

const lines = startingSection.map(({ key, value, others, comment }) => {
  const said = others.length > 0 ? `or ${others.join(', ')}` : comment;
  return `  ${key}: ${value}${said === null ? '' : ` # ${said}`}\n`;
});

const section = `proxy:
  # How one small training is started; put your own command and training config here.
${lines.join('')}`;

const table = `interactions:
  runs: runs/runs.csv # made by the proxy runs below
`;

/**
 * The edits that give a mixture a section `proxy` at its end, and its interactions the table which the runs make, in place of a prior;
 * null where it has that section already, or is not written in lines of YAML.
 */
export function addProxy({ text, root, mixture }: ParsedMixture): TextEdit[] | null {
  if (root?.kind !== 'map' || root.flow || entryOf(root, 'proxy') !== undefined) return null;
  const end = lineEndOf(text);
  const ended = (block: string): string => block.replaceAll('\n', end);
  const first = text === '' || text.endsWith('\n') ? '' : end;
  const old = entryOf(root, 'interactions');
  const isGuess = mixture.interactions?.kind === 'prior';
  const added = (block: string): TextEdit => ({
    range: { start: text.length, end: text.length },
    newText: `${first}${ended(block)}`,
  });
  if (old === undefined) return [added(`${table}${section}`)];
  if (!isGuess) return [added(section)];
  // With what is said of the guess at the end of its line.
  const rest = /[^\r\n]*/.exec(text.slice(old.range.end))?.[0] ?? '';
  const range = { start: old.keyRange.start, end: old.range.end + rest.length };
  return [{ range, newText: ended(table.trimEnd()) }, added(section)];
}

/** The same for whoever adds them by hand: the lines, and what they take the place of. */
export function proxyLines({ mixture: { interactions } }: ParsedMixture): string {
  const isGuess = interactions?.kind === 'prior';
  const lines = interactions === null || isGuess ? table + section : section;
  return `${isGuess ? 'In place of its `interactions`, write' : 'Write'} at its end, with your own command and config:\n\n${lines}`;
}
