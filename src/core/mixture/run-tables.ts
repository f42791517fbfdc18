import type { ReadOptions } from '../runs/read-runs.ts';
import type { ColumnsByLanguage, RunMap } from '../runs/run-map.ts';
import { matchesGlob } from '../text/glob.ts';
import type { Mixture, RunTables } from './mixture.ts';
import { parseQuantity } from './quantity.ts';
import { allSteps } from '../steps.ts';
import { entryOf, locatedText, readSource, type SourceNode } from './source.ts';

/** `interactions.runs`: a path, a list, or objects with `files` and a map of their columns. */
export function runTablesOf(node: SourceNode): RunTables[] {
  if (node.kind === 'list') return node.items.flatMap(runTablesOf);
  if (node.kind === 'scalar') {
    const path = locatedText(node);
    return path === null ? [] : [{ range: node.range, paths: [path], map: null, named: [] }];
  }
  const files = entryOf(node, 'files')?.value;
  const paths = (files?.kind === 'list' ? files.items : files === undefined ? [] : [files]).flatMap(
    (item) => locatedText(item) ?? [],
  );
  return [{ range: node.range, paths, ...runMapOf(node) }];
}

/** What a map says of the columns of a table; keys that it does not know are the schema's to tell. */
function runMapOf(node: SourceNode): Pick<RunTables, 'map' | 'named'> {
  const named: RunTables['named'][number][] = [];
  const text = (key: keyof RunMap): string | undefined => {
    const value = entryOf(node, key)?.value;
    const found = value === undefined ? null : locatedText(value);
    if (found === null) return undefined;
    named.push({ ...found, key });
    return found.value;
  };
  const countOrColumn = (key: 'tokens' | 'parameters'): string | number | undefined => {
    const value = entryOf(node, key)?.value;
    const found = value === undefined ? null : locatedText(value);
    if (found === null) return undefined;
    const quantity = parseQuantity(found.value);
    if ('value' in quantity && quantity.value > 0) return quantity.value;
    named.push({ ...found, key });
    return found.value;
  };
  const columns = (key: 'share' | 'loss' | 'available'): ColumnsByLanguage | undefined => {
    const value = entryOf(node, key)?.value;
    if (value?.kind !== 'map') return text(key);
    const byLanguage = new Map<string, string>();
    for (const entry of value.entries) {
      const column = locatedText(entry.value);
      if (column === null) continue;
      byLanguage.set(entry.key, column.value);
      named.push({ ...column, key });
    }
    return byLanguage;
  };
  const texts = (key: 'where' | 'parts'): ReadonlyMap<string, string> | undefined => {
    const value = entryOf(node, key)?.value;
    if (value?.kind !== 'map') return undefined;
    const wanted = new Map<string, string>();
    for (const entry of value.entries) {
      const found = locatedText(entry.value);
      if (found === null) continue;
      wanted.set(entry.key, found.value);
      named.push({ value: entry.key, range: entry.keyRange, key });
    }
    return wanted;
  };
  const list = entryOf(node, 'columns')?.value;
  const better = entryOf(node, 'fewer_is_better')?.value;
  const given = {
    id: text('id'),
    seed: text('seed'),
    tokens: countOrColumn('tokens'),
    parameters: countOrColumn('parameters'),
    share: columns('share'),
    loss: columns('loss'),
    available: columns('available'),
    columns: list?.kind === 'list' ? list.items.flatMap((item) => locatedText(item)?.value ?? []) : undefined,
    parts: texts('parts'),
    where: texts('where'),
    fewerIsBetter: better?.kind === 'scalar' && typeof better.value === 'boolean' ? better.value : undefined,
  };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return { map: said.length === 0 ? null : Object.fromEntries(said), named };
}

/** The map that a text of its own holds (`climb fit --map FILE`); null: it is no mapping. */
export function readRunMap(text: string): RunMap | null {
  const { root } = allSteps(readSource(text, { json: false }));
  return root?.kind === 'map' ? (runMapOf(root).map ?? {}) : null;
}

/** How the tables of a mixture are read: its languages are known, and each file has the map of the path that names it. */
export function readingOf({ languages, interactions }: Mixture): ReadOptions {
  const tables = interactions?.kind === 'runs' ? interactions.tables : [];
  return {
    languages: languages.map(({ code }) => code),
    available: new Map(
      languages.flatMap(({ code, available }) =>
        available !== null && available.value > 0 ? [[code, available.value]] : [],
      ),
    ),
    mapOf: (file) =>
      tables.find(({ paths }) => paths.some(({ value }) => namesFile(value, file)))?.map ?? null,
  };
}

/** Whether a path of the mixture leads to a file: it is its path, a glob that matches it, or a folder around it. */
export function namesFile(path: string, file: string): boolean {
  return path === file || file.startsWith(`${path.replace(/(?<!\/)\/+$/, '')}/`) || matchesGlob(path, file);
}
