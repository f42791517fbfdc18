import type { Fix } from '../../problem.ts';
import type { RunTables } from '../../mixture/mixture.ts';
import type { ReadSummary } from '../../runs/runs.ts';
import type { Rule } from './rule.ts';

/** Nothing is wrong: says what the tables of runs were taken for, so that a column that means something else is noticed. */
export const interactionRead: Rule = {
  code: 'interaction.read',
  level: 'info',
  *check({ mixture, analysis }) {
    const { interactions } = mixture;
    const sentences = analysis?.read?.sentences ?? [];
    if (interactions?.kind !== 'runs' || sentences.length === 0 || analysis?.read?.rows === 0) return;
    const table = interactions.tables[0];
    const columns = analysis?.read == null ? null : columnsToMap(analysis.read);
    const fixes =
      columns === null || table?.map !== null || interactions.paths.length !== 1
        ? []
        : [writeMap(table, columns)];
    yield {
      fixes,
      message: `Read from the tables of runs: ${sentences.join(' ')}`,
      range: interactions.range,
    };
  },
};

/** JSON's form of what a map says of shares and losses, which is YAML too. */
interface MapColumns {
  readonly share: string;
  readonly loss: string;
}

/** What is guessed of the columns; where nothing was understood, patterns to be completed: they match no column. Null: no map is needed. */
function columnsToMap({ guess, both, sources, evaluated, unused }: ReadSummary): MapColumns | null {
  if (guess !== null) return { share: pairs(guess.share), loss: pairs(guess.loss) };
  const isUnderstood = both.length + sources.length + evaluated.length > 0;
  if (isUnderstood || unused.length === 0) return null;
  return { share: '"share of {language}"', loss: '"loss of {language}"' };
}

const pairs = (of: readonly (readonly [language: string, column: string])[]): string =>
  `{ ${of.map(([language, column]) => `${JSON.stringify(language)}: ${JSON.stringify(column)}`).join(', ')} }`;

function writeMap({ range, paths }: RunTables, { share, loss }: MapColumns): Fix {
  const files = JSON.stringify(paths[0]?.value ?? '');
  const newText = `{ "files": ${files}, "share": ${share}, "loss": ${loss} }`;
  return { title: 'Write a map of its columns', edits: [{ range, newText }] };
}
