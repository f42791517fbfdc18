import { includesCode } from '../language/codes.ts';
import { matcher } from '../runs/labels.ts';
import { labelKey, meaningOfAffixes, namesLanguages, splitsOf } from '../runs/names.ts';
import { isAbsent, isNotFinite, numberOf, type Notation } from '../runs/numbers.ts';
import type { Table } from '../runs/table.ts';
import { elementAt } from '../text/elements.ts';
import { readLoss, type ReadLoss } from './loss-value.ts';

/** The losses that the names in a result tell. */
export interface NamedLosses {
  readonly losses: ReadonlyMap<string, FoundLoss>;
  /** A language with several numbers that are its loss by their names alike. */
  readonly doubt: { readonly language: string; readonly names: readonly string[] } | null;
  /** Of all numbers of the result. */
  readonly names: readonly string[];
}

export interface FoundLoss {
  readonly name: string;
  readonly loss: ReadLoss;
}

/** A cell, and how its column writes numbers. */
interface Cell {
  readonly text: string;
  readonly notation: Notation;
}

/** Names that are alike but for a language: `results/flores_X/bits_per_byte`. */
interface Alike {
  readonly rank: number;
  readonly byLanguage: Map<string, FoundLoss[]>;
}

/**
 * Looks for languages in the names of a result, in whatever codes, and takes what the words around them say to be losses.
 *
 * @param notations of its columns
 */
export function namedLosses(
  table: Table,
  notations: readonly Notation[],
  languages: readonly string[],
): NamedLosses {
  const languageOf = finderOf(languages);
  const values = lastValues(table, notations, languageOf);
  const alike = [...templates(values, languageOf)].sort(
    (a, b) => b.byLanguage.size - a.byLanguage.size || b.rank - a.rank,
  );
  const losses = new Map<string, FoundLoss>();
  for (const { byLanguage } of alike)
    for (const [language, [first]] of byLanguage)
      if (first !== undefined && !losses.has(language)) losses.set(language, first);
  const names = [...values].flatMap(([name, { text, notation }]) =>
    numberOf(text, notation) === null ? [] : [name],
  );
  return { losses, doubt: doubtOf(alike), names };
}

/** The language that a label means; a macrolanguage of one of them, or a member, where it is of no other. */
function finderOf(languages: readonly string[]): (label: string) => string | null {
  const byKey = new Map(languages.map((code) => [labelKey(code), code]));
  const keyOf = matcher(byKey);
  return (label) => {
    const key = keyOf(label);
    if (key !== null) return byKey.get(key) ?? null;
    const related = languages.filter((code) => includesCode(code, label) || includesCode(label, code));
    return related.length === 1 ? (related[0] ?? null) : null;
  };
}

/** The last number of each name; in a table with a row a language, `loss/de`. */
function lastValues(
  table: Table,
  notations: readonly Notation[],
  languageOf: (label: string) => string | null,
): Map<string, Cell> {
  const isOfLanguage = (text: string): boolean =>
    splitsOf(text).some(({ label }) => languageOf(label) !== null);
  const { columns, rowCount } = table;
  const language = columns.findIndex(
    (name, column) =>
      (namesLanguages(name) || /^(?:name|task|set|split|run_id)$/i.test(name)) &&
      Array.from({ length: Math.min(rowCount, 300) }, (_, row) => table.text(row, column)).some(isOfLanguage),
  );
  const values = new Map<string, Cell>();
  for (let row = 0; row < rowCount; row++) {
    const of = language < 0 ? '' : table.text(row, language);
    for (const [column, name] of columns.entries()) {
      const text = table.text(row, column);
      if (text === '' || column === language) continue;
      values.set(of === '' ? name : `${name}/${of}`, { text, notation: elementAt(notations, column) });
    }
  }
  return values;
}

function templates(
  values: ReadonlyMap<string, Cell>,
  languageOf: (label: string) => string | null,
): Iterable<Alike> {
  const found = new Map<string, Alike>();
  for (const [name, cell] of values) {
    if (!mayBeLoss(cell)) continue;
    for (const { prefix, label, suffix } of splitsOf(name)) {
      const language = languageOf(label);
      if (language === null) continue;
      const isBare = prefix === '' && suffix === '';
      const { loss, measure, isSecond } = meaningOfAffixes(prefix, suffix);
      if (loss === 0 && !isBare) continue;
      const key = `${prefix}\0${suffix}`;
      const rank = 2 * loss - (isSecond ? 3 : 0) - (measure === 'perplexity' ? 1 : 0);
      const alike = found.get(key) ?? { rank, byLanguage: new Map<string, FoundLoss[]>() };
      found.set(key, alike);
      const own = alike.byLanguage.get(language) ?? [];
      alike.byLanguage.set(language, [
        ...own,
        { name, loss: readLoss({ value: cell.text, notation: cell.notation }, measure, language) },
      ]);
    }
  }
  return found.values();
}

/** A text that is neither a number nor says that there is none is about something else. */
const mayBeLoss = ({ text, notation }: Cell): boolean =>
  isAbsent(text) || isNotFinite(text) || numberOf(text, notation) !== null;

/** Where the best names leave a choice: two of one language, or as many others that say the same. */
function doubtOf([best, ...others]: readonly Alike[]): NamedLosses['doubt'] {
  if (best === undefined) return null;
  const equals = others.filter(
    ({ rank, byLanguage }) => rank === best.rank && byLanguage.size === best.byLanguage.size,
  );
  for (const [language, own] of best.byLanguage) {
    const all = [...own, ...equals.flatMap(({ byLanguage }) => byLanguage.get(language) ?? [])];
    if (new Set(all.map(({ loss }) => loss)).size > 1)
      return { language, names: all.map(({ name }) => name) };
  }
  return null;
}
