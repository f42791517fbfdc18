import { languageId } from '../language/codes.ts';
import { isLanguage, toldBy, type Told } from './labels.ts';
import { labelKey } from './names.ts';
import { isAbsent } from './numbers.ts';
import { nearestWords } from '../text/nearest.ts';
import { quotedNames } from '../text/words.ts';
import { assemble } from './assemble.ts';
import { unitOfLosses } from './loss-units.ts';
import { openTables, type RunFile } from './open-tables.ts';
import { notationsOf } from './notations.ts';
import { saysLoss } from './pairing.ts';
import { understand, type Roles } from './roles.ts';
import { withNamedShares } from './named-shares.ts';
import { namedRole } from './run-columns.ts';
import { shown } from './row-reader.ts';
import { columnsOf, placeholder, type MappedKind, type RunMap } from './run-map.ts';
import { RunProblems } from './run-problems.ts';
import type { ProxyRun, ReadSummary, RunSet } from './runs.ts';
import { Sample } from './sample.ts';
import { summarise } from './summary.ts';
import type { Table } from './table.ts';

export type { RunFile } from './open-tables.ts';

export interface ReadOptions {
  /** Codes of the mixture, or of others that are languages for certain. */
  readonly languages?: readonly string[];
  /** Unique tokens of each language by its code, for runs whose table does not say how much text they drew from. */
  readonly available?: ReadonlyMap<string, number>;
  /** What was said of the columns of a file; null: nothing. */
  readonly mapOf?: (path: string) => RunMap | null;
}

/** More values than this take the fit more memory than a workstation has. */
const maxValues = 60_000_000;

/**
 * Reads tables of proxy runs (docs/mixture-file.md, "Tables of runs") in whatever form trainings and trackers write them, as one set
 * of runs. Never throws: what cannot be used is a problem at its place, and the rest is read.
 */
export function readRuns(files: readonly RunFile[], options: ReadOptions = {}): RunSet {
  const problems = new RunProblems();
  const { mapOf = () => null } = options;
  const notes: string[] = [];
  const opened = files.flatMap((file) => openTables(file, mapOf(file.path), problems, notes));
  const understood = (tables: readonly Table[]) => {
    const kinds = kindsOf(tables, mapOf);
    return { tables, kinds, roles: understand(kinds, options.languages ?? []) };
  };
  const asOpened = understood(opened);
  const named = sharesOfNames(opened, asOpened.roles, notes);
  const { tables, kinds, roles } = named === null ? asOpened : understood(named);
  checkMaps(kinds, problems);
  for (const { kind, column, language, what } of roles.doubled) {
    const table = kinds[kind]?.tables[0];
    if (table === undefined) continue;
    const name = roles.languages[language] ?? '';
    const message = `A second column for the ${what} of ${name}; only the first is read.`;
    problems.add(`${what} ${column}`, table.file, table.place(-1, column), message, { rows: 0 });
  }
  tellTexts(kinds, roles, problems, notes);
  const lossUnit = unitOfLosses(kinds, roles, problems);
  if (lossUnit?.startsWith('bits') === true) notes.push(`The losses are in ${lossUnit}.`);
  const width = roles.languages.length;
  const rows = tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
  if (rows * width > maxValues) {
    const [first] = tables;
    problems.add(
      'too large',
      first?.file ?? '',
      { line: 0, column: 0 },
      `${rows} rows of ${width} languages are more than can be fitted; keep fewer checkpoints of each run.`,
      { rows },
    );
    return { languages: [], runs: [], problems: problems.list() };
  }
  const assembly = assemble(kinds, roles, problems);
  if (assembly === null) return { languages: [], runs: [], problems: problems.list() };
  const summary = summarise(kinds, roles, assembly, notes);
  const isLeftOut =
    assembly.runs.length === 0 &&
    roles.kinds.some(({ shares, losses }) => shares.length > 0 && losses.length > 0);
  if (rows > 0 && !isLeftOut && !assembly.runs.some(({ loss }) => loss.some((value) => value !== null)))
    explainNoLoss(kinds, summary, problems, assembly.runs.length > 0);
  const runs = withAvailable(assembly.runs, roles.languages, options.available ?? new Map());
  return { languages: roles.languages, runs, lossUnit, problems: problems.list(), summary };
}

/**
 * The tables with the shares that stand in names of runs, where no column has any. Null: they have none there.
 *
 * @param notes gets the columns of the names
 */
