import { includesCode, isMacrolanguage, knownLanguages, languageId } from '../language/codes.ts';
import { regionOf } from '../language/regions.ts';
import { fineWeb2 } from './published-mixtures.ts';

export interface OfferedLanguage {
  /** In the form that the reader uses: `de`, or `deu_Latn`. */
  readonly code: string;
  readonly name: string;
  /** Other ways to write it, for whoever looks for one of them. */
  readonly spellings: readonly string[];
  /** Where it is at home; null: not known. */
  readonly region: string | null;
  /** `recent`: used before, or the reader's own; `common`: among those with most text; `other`: by region and name. */
  readonly group: 'recent' | 'common' | 'other';
}

/** What FineWeb2 leaves out, for it is larger than all of that. */
const english = 'eng_Latn';

/**
 * Languages to choose from, each once, however many codes it has: those used before, then those with most text (FineWeb2), then all
 * others by region and name.
 *
 * @param recent codes used before, the last one first; their form (`de`, `deu_Latn`) is that of all
 * @param without codes, in any spelling, of languages that are not offered
 */
export function offeredLanguages(
  recent: readonly string[],
  without: readonly string[] = [],
): readonly OfferedLanguage[] {
  const left = new Set(without.map(languageId));
  const isLong = recent.filter((code) => code.includes('_')).length * 2 > recent.length;
  const byId = new Map<string, Omit<OfferedLanguage, 'group' | 'region'>>();
  for (const { code, name, spellings } of knownLanguages()) {
    const id = languageId(code);
    const known = byId.get(id);
    const other = known === undefined ? [] : [known.code];
    if (known === undefined || (isLong && code.includes('_')))
      byId.set(id, { code, name, spellings: [...spellings, ...other] });
    else byId.set(id, { ...known, spellings: [...known.spellings, code] });
  }
  const used = new Map(recent.map((code, i) => [languageId(code), i]));
  const size = new Map(
    [english, ...fineWeb2().languages.map(({ code }) => code)].map((code, i) => [languageId(code), i]),
  );
  // `zh` has the text of `cmn_Hani` and stands in its place: nobody has to choose between the two.
  for (const { code } of byId.values()) {
    if (size.has(languageId(code)) || !isMacrolanguage(code)) continue;
    const member = [...size].find(([id]) => includesCode(code, id));
    if (member === undefined) continue;
    size.delete(member[0]);
    size.set(languageId(code), member[1]);
  }
  const groupOf = (id: string): OfferedLanguage['group'] =>
    used.has(id) ? 'recent' : size.has(id) ? 'common' : 'other';
  const order = { recent: 0, common: 1, other: 2 };
  const rank = (id: string): number => used.get(id) ?? size.get(id) ?? 0;
  return [...byId]
    .filter(([id]) => !left.has(id))
    .map(([id, language]) => ({
      id,
      offered: { ...language, group: groupOf(id), region: regionOf(language.code) },
    }))
    .sort(
      (a, b) =>
        order[a.offered.group] - order[b.offered.group] ||
        rank(a.id) - rank(b.id) ||
        place(a.offered).localeCompare(place(b.offered), 'en') ||
        a.offered.name.localeCompare(b.offered.name, 'en'),
    )
    .map(({ offered }) => offered);
}

/** What is at home nowhere in particular comes last. */
const place = ({ group, region }: OfferedLanguage): string => (group === 'other' ? (region ?? '\uffff') : '');
