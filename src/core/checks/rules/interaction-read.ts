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
    const guess = analysis?.read?.guess ?? null;
    const fixes =
      guess === null || table?.map !== null || interactions.paths.length !== 1
        ? []
        : [writeMap(table, guess)];
    yield {
      fixes,
      message: `Read from the tables of runs: ${sentences.join(' ')}`,
      range: interactions.range,
    };
  },
};

/** The path becomes a map; in JSON's form, which is YAML too. */
function writeMap({ range, paths }: RunTables, { share, loss }: NonNullable<ReadSummary['guess']>): Fix {
  const columns = (pairs: typeof share): string =>
    `{ ${pairs.map(([language, column]) => `${JSON.stringify(language)}: ${JSON.stringify(column)}`).join(', ')} }`;
  const files = JSON.stringify(paths[0]?.value ?? '');
  const newText = `{ "files": ${files}, "share": ${columns(share)}, "loss": ${columns(loss)} }`;
  return { title: 'Write a map of its columns', edits: [{ range, newText }] };
}