function sharesOfNames(
  tables: readonly Table[],
  { languages, evaluated, kinds }: Roles,
  notes: string[],
): readonly Table[] | null {
  if (kinds.some(({ shares, long }) => shares.length > 0 || long !== null)) return null;
  const withLoss = kinds.flatMap(({ losses }) => losses.map(({ language }) => languages[language] ?? ''));
  const labels = [...new Set([...evaluated, ...withLoss])];
  const named = withNamedShares(tables, labels);
  for (const column of named?.columns ?? []) notes.push(`The shares stand in the names in \`${column}\`.`);
  return named?.tables ?? null;
}

/**
 * Columns that are shares, losses or budgets by their names, and hold no numbers: silently they would be missed. Where a language has
 * its losses from another column, nothing is missed; and a fit may do without budgets and sizes.
 *
 * @param notes gets the columns of these
 */
function tellTexts(kinds: readonly MappedKind[], roles: Roles, problems: RunProblems, notes: string[]): void {
  for (const [k, kind] of kinds.entries()) {
    const [table] = kind.tables;
    if (table === undefined || kind.map !== null) continue;
    const sample = new Sample(kind);
    const own = roles.kinds[k];
    const textIn = (column: number): string =>
      shown(sample.texts(column).find((cell) => !isAbsent(cell)) ?? '');
    const wordy: { readonly name: string; readonly column: number }[] = [];
    for (const [column, name] of kind.columns.entries()) {
      if (sample.isNumeric(column) || own?.long?.language === column || own?.ids.includes(column)) continue;
      const told = toldBy(name);
      const role = namedRole(name)?.role;
      if (told !== null) {
        if (isLanguage(told.label) && !isRead(told, roles)) wordy.push({ name, column });
      } else if ((role === 'tokens' || role === 'parameters') && roles.kinds.every((any) => any[role] < 0))
        notes.push(
          `\`${name}\` is not read as the ${role === 'tokens' ? 'budget' : 'model size'}, since it holds text such as \`${textIn(column)}\`.`,
        );
    }
    const [first] = wordy;
    if (first === undefined) continue;
    problems.add(
      'text',
      table.file,
      table.place(-1, first.column),
      `${quotedNames(
        wordy.map(({ name }) => name),
        4,
      )} ${wordy.length === 1 ? 'holds' : 'hold'} no numbers, but text such as \`${textIn(first.column)}\`: nothing is read from there.`,
      { rows: 0 },
    );
  }
}

/** Whether any column gives a language what a name tells of it. */
function isRead({ kind, label }: Told, { byLabel, kinds }: Roles): boolean {
  const index = byLabel.get(labelKey(label));
  return kinds.some(({ shares, losses, long }) => {
    const columns = kind === 'share' ? shares : losses;
    return (
      index !== undefined && ((long?.[kind] ?? -1) >= 0 || columns.some(({ language }) => language === index))
    );
  });
}

/** Fills in how much text there is where a table is silent; a language may be spelt otherwise there. */
function withAvailable(
  runs: readonly ProxyRun[],
  languages: readonly string[],
  available: ReadonlyMap<string, number>,
): readonly ProxyRun[] {
  if (available.size === 0) return runs;
  const byId = new Map([...available].map(([code, tokens]) => [languageId(code), tokens]));
  const known = languages.map((code) => available.get(code) ?? byId.get(languageId(code)) ?? null);
  if (known.every((tokens) => tokens === null)) return runs;
  return runs.map((run) => ({
    ...run,
    available: known.map((tokens, i) => run.available?.[i] ?? tokens),
  }));
}

/** Tables with the same columns and map are read as one. */
function kindsOf(tables: readonly Table[], mapOf: (path: string) => RunMap | null): MappedKind[] {
  const kinds: { tables: Table[]; map: RunMap | null; key: string }[] = [];
  const byKey = new Map<string, Map<RunMap | null, { tables: Table[] }>>();
  for (const table of tables) {
    const map = mapOf(table.file);
    // Two tables of the same columns may be the shares and the losses.
    const key = `${saysLoss(table.file)} ${table.columns.join('\0')}`;
    const byMap = byKey.get(key) ?? new Map<RunMap | null, { tables: Table[] }>();
    byKey.set(key, byMap);
    const known = byMap.get(map);
    if (known !== undefined) known.tables.push(table);
    else {
      const kind = { tables: [table], map, key };
      byMap.set(map, kind);
      kinds.push(kind);
    }
  }
  const notations = notationsOf(kinds.map(({ tables: own }) => own));
  return kinds.map(({ tables: own, map }, kind) => ({
    tables: own,
    columns: own[0]?.columns ?? [],
    notations: notations[kind] ?? [],
    map,
  }));
}

