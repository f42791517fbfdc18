import { readDelimited } from '../runs/delimited.ts';
import { notationsOf } from '../runs/notations.ts';
import type { Notation } from '../runs/numbers.ts';
import { openTables } from '../runs/open-tables.ts';
import { RunProblems } from '../runs/run-problems.ts';
import type { Table } from '../runs/table.ts';
import { measureOf, plain, readLoss, unitOf, type Written } from './loss-value.ts';
import { namedLosses, type FoundLoss, type NamedLosses } from './named-losses.ts';
import type { Measured } from './run.ts';
import { elementAt } from '../text/elements.ts';
import { list, quotedNames } from '../text/words.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * The losses that a training left: JSON (an object, a list, a row a language, a Hugging Face `trainer_state.json` with its
 * `log_history`, lm-eval's results), JSONL, or CSV/TSV with a header. Of several rows the last that holds a key counts. `keys`: where
 * each language's loss is, as a column name or a path such as `eval/en/loss`; a language without one is looked for under its usual
 * names, then by what the names in the result say (named-losses.ts). A language that the result does not mention, or whose loss alone
 * is not finite, is missing; a result that mentions none, and a loss that cannot be read, are errors.
 */
export function readLosses(
  text: string,
  languages: readonly string[],
  keys: ReadonlyMap<string, string>,
): Measured | { readonly error: string } {
  const namesOf = (language: string): readonly string[] => {
    const key = keys.get(language);
    return key === undefined ? usualNames(language) : [key];
  };
  const content = text.replace(/^\uFEFF/, '');
  const found = lastValues(content, languages.map(namesOf));
  const open = languages.filter((language, index) => found?.[index] === undefined && !keys.has(language));
  const named =
    open.length === 0
      ? null
      : tablesIn(content).map(({ table, notations }) => namedLosses(table, notations, open));
  if (found === null && (named === null || named.length === 0))
    return { error: 'The result is neither JSON, JSONL nor CSV.' };
  const doubt = named?.map((told) => told.doubt).find((told) => told !== null) ?? null;
  if (doubt !== null) return { error: doubtful(doubt) };
  const losses: [string, number | null][] = [];
  const byUnit = new Map<string, string[]>();
  for (const [index, language] of languages.entries()) {
    const key = keys.get(language);
    const written = found?.[index];
    const read: FoundLoss | undefined =
      written === undefined
        ? named?.map((told) => told.losses.get(language)).find((loss) => loss !== undefined)
        : {
            name: written.name,
            loss: readLoss(written, key === undefined ? 'loss' : measureOf(key, language), language),
          };
    if (read === undefined) continue;
    const { name, loss } = read;
    if (loss !== null && typeof loss === 'object') return { error: loss.fault };
    losses.push([language, loss]);
    const unit = loss === null ? null : unitOf(name, language);
    if (unit !== null) byUnit.set(unit, [...(byUnit.get(unit) ?? []), name]);
  }
  // Whoever names the key of every language has chosen what stands there.
  if (byUnit.size > 1 && languages.some((language) => !keys.has(language))) return { error: mixed(byUnit) };
  if (losses.length === 0) return { error: nothingFound(namesOf(languages[0] ?? ''), named ?? []) };
  // A training that diverged has no number for any language; one that has some was not measured in the others.
  const measured = losses.filter(([, loss]) => loss !== null);
  const kept = measured.length > 0 ? measured : losses;
  const told = new Set(kept.map(([language]) => language));
  // Codes come from the file: as own properties, `__proto__` is a name like any other.
  return { losses: Object.fromEntries(kept), missing: languages.filter((language) => !told.has(language)) };
}

