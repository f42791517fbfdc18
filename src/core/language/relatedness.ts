import { relatednessTable } from './relatedness-table.ts';

/** Where a language belongs; null: not known (or, for the family, none). */
export interface Lineage {
  readonly family: string | null;
  readonly genus: string | null;
  /** ISO 15924 code of the script that most of its text is written in. */
  readonly script: string | null;
}

/** A language as the mixture's codes resolve to it; null where the code says nothing or no language is meant. */
export interface ResolvedLanguage {
  readonly iso639_3: string | null;
  readonly script: string | null;
}

export type Kinship = 'same language' | 'genus' | 'family' | 'none';

export interface Relation {
  readonly kinship: Kinship;
  /** null: the script of one of them is not known. */
  readonly sameScript: boolean | null;
}

const unknown: Lineage = { family: null, genus: null, script: null };

let table: ReadonlyMap<string, Lineage> | null = null;

/** The lineage of an ISO 639-3 code. The table is read on first use. */
export function lineageOf(iso639_3: string): Lineage {
  table ??= readTable();
  return table.get(iso639_3) ?? unknown;
}

function readTable(): Map<string, Lineage> {
  const lineages = new Map<string, Lineage>();
  for (const line of relatednessTable.trim().split('\n')) {
    const [family, genus, script, codes] = line.split('|') as [string, string, string, string];
    const lineage = { family, genus: genus === '' ? null : genus, script };
    for (const code of codes.split(' ')) lineages.set(code, lineage);
  }
  return lineages;
}

/** How two languages are related, as far as the table knows. */
export function relationOf(a: ResolvedLanguage, b: ResolvedLanguage): Relation {
  const of = (language: ResolvedLanguage): Lineage =>
    language.iso639_3 === null ? unknown : lineageOf(language.iso639_3);
  const [left, right] = [of(a), of(b)];
  const scripts = [a.script ?? left.script, b.script ?? right.script];
  const sameScript = scripts[0] === null || scripts[1] === null ? null : scripts[0] === scripts[1];
  const same = <T>(x: T | null, y: T | null): boolean => x !== null && x === y;
  if (same(a.iso639_3, b.iso639_3)) return { kinship: 'same language', sameScript };
  if (!same(left.family, right.family)) return { kinship: 'none', sameScript };
  return { kinship: same(left.genus, right.genus) ? 'genus' : 'family', sameScript };
}
