import type { TextEdit } from '../text/range.ts';
import type { ParsedMixture } from '../mixture/parse.ts';
import { entryOf } from '../mixture/source.ts';
import { lineEndOf } from '../text/line-index.ts';

/** How one small training is started, to be put right by its author: the file it names is not there, and says so. */
const section = `proxy:
  # How one small training is started; put your own command and training config here.
  command: python train.py --config {config} --tokens {tokens} --seed {seed} --out {out}
  config: proxy.yaml # its weights are rewritten for each run
  tokens: 1B # of one run
`;

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
  const lines = (block: string): string => block.replaceAll('\n', end);
  const first = text === '' || text.endsWith('\n') ? '' : end;
  const old = entryOf(root, 'interactions');
  const isGuess = mixture.interactions?.kind === 'prior';
  const added = (block: string): TextEdit => ({
    range: { start: text.length, end: text.length },
    newText: `${first}${lines(block)}`,
  });
  if (old === undefined) return [added(`${table}${section}`)];
  if (!isGuess) return [added(section)];
  // With what is said of the guess at the end of its line.
  const rest = /[^\r\n]*/.exec(text.slice(old.range.end))?.[0] ?? '';
  const range = { start: old.keyRange.start, end: old.range.end + rest.length };
  return [{ range, newText: lines(table.trimEnd()) }, added(section)];
}

/** The same for whoever adds them by hand: the lines, and what they take the place of. */
export function proxyLines({ mixture: { interactions } }: ParsedMixture): string {
  const isGuess = interactions?.kind === 'prior';
  const lines = interactions === null || isGuess ? table + section : section;
  return `${isGuess ? 'In place of its `interactions`, write' : 'Write'} at its end, with your own command and config:\n\n${lines}`;
}
