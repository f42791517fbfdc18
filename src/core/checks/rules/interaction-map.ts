import { namesFile } from '../../mixture/run-tables.ts';
import type { RunTables } from '../../mixture/mixture.ts';
import { missingColumns } from '../../runs/read-runs.ts';
import type { ReadSummary } from '../../runs/runs.ts';
import { KnownWords } from '../../text/nearest.ts';
import type { Finding, Rule } from './rule.ts';

/** Columns of the map that the tables do not have, and conditions that no row meets, at their place in the map. */
export const interactionMap: Rule = {
  code: 'interaction.map',
  level: 'error',
  *check({ mixture, analysis, parsed }) {
    const read = analysis?.read ?? null;
    if (mixture.interactions?.kind !== 'runs' || read === null) return;
    for (const tables of mixture.interactions.tables) yield* findings(tables, read, parsed.json);
  },
};

function* findings(tables: RunTables, read: ReadSummary, json: boolean): Iterable<Finding> {
  const { map, named, paths } = tables;
  const columns = columnsOfFiles(
    paths.map(({ value }) => value),
    read,
  );
  if (map === null || columns.length === 0) return;
  const missing = new Set(missingColumns(map, columns).map(({ key, column }) => `${key} ${column}`));
  yield* unmet(tables, read, missing);
  const words = new KnownWords(columns);
  for (const { key, value, range } of named) {
    if (!missing.has(`${key} ${value}`)) continue;
    const near = words.nearest(value, 2);
    const isPattern = value.includes('{language}');
    const written = (name: string): string =>
      json || !/^[\p{L}_][\p{L}\p{N}_./-]*$/u.test(name) ? JSON.stringify(name) : name;
    yield {
      message: isPattern
        ? `No column of the tables matches \`${value}\`.`
        : `The tables have no column \`${value}\`.`,
      range,
      fixes: isPattern
        ? []
        : near.map((name, i) => ({
            title: `Replace with \`${name}\``,
            edits: [{ range, newText: written(name) }],
            preferred: i === 0,
          })),
    };
  }
}

/** Where a column is missing, that is why no row meets the condition. */
function* unmet(
  { named }: RunTables,
  { rows, unwanted }: ReadSummary,
  missing: ReadonlySet<string>,
): Iterable<Finding> {
  const conditions = named.filter(({ key }) => key === 'where');
  const [first] = conditions;
  if (first === undefined || rows === 0 || unwanted < rows) return;
  if (conditions.some(({ value }) => missing.has(`where ${value}`))) return;
  yield {
    message: 'No row of the tables meets `where`, so there are no runs to fit.',
    range: first.range,
  };
}

/** The columns of the files that some paths lead to. */
function columnsOfFiles(paths: readonly string[], { columns }: ReadSummary): string[] {
  // A kind of tables is told by the first of its files.
  const isOurs = (file: string): boolean => paths.some((path) => namesFile(path, file.replace(/, …$/, '')));
  return [...new Set(columns.filter(({ file }) => isOurs(file)).map(({ column }) => column))];
}