/** Columns that a map names and none of its tables has; shares and losses may stand in two. */
function checkMaps(kinds: readonly MappedKind[], problems: RunProblems): void {
  const byMap = new Map<RunMap, { columns: string[]; file: string }>();
  for (const { map, columns, tables } of kinds) {
    if (map === null) continue;
    const known = byMap.get(map);
    if (known === undefined) byMap.set(map, { columns: [...columns], file: tables[0]?.file ?? '' });
    else known.columns.push(...columns);
  }
  for (const [map, { columns, file }] of byMap) {
    for (const { key, column } of missingColumns(map, columns)) {
      const near = nearestWords(column, columns, 1)[0];
      const message = column.includes(placeholder)
        ? `No column matches the pattern \`${column}\` of \`${key}\`.`
        : `There is no column \`${column}\`, which the map names as \`${key}\`.`;
      problems.add(
        `map ${key} ${column}`,
        file,
        { line: 0, column: 0 },
        `${message}${near === undefined ? '' : ` Is it \`${near}\`?`}`,
        { rows: 0, aboutMap: true },
      );
    }
  }
}

/** What a map names and `columns` do not have. */
export function missingColumns(
  map: RunMap,
  columns: readonly string[],
): { readonly key: keyof RunMap; readonly column: string }[] {
  const known = new Set(columns);
  const missing: { key: keyof RunMap; column: string }[] = [];
  for (const key of ['id', 'seed', 'tokens', 'parameters'] as const) {
    const column = map[key];
    if (typeof column === 'string' && !known.has(column)) missing.push({ key, column });
  }
  for (const key of ['share', 'loss', 'available'] as const) {
    const named = map[key];
    if (named === undefined) continue;
    if (typeof named === 'string') {
      if (columnsOf(named, columns).length === 0) missing.push({ key, column: named });
    } else for (const column of named.values()) if (!known.has(column)) missing.push({ key, column });
  }
  for (const column of map.parts?.keys() ?? [])
    if (!known.has(column)) missing.push({ key: 'parts', column });
  for (const column of map.where?.keys() ?? [])
    if (!known.has(column)) missing.push({ key: 'where', column });
  return missing;
}

function explainNoLoss(
  kinds: readonly MappedKind[],
  { evaluated, sources, both, guess }: Pick<ReadSummary, 'evaluated' | 'sources' | 'both' | 'guess'>,
  problems: RunProblems,
  hasShares: boolean,
): void {
  const table = kinds[0]?.tables[0];
  if (table === undefined || both.length > 0) return;
  const names = [...new Set(kinds.flatMap(({ columns }) => columns))].filter((name) => name !== '');
  const list =
    names
      .slice(0, 12)
      .map((name) => `\`${name}\``)
      .join(', ') + (names.length > 12 ? ', …' : '');
  const few = (labels: readonly string[]): string =>
    labels.slice(0, 4).join(', ') + (labels.length > 4 ? ', …' : '');
  // A plan holds shares alone until its runs have ended.
  if (hasShares && evaluated.length === 0) return;
  const found =
    sources.length > 0 && evaluated.length > 0
      ? `The shares (${few(sources)}) and the losses (${few(evaluated)}) have no name in common. Use a map to say which loss belongs to which language.`
      : evaluated.length > 0
        ? `There are losses (${few(evaluated)}), but no column is recognised as a share. Name the shares ratio_<language>, or use a map to say which they are.`
        : 'No column is recognised as a share or a loss. Name them ratio_<language> and loss_<language>, or use a map to say which they are.';
  const perhaps =
    guess === null
      ? ''
      : ` Perhaps the loss of ${guess.share.map(([, share], i) => `\`${share}\` is \`${guess.loss[i]?.[1] ?? ''}\``).join(', that of ')}.`;
  const { line, column } = table.place(-1, 0);
  problems.add('no loss', table.file, { line, column }, `${found}${perhaps} The columns are ${list}.`, {
    rows: 0,
  });
}
