import path from 'node:path';
import {
  equalMixture,
  mixtureOfCounts,
  newMixtureText,
  readTokenCounts,
  type NewMixture,
} from '../../core/edits/new-mixture.ts';
import { InputError, text, tokensOption, UsageError, type Command, type Invocation } from '../command.ts';
import { newFile, readText, writeNew } from '../files.ts';
import { exists } from '../folders.ts';
import { requireKnown } from '../languages.ts';

export const newCommand: Command = {
  name: 'new',
  summary: 'create a mixture file from languages, or from a table of their token counts',
  operands: ['CODE…', 'TABLE'],
  notes:
    'Languages start with equal shares. TABLE is CSV, TSV or Markdown with a column of languages and one of token\ncounts, and shares are in proportion to these.',
  options: {
    column: { takes: 'NAME', about: 'the column of TABLE that counts, if no name says which it is' },
    tokens: { takes: 'D', about: 'the token budget to write into the file (1.2T, 300B)' },
    out: {
      takes: 'MIXTURE',
      about: 'write the mixture to this new file (*.climb.yaml) instead of printing it',
    },
  },
  async run({ positionals, values, json, print, printExact, tell }) {
    const out = await newFile(values);
    const mixture = await mixtureFrom(positionals, text(values, 'column'), tell);
    const written = newMixtureText({ ...mixture, tokens: tokensOption(values) });
    if (out !== null) {
      await writeNew(
        out,
        written,
        tell,
        `; climb plan ${out} says how to measure what its languages do for each other`,
      );
    }
    if (json) print(JSON.stringify({ text: written }, null, 2));
    else if (out === null) printExact(written.replace(/\n$/, ''));
    return 0;
  },
};

async function mixtureFrom(
  operands: readonly string[],
  column: string | null,
  tell: Invocation['tell'],
): Promise<NewMixture> {
  const [first, ...more] = operands;
  if (first === undefined) throw new UsageError('name languages by their codes, or a table of token counts');
  const isTable = more.length === 0 && (first.includes('.') || (await exists(first)));
  if (isTable) return mixtureOf(first, await readText(first), column, tell);
  if (column !== null) throw new UsageError('--column needs a table');
  requireKnown(operands);
  return equalMixture([...new Set(operands)]);
}

function mixtureOf(
  table: string,
  content: string,
  column: string | null,
  tell: Invocation['tell'],
): NewMixture {
  const counts = readTokenCounts(content, column);
  if ('reason' in counts) throw new InputError(`${table}: ${counts.reason}`);
  if ('columns' in counts) {
    const columns = counts.columns.map(({ name, example }) => `${name} (${example}, …)`);
    throw new InputError(
      `${table}: several columns hold numbers, and no name says which of them counts tokens. Choose one with --column: ${columns.join(', ')}`,
    );
  }
  const { skipped } = counts;
  if (skipped > 0)
    tell(`${table}: ${skipped === 1 ? '1 row' : `${skipped} rows`} without a token count left out`);
  return mixtureOfCounts(counts, path.basename(table));
}
