import {
  deprecatedCodes,
  irregularCodes,
  macrolanguages,
  otherLanguages,
  threeLetterAliases,
  twoLetterCodes,
} from './codes-table.ts';
import { languagesTable } from './languages-table.ts';
import { elementAt } from '../text/elements.ts';

/** What a code of a mixture file means. */
export type ResolvedCode = ResolvedLanguage | ResolvedOther;

export interface ResolvedLanguage {
  readonly kind: 'language';
  /** One name for all spellings of a language in a script: `deu_Latn`; with the region or part, if one was written. */
  readonly id: string;
  readonly iso639_3: string;
  /** ISO 15924, as written, else the usual one; null: not known. */
  readonly script: string | null;
  readonly scriptWritten: boolean;
  /** Upper case; null: none, or the placeholder `XX`. */
  readonly region: string | null;
  /** What `de--wiki` and `deu_Latn_removed` say beside the language. */
  readonly part: string | null;
  /** A withdrawn spelling, such as `iw`. */
  readonly deprecated: boolean;
}

/** Legitimate entries that are not one language: `code`, `math`, `fr-en`, `und_Cyrl`, private codes. */
export interface ResolvedOther {
  readonly kind: 'pair' | 'other';
  readonly id: string;
  /** The two languages of a pair; empty otherwise. */
  readonly parts: readonly ResolvedLanguage[];
}

interface Entry {
  readonly scripts: readonly string[];
  readonly name: string;
}

interface Tables {
  readonly languages: ReadonlyMap<string, Entry>;
  readonly twoLetter: ReadonlyMap<string, string>;
  readonly deprecated: ReadonlyMap<string, string>;
  readonly threeLetter: ReadonlyMap<string, string>;
  readonly irregular: ReadonlyMap<string, string>;
}

let loaded: Tables | null = null;

/** Read on first use: most sessions of VS Code never open a mixture file. */
function tables(): Tables {
  loaded ??= {
    languages: new Map(
      `${languagesTable}${otherLanguages}`
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [iso = '', scripts = '', name = ''] = line.split('|');
          return [iso, { scripts: scripts.split(' '), name }];
        }),
    ),
    twoLetter: pairs(twoLetterCodes),
    deprecated: pairs(deprecatedCodes),
    threeLetter: pairs(threeLetterAliases),
    irregular: pairs(irregularCodes),
  };
  return loaded;
}

function pairs(words: string): Map<string, string> {
  const map = new Map<string, string>();
  const all = words.split(' ');
  for (let i = 0; i + 1 < all.length; i += 2) map.set(elementAt(all, i), elementAt(all, i + 1));
  return map;
}

const nonLanguages = new Set(['code', 'math']);
/** Undetermined, several, uncoded, no linguistic content, GPT-3's `xx`; and the codes ISO 639 leaves to private use. */
const special = /^(?:und|mul|mis|zxx|xx|q[a-t][a-z])(?:[-_].*)?$|^x[-_]./i;
const tag = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?$/i;
/** `xx-yy` in lower case is a pair of languages, except these regional varieties whose region is a language code too. */
const lowerCaseRegions = new Set(
  'pt-br fr-ca fr-be fr-ch de-ch de-be nl-be en-ca en-in es-ar es-co es-mx it-ch sr-me'.split(' '),
);

const cache = new Map<string, ResolvedCode | null>();
/** More codes than any file holds; a bound, as the cache lives as long as the process. */
const cacheSize = 20_000;

/**
 * What a code means, in any of the spellings of BCP-47, ISO 639-1, -2 and -3, FineWeb2 and FLORES (`deu_Latn`), mC4,
 * CC-100, ROOTS, fairseq (`en_XX`) and Lucie (`fr-en`, `de--wiki`); null: nothing that is known.
 */
export function resolveCode(code: string): ResolvedCode | null {
  const known = cache.get(code);
  if (known !== undefined) return known;
  const resolved = resolve(code);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(code, resolved);
  return resolved;
}

