import {
  isLongShare,
  isSummary,
  isTrackerExtra,
  labelKey,
  longAvailableColumns,
  lossColumn,
  meaningOfAffixes,
  namesLanguages,
  type Measure,
} from './names.ts';
import { isAbsent } from './numbers.ts';
import type { NamedRoles } from './named-roles.ts';
import type { MappedKind } from './run-map.ts';
import type { Sample } from './sample.ts';

/** The columns of a table with a row a run and language; -1: no column. */
export interface LongForm {
  readonly language: number;
  readonly share: number;
  readonly loss: number;
  readonly available: number;
  /** The tokens of each language, which together are the budget; the shares too, where no other column has them. */
  readonly tokens: number;
  readonly measure: Measure;
  /** Columns of losses that are not read, since another one says more. */
  readonly otherLosses: readonly number[];
  /** Whether the rows of a label are about all languages together. */
  readonly isSummary: (label: string) => boolean;
}

const none = -1;

/**
 * The columns of a table with a row a run and language; null: it is none.
 *
 * @param isKnown whether a label is a language of the mixture
 */
export function longFormOf(
  kind: MappedKind,
  named: NamedRoles,
  sample: Sample,
  isKnown: (label: string) => boolean,
): LongForm | null {
  const { columns, map } = kind;
  if (map?.share !== undefined && map.loss !== undefined) return null;
  const find = (test: (name: string) => boolean): number =>
    columns.findIndex((name) => test(name.toLowerCase().trim()));
  const holdsTexts = (column: number): boolean => sample.column(column).texts > 0;
  const language = columns.findIndex((name, column) => namesLanguages(name) && holdsTexts(column));
  if (language < 0) return null;
  const isOfAll = (label: string): boolean => isSummary(label) && !isKnown(label);
  const tokens = countsByLanguage(kind, named, language, isOfAll) ? named.tokens : none;
  const told = find(isLongShare);
  const share = told < 0 ? tokens : told;
  const losses = columns.flatMap((name, column) => {
    const measure = isTrackerExtra(name) ? null : lossColumn(name);
    if (measure === null) return [];
    const { isSecond, preference } = meaningOfAffixes(name, '');
    return [{ column, measure, rank: preference - (isSecond ? 20 : 0) }];
  });
  const [loss, ...others] = losses.toSorted((a, b) => b.rank - a.rank);
  if (share < 0 && loss === undefined) return null;
  return {
    language,
    share,
    loss: loss?.column ?? none,
    available: find((name) => longAvailableColumns.has(name)),
    tokens,
    measure: loss?.measure ?? 'loss',
    otherLosses: others.map(({ column }) => column),
    isSummary: isOfAll,
  };
}

/**
 * Whether the column of tokens counts those of each language: within a run they differ from language to language. Where one language
 * has several counts, the rows are checkpoints.
 */
function countsByLanguage(
  { tables, map }: MappedKind,
  named: NamedRoles,
  language: number,
  isOfAll: LongForm['isSummary'],
): boolean {
  const { tokens, seed, step } = named;
  const [id] = named.ids;
  if (tokens < 0 || id === undefined || map?.tokens !== undefined) return false;
  const byRun = new Map<string, Map<string, string>>();
  for (const table of tables) {
    for (let row = 0; row < table.rowCount; row++) {
      const count = table.text(row, tokens);
      const label = table.text(row, language);
      if (isAbsent(count) || isOfAll(label)) continue;
      const run = [id, seed, step].map((column) => (column < 0 ? '' : table.text(row, column))).join('\0');
      const counts = byRun.get(run) ?? new Map<string, string>();
      byRun.set(run, counts);
      if ((counts.get(label) ?? count) !== count) return false;
      counts.set(label, count);
    }
  }
  const several = [...byRun.values()].filter(({ size }) => size > 1);
  const different = several.filter((counts) => new Set(counts.values()).size > 1);
  // A language may have as many tokens as another by chance.
  return different.length > 0 && different.length >= several.length / 2;
}

/** The labels that have a value of `what` in the rows of long tables. */
export function longLabels(
  kinds: readonly MappedKind[],
  forms: readonly (LongForm | null)[],
  what: 'share' | 'loss',
): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [k, { tables }] of kinds.entries()) {
    const long = forms[k];
    if (long === null || long === undefined || long[what] < 0) continue;
    for (const table of tables) {
      for (let row = 0; row < table.rowCount; row++) {
        const label = table.text(row, long.language);
        if (label === '' || labels.has(labelKey(label)) || long.isSummary(label)) continue;
        if (table.text(row, long[what]) !== '') labels.set(labelKey(label), label);
      }
    }
  }
  return labels;
}
