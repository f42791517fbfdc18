import { besideLanguage } from './names.ts';
import type { Kind } from './sample.ts';

/** Columns of all languages: a pattern such as `mix.{language}`, or the column of each by code. */
export type ColumnsByLanguage = string | ReadonlyMap<string, string>;

/** What a reader said of the columns of a table, where their names do not tell. What is absent is found by the names. */
export interface RunMap {
  readonly id?: string;
  readonly seed?: string;
  /** A column, or one number for all rows. */
  readonly tokens?: string | number;
  readonly parameters?: string | number;
  readonly share?: ColumnsByLanguage;
  readonly loss?: ColumnsByLanguage;
  readonly available?: ColumnsByLanguage;
  /** The names of the columns, for a file without a header. */
  readonly columns?: readonly string[];
  /** Columns whose texts hold several values, by patterns such as `*_{mix.en}-{mix.de}/{step}`: each part becomes a column. */
  readonly parts?: ReadonlyMap<string, string>;
  /** Rows are taken only where these columns hold these values. */
  readonly where?: ReadonlyMap<string, string>;
  /** False: the loss columns are accuracies x, and 1 − x is fitted. */
  readonly fewerIsBetter?: boolean;
}

/** A kind of tables and what was said of its columns. */
export interface MappedKind extends Kind {
  readonly map: RunMap | null;
}

/** Stands for the language in a pattern. */
export const placeholder = '{language}';

/** A column that a map names as one of a language. */
interface LanguageColumn {
  readonly language: string;
  readonly column: string;
  /** What stands before and after the language in the column's name; all of it where the language is not in it. */
  readonly around: readonly [prefix: string, suffix: string];
}

/** The columns that a map names, with the language where they are of one; a pattern's are looked for among `columns`. */
export function columnsOf(named: ColumnsByLanguage, columns: readonly string[]): LanguageColumn[] {
  if (typeof named !== 'string')
    return [...named].map(([language, column]) => ({
      language,
      column,
      around: besideLanguage(column, language) ?? [column, ''],
    }));
  const at = named.indexOf(placeholder);
  if (at < 0) return [];
  const prefix = named.slice(0, at);
  const suffix = named.slice(at + placeholder.length);
  return columns.flatMap((column) => {
    const fits =
      column.length > prefix.length + suffix.length && column.startsWith(prefix) && column.endsWith(suffix);
    const language = column.slice(prefix.length, column.length - suffix.length);
    return fits ? [{ language, column, around: [prefix, suffix] }] : [];
  });
}

/** The texts that a pattern of `parts` finds, by name; null: the text does not fit. `*` is anything, `{name}` a part without `/`. */
export function partsMatcher(pattern: string): {
  readonly names: readonly string[];
  readonly match: (text: string) => readonly string[] | null;
} {
  const names: string[] = [];
  const source = pattern.replace(/\{([^{}]*)\}|\*|[\\^$.|?+()[\]{}]/g, (found, name: string | undefined) => {
    if (found === '*') return '.*';
    if (name === undefined) return `\\${found}`;
    names.push(name);
    return '([^/]+?)';
  });
  const expression = new RegExp(`^${source}$`);
  // A text that is no name is not searched: a pattern with many parts takes long to give up.
  return { names, match: (text) => (text.length > 300 ? null : (expression.exec(text)?.slice(1) ?? null)) };
}
