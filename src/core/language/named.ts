import { codesByName, resolveCode } from './codes.ts';

/** Names that are common and not CLDR's. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['bengali', 'bn'],
  ['castilian', 'es'],
  ['farsi', 'fa'],
  ['flemish', 'nl-BE'],
  ['kirghiz', 'ky'],
  ['mandarin', 'cmn'],
  ['myanmar', 'my'],
  ['oriya', 'or'],
  ['panjabi', 'pa'],
  ['brazilian portuguese', 'pt-BR'],
  ['european portuguese', 'pt-PT'],
  ['simplified chinese', 'zho_Hans'],
  ['tagalog', 'tl'],
  ['traditional chinese', 'zho_Hant'],
  ['uighur', 'ug'],
]);

/** What stands in brackets behind a name, as its part of a code. */
const variants: ReadonlyMap<string, string> = new Map([
  ['arabic', 'Arab'],
  ['brazil', 'BR'],
  ['brazilian', 'BR'],
  ['cyrillic', 'Cyrl'],
  ['devanagari', 'Deva'],
  ['latin', 'Latn'],
  ['portugal', 'PT'],
  ['simplified', 'Hans'],
  ['traditional', 'Hant'],
]);

/** A code as written, or the code of the language that a text names; null: it is neither. */
export const codeMeant = (text: string): string | null =>
  resolveCode(text) === null ? codeNamed(text) : text;

/** The database of a project of Wikimedia in a language, as its dumps are named: `dewiki`, `zh_min_nanwiki`, `enwiktionary`. */
const database =
  /^([a-z]{2,3}|simple|[a-z]{2,4}(?:_[a-z]+)+)(?:wiki(?:books|news|quote|source|versity|voyage)?|wiktionary)$/;

function codeOfDatabase(name: string): string | null {
  const code = database.exec(name)?.[1]?.replaceAll('_', '-');
  return code === undefined || resolveCode(code) === null ? null : code;
}

/** The code of a language by its English name: `German`, `Mandarin`, `Chinese (Simplified)`, or by its wiki: `dewiki`; null: it is no such name. */
export function codeNamed(name: string): string | null {
  const lower = name.trim().toLowerCase();
  const known = codesByName().get(lower)?.[0] ?? otherNames.get(lower) ?? codeOfDatabase(lower) ?? undefined;
  if (known !== undefined) return known;
  const [, base, variant = ''] = /^([^()]+?) ?\(([^()]+)\)$/.exec(lower) ?? [];
  const added = variants.get(variant.trim()) ?? (/^[a-z]{2}$/.test(variant) ? variant.toUpperCase() : null);
  const code = base === undefined || added === null ? null : codeNamed(base);
  return code !== null && resolveCode(`${code}_${added}`) !== null ? `${code}_${added}` : null;
}