/** The tables that a result is read as, where its losses are not called as usual, with how each column writes numbers. */
function tablesIn(
  text: string,
): readonly { readonly table: Table; readonly notations: readonly Notation[] }[] {
  const isJson = /^\s*[[{]/.test(text);
  const file = { path: isJson ? 'result.json' : 'result.csv', text };
  return openTables(file, null, new RunProblems(), [])
    .filter(({ rowCount }) => rowCount > 0)
    .map((table) => ({ table, notations: isJson ? table.columns.map(() => plain) : notationsIn(table) }));
}

const notationsIn = (table: Table): readonly Notation[] => notationsOf([[table]])[0] ?? [];

function doubtful({ language, names }: NonNullable<NamedLosses['doubt']>): string {
  const some = names.slice(0, 4).map((name) => `\`${name}\``);
  return `The result holds several losses of ${language}: ${some.join(', ')}. Say under \`proxy.losses\` which one counts.`;
}

function mixed(byUnit: ReadonlyMap<string, readonly string[]>): string {
  const kinds = [...byUnit].map(([unit, names]) => `${unit} (${quotedNames(names)})`);
  return `The result holds losses of several units: ${list(kinds)}. Say under \`proxy.losses\` which ones count.`;
}

function nothingFound(usual: readonly string[], named: readonly NamedLosses[]): string {
  const first = (names: readonly string[], most: number): string =>
    names
      .slice(0, most)
      .map((name) => `\`${name}\``)
      .join(', ') + (names.length > most ? ', …' : '');
  const numbers = named.flatMap(({ names }) => names);
  const there =
    numbers.length === 0
      ? ''
      : ` Its numbers are ${first(numbers, 6)}: say under \`proxy.losses\` which are losses.`;
  return `The result holds no loss: there is no ${first(usual.slice(0, 3), 3)}, nor those of other languages.${there}`;
}

/** What trainers call the loss of a language, the plainest first. */
const usualNames = (language: string): readonly string[] => [
  `losses/${language}`,
  `loss_${language}`,
  language,
  `${language}/loss`,
  `${language}_loss`,
  `eval/${language}/loss`,
  `eval_${language}_loss`,
  `eval/loss/${language}`,
  `eval/loss_${language}`,
  `eval_loss_${language}`,
  `val_loss_${language}`,
];

/**
 * For each list of names the last value that stands under one of them; undefined: none does. Rows are read from the last to the
 * first, and no more of them than needed: logs are long, and the last losses are at their end. Null: they are no rows.
 */
function lastValues(text: string, wanted: readonly (readonly string[])[]): (Written | undefined)[] | null {
  const found = wanted.map((): Written | undefined => undefined);
  const isComplete = (): boolean => !found.includes(undefined);
  const take = (row: Row, notationOf: (name: string) => Notation = () => plain): void => {
    for (const [index, names] of wanted.entries()) {
      if (found[index] !== undefined) continue;
      for (const name of names) {
        const value = valueAt(row, name);
        if (value === undefined || value === '' || isRow(value)) continue;
        found[index] = { name, value, notation: notationOf(name) };
        break;
      }
    }
  };
  const starts = text.trimStart();
  if (starts.startsWith('{') || starts.startsWith('[')) {
    const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    const isLines = lines.length > 1 && starts.startsWith('{') && isRow(parseJson(elementAt(lines, 0)));
    if (!isLines) {
      const rows = rowsIn(parseJson(text));
      for (const row of rows?.toReversed() ?? []) {
        if (isComplete()) break;
        take(row);
      }
      return rows === null ? null : found;
    }
    for (const [index, line] of lines.reverse().entries()) {
      if (isComplete()) break;
      const row = parseJson(line);
      if (isRow(row)) take(row);
      // The last line may be torn where the training was killed as it wrote.
      else if (index > 0) return null;
    }
    return found;
  }
  for (const part of lastLines(text)) {
    const table = readDelimited('', part, new RunProblems());
    if (table === null || table.rowCount === 0) return null;
    const notations = notationsIn(table);
    const notationOf = (name: string): Notation => notations[table.columns.indexOf(name)] ?? plain;
    for (let row = table.rowCount - 1; row >= 0 && !isComplete(); row--) {
      take(
        Object.fromEntries(table.columns.map((name, column) => [name, table.text(row, column)])),
        notationOf,
      );
    }
    if (isComplete()) break;
  }
  return found;
}

/** The table by its header with its last lines only, then the whole. */
function lastLines(text: string): string[] {
  const most = 65_536;
  if (text.length <= 2 * most) return [text];
  const header = /^[^\r\n]*\r?\n/.exec(text)?.[0];
  const from = text.indexOf('\n', text.length - most) + 1;
  return header === undefined || from === 0 || header.length > most
    ? [text]
    : [header + text.slice(from), text];
}

function valueAt(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  // As a path, and as the tables of a result call it.
  return valueBelow(row, name.split('/')) ?? valueBelow(row, name.split('.'));
}

function valueBelow(row: Row, steps: readonly string[]): unknown {
  let value: unknown = row;
  for (const step of steps) {
    if (!isRow(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsIn(value: unknown): Row[] | null {
  if (Array.isArray(value)) return value.filter(isRow);
  if (!isRow(value)) return null;
  const history = value['log_history'];
  return Array.isArray(history) ? [...history.filter(isRow), value] : [value];
}

/** JSON as Python writes it: `NaN` and `Infinity` become null, a loss that is no number. Undefined: it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  try {
    return JSON.parse(text.replace(/([:[,] {0,9})(?:NaN|-?Infinity)(?=\s{0,9}[,}\]])/g, '$1null'));
  } catch {
    return undefined;
  }
}