/** What all spellings of a code have in common; of an unknown one, itself. */
export const languageId = (code: string): string => resolveCode(code)?.id ?? code;

function resolve(code: string): ResolvedCode | null {
  const [, whole = code, part] = /^(.+?)(?:--|_(?=removed$))(.+)$/.exec(code) ?? [];
  if (part !== undefined) {
    const base = resolve(whole);
    if (base === null) return null;
    return base.kind === 'language'
      ? { ...base, part, id: `${base.id}--${part}` }
      : { ...base, id: `${base.id}--${part}` };
  }
  const lower = code.toLowerCase();
  if (nonLanguages.has(lower) || special.test(code)) return { kind: 'other', id: lower, parts: [] };
  const irregular = tables().irregular.get(
    lower.includes('-') ? lower : lower.replace(/_(?=cn|sg|tw|hk)/, '-'),
  );
  if (irregular !== undefined) {
    const [iso = '', script = ''] = irregular.split('_');
    const region = lower === 'simple' || lower === 'be-tarask' ? lower : null;
    return language(iso, script, true, region, false);
  }
  return pair(code, lower) ?? plain(code);
}

function plain(code: string): ResolvedLanguage | null {
  const match = tag.exec(code);
  if (match === null) return null;
  const [, letters = '', script, place] = match;
  const { languages, twoLetter, deprecated, threeLetter } = tables();
  const lower = letters.toLowerCase();
  const old = deprecated.get(lower);
  const iso = old ?? (lower.length === 2 ? twoLetter.get(lower) : (threeLetter.get(lower) ?? lower));
  if (iso === undefined || !(languages.has(iso) || hasCldrName(iso))) return null;
  const region = place === undefined || /^xx$/i.test(place) ? null : place.toUpperCase();
  const titled =
    script === undefined ? null : script.slice(0, 1).toUpperCase() + script.slice(1).toLowerCase();
  if (titled !== null && !isScript(titled, iso)) return null;
  return language(iso, titled, titled !== null, region, old !== undefined);
}

function language(
  iso639_3: string,
  script: string | null,
  scriptWritten: boolean,
  region: string | null,
  deprecated: boolean,
): ResolvedLanguage {
  const found = script ?? tables().languages.get(iso639_3)?.scripts[0] ?? null;
  const id = [iso639_3, found ?? 'Zyyy', ...(region === null ? [] : [region])].join('_');
  return { kind: 'language', id, iso639_3, script: found, scriptWritten, region, part: null, deprecated };
}

function pair(code: string, lower: string): ResolvedOther | null {
  const [left, right, ...rest] = code.split('-');
  if (left === undefined || right === undefined || rest.length > 0) return null;
  // `zh-Hant`, `pt-BR` and `pt-br` are one language; `fr-en` and `en_XX-es_XX` are two.
  if (/^[A-Z]/.test(right) || /^\d/.test(right) || lowerCaseRegions.has(lower)) return null;
  const parts = [plain(left), plain(right)];
  const [a, b] = parts;
  return a == null || b == null ? null : { kind: 'pair', id: `${a.id}-${b.id}`, parts: [a, b] };
}

const languageNames = lazyNames('language');
const scriptNames = lazyNames('script');

/** CLDR's names; an environment without them gives none, which only makes names plainer. */
function lazyNames(type: 'language' | 'script'): (code: string) => string | null {
  let names: Intl.DisplayNames | null | undefined;
  return (code) => {
    try {
      names ??= new Intl.DisplayNames('en', { type, fallback: 'none' });
      return names.of(code) ?? null;
    } catch {
      return null;
    }
  };
}

function hasCldrName(iso639_3: string): boolean {
  return languageNames(iso639_3) !== null;
}

function isScript(script: string, iso639_3: string): boolean {
  return scriptNames(script) !== null || tables().languages.get(iso639_3)?.scripts.includes(script) === true;
}

