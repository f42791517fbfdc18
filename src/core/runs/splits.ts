import { isAbsent } from './numbers.ts';
import type { Sample } from './sample.ts';
import { areAbout, set, wordsOf } from './words.ts';

/** Parts of a data set, the one whose losses say most of a mixture first. */
const parts = [
  set('validation valid val dev eval evaluation heldout held_out'),
  set('test testing'),
  set('train training'),
];

const keyOf = (text: string): string => text.toLowerCase().replace(/[\s-]+/g, '_');

/** A column that says on which part of the data the losses of a row were measured. */
export interface Split {
  readonly column: number;
  /** Whether the losses of a row are on the part that is read; of a row that tells none, they are. */
  readonly isRead: (text: string) => boolean;
}

const telling = set('split splits subset partition phase mode set');
const beside = set('data dataset eval evaluation loss metric name');

/** The column of a table that has losses on several parts of the data; null: none has. */
export function splitOf(columns: readonly string[], sample: Sample): Split | null {
  for (const [column, name] of columns.entries()) {
    if (!areAbout(wordsOf(name), telling, beside)) continue;
    const told = sample.texts(column).filter((text) => !isAbsent(text));
    const found = parts.filter((part) => told.some((text) => part.has(keyOf(text))));
    const isSplit = told.every((text) => found.some((part) => part.has(keyOf(text))));
    const [read, ...others] = found;
    if (isSplit && read !== undefined && others.length > 0)
      return { column, isRead: (text) => isAbsent(text) || read.has(keyOf(text)) };
  }
  return null;
}
