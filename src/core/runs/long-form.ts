import {
  isLongShare,
  isTrackerExtra,
  labelKey,
  longAvailableColumns,
  lossColumn,
  meaningOfAffixes,
  namesLanguages,
  type Measure,
} from './names.ts';
import type { MappedKind } from './run-map.ts';
import type { Sample } from './sample.ts';

/** The columns of a table with a row a run and language; -1: no column. */
export interface LongForm {
  readonly language: number;
  readonly share: number;
  readonly loss: number;
  readonly available: number;
  readonly measure: Measure;
}

const none = -1;

/** The columns of a table with a row a run and language; null: it is none. */
export function longFormOf({ columns, map }: MappedKind, sample: Sample): LongForm | null {
  if (map?.share !== undefined && map.loss !== undefined) return null;
  const find = (test: (name: string) => boolean): number =>
    columns.findIndex((name) => test(name.toLowerCase().trim()));
  const holdsTexts = (column: number): boolean => sample.column(column).texts > 0;
  const language = columns.findIndex((name, column) => namesLanguages(name) && holdsTexts(column));
  if (language < 0) return null;
  const share = find(isLongShare);
  const losses = columns.flatMap((name, column) => {
    const measure = isTrackerExtra(name) ? null : lossColumn(name);
    return measure === null ? [] : [{ column, measure, training: meaningOfAffixes(name, '').training }];
  });
  const loss = losses.find(({ training }) => !training) ?? losses[0];
  if (share < 0 && loss === undefined) return null;
  return {
    language,
    share,
    loss: loss?.column ?? none,
    available: find((name) => longAvailableColumns.has(name)),
    measure: loss?.measure ?? 'loss',
  };
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
        if (label !== '' && table.text(row, long[what]) !== '' && !labels.has(labelKey(label)))
          labels.set(labelKey(label), label);
      }
    }
  }
  return labels;
}