/** The English name of a language, without its script; null: none is known. */
export function languageName(iso639_3: string): string | null {
  const name = tables().languages.get(iso639_3)?.name;
  return name !== undefined && name !== '' ? name : languageNames(iso639_3);
}

export function scriptName(script: string): string {
  return script === 'Qaag' ? 'Zawgyi' : (scriptNames(script) ?? script);
}

/** The script that most text of the language is written in; null: not known. */
export function usualScript(iso639_3: string): string | null {
  return tables().languages.get(iso639_3)?.scripts[0] ?? null;
}

/** Whether a code can include others at all: `includesCode` is false for all members of one that cannot. */
export function isMacrolanguage(code: string): boolean {
  const resolved = resolveCode(code);
  if (resolved?.kind !== 'language') return false;
  return resolved.script === 'Hani' || Object.hasOwn(macrolanguages, resolved.iso639_3);
}

/** Whether the first is a macrolanguage (`zh`, `no`) that the second belongs to (`cmn_Hani`, `nn`). */
export function includesCode(macro: string, member: string): boolean {
  const whole = resolveCode(macro);
  const part = resolveCode(member);
  if (whole?.kind !== 'language' || part?.kind !== 'language' || whole.id === part.id) return false;
  if (whole.region !== null || whole.part !== null) return false;
  const han = (script: string | null) => script === 'Hani' || script === 'Hans' || script === 'Hant';
  const sameScript = whole.script === part.script || (whole.script === 'Hani' && han(part.script));
  if (whole.iso639_3 === part.iso639_3)
    return whole.script === 'Hani' && part.script !== 'Hani' && sameScript;
  const members = Object.hasOwn(macrolanguages, whole.iso639_3) ? (macrolanguages[whole.iso639_3] ?? '') : '';
  if (!members.split(' ').includes(part.iso639_3)) return false;
  return sameScript || !whole.scriptWritten;
}

/** What the training formats ask about languages (formats/source-language.ts). */
export const languageKnowledge = {
  resolve(code: string): string | null {
    const resolved = resolveCode(code);
    return resolved?.kind === 'language' ? resolved.id : null;
  },
  includes: includesCode,
};

export interface KnownLanguage {
  readonly code: string;
  readonly name: string;
  /** Every code of the language without a script: ISO 639-1, -2 and -3, and withdrawn ones. */
  readonly spellings: readonly string[];
}

let known: readonly KnownLanguage[] | null = null;

/** Codes to offer: two letters where ISO 639-1 has them, then `xxx_Script`, with names. */
export function knownLanguages(): readonly KnownLanguage[] {
  if (known !== null) return known;
  const { languages, twoLetter, threeLetter, deprecated } = tables();
  const byIso = new Map<string, string[]>();
  for (const [code, iso] of [...twoLetter, ...threeLetter, ...deprecated]) {
    byIso.set(iso, [...(byIso.get(iso) ?? [iso]), code]);
  }
  const spellings = (iso: string) => byIso.get(iso) ?? [iso];
  const short = [...twoLetter].flatMap(([code, iso]) => {
    const name = languageName(iso);
    return name === null ? [] : [{ code, name, spellings: spellings(iso) }];
  });
  const long = [...languages].flatMap(([iso, { scripts, name }]) =>
    scripts.map((script, i) => ({
      code: `${iso}_${script}`,
      name: i === 0 ? name || iso : `${name || iso} (${scriptName(script)})`,
      spellings: spellings(iso),
    })),
  );
  known = [...short, ...long];
  return known;
}

let byName: ReadonlyMap<string, readonly string[]> | null = null;

/** Codes by the English name of their language in lower case, the shortest first. */
export function codesByName(): ReadonlyMap<string, readonly string[]> {
  if (byName !== null) return byName;
  const codes = new Map<string, string[]>();
  for (const { code, name } of knownLanguages()) {
    const key = name.toLowerCase();
    codes.set(key, [...(codes.get(key) ?? []), code]);
  }
  byName = codes;
  return byName;
}
