import type { Source } from './adapter.ts';

/** What this module needs to know about languages; the mixture's own knowledge is handed in. */
export interface Languages {
  /** One name for all spellings of a language, such as `deu_Latn`; null: not a language code. */
  resolve(code: string): string | null;
  /** Whether the first is a macrolanguage (`zh`, `no`) that the second belongs to. Both as written. */
  includes(macro: string, member: string): boolean;
}

/** Entries of a mixture that are no languages, yet have a share. */
const nonLanguages = new Set(['code', 'math']);

/** Two-letter words of paths that are seldom codes, unless they stand alone or lead. */
const words = new Set([
  'in',
  'of',
  'to',
  'as',
  'is',
  'or',
  'so',
  'my',
  'am',
  'an',
  'at',
  'by',
  'on',
  'id',
  'no',
  'se',
]);

/** Three-letter words of paths that are ISO 639-3 codes of small languages too. */
const longWords = new Set(
  (
    'all any bin bak cat cot csv doc dev dir doc eta far gen get gov hub jsonl lib log low man map may mid mix mnt new nlp non npy ' +
    'old opt org out own par pdf per pre raw ref rep run sat sci set sft sub sum tmp toy txt tar ted tok usr val var ver wat web wet ' +
    'wmt wik the and for one two top max min big his key lot max pro pub qua src std sys tag tar www yes'
  ).split(' '),
);

/**
 * The language that the name or the path of a source tells, as it is written there; null: none does. `/data/train/fi/x`,
 * `ja_wiki`, `en-fineweb_0`, `Wikipedia (de)`, `fineweb2/deu_Latn`, `fr-en` (a pair), `code`.
 */
export function languageOf(source: Pick<Source, 'hints'>, languages: Languages): string | null {
  for (const hint of source.hints) {
    const found = languageInText(hint, languages);
    if (found !== null) return found;
  }
  return null;
}

function languageInText(text: string, languages: Languages): string | null {
  const known = (code: string) => nonLanguages.has(code) || languages.resolve(code) !== null;
  const scripted = [...text.matchAll(/(?<![A-Za-z])([a-z]{2,3})[_-]([A-Z][a-z]{3})(?![A-Za-z])/g)];
  const withScript = scripted.findLast(([code]) => known(code));
  if (withScript !== undefined) return withScript[0];
  const segments = text
    .replace(/^[a-z][a-z0-9+]*:\/\//i, '')
    .split('/')
    .map((segment) => segment.replace(/(?:_text|_content)?_document$|(?:\.[a-z0-9*{}]+)+$/i, ''))
    .reverse();
  for (const find of [whole, pairAhead, leading, trailing, inner, threeLetters]) {
    for (const segment of segments) {
      const found = find(segment).find((code) => isPair(code, known) || known(code));
      if (found !== undefined) return found;
    }
  }
  return null;
}

function whole(segment: string): string[] {
  return /^(?:[a-z]{2}|[A-Z]{2}|[a-z]{2}-[a-z]{2}|[a-z]{2}[-_][A-Z]{2}|zh[st])$/.test(segment) ||
    nonLanguages.has(segment)
    ? [segment]
    : [];
}

function pairAhead(segment: string): string[] {
  return /(?<![A-Za-z])[a-z]{2}-[a-z]{2}(?=[_.]|$)/.exec(segment)?.slice(0, 1) ?? [];
}

function leading(segment: string): string[] {
  return /^(?:[a-z]{2}|code|math)(?=[-_.])/.exec(segment)?.slice(0, 1) ?? [];
}

function trailing(segment: string): string[] {
  return /(?<=[-_.(])(?:[a-z]{2}|code|math)(?=\)?$)/.exec(segment)?.slice(0, 1) ?? [];
}

function inner(segment: string): string[] {
  return segment.split(/[-_.]/).filter((part) => /^[a-z]{2}$/.test(part) && !words.has(part));
}

function threeLetters(segment: string): string[] {
  const parts = segment.split(/[-_.]/);
  const ends = parts.length > 1 ? [parts[0]!, parts.at(-1)!] : parts;
  return ends.filter((part) => /^[a-z]{3}$/.test(part) && !longWords.has(part));
}

/** `fr-en`: parallel text, an entry of its own. */
function isPair(code: string, known: (code: string) => boolean): boolean {
  const match = /^([a-z]{2})-([a-z]{2})$/.exec(code);
  return match !== null && match[1] !== match[2] && known(match[1]!) && known(match[2]!);
}

/**
 * The mixture's language of each source; null: none. `map` (the mixture's `targets.map`: language → names or path
 * prefixes) goes before what the names tell, and is complete for the languages it mentions.
 */
export function assignSources(
  sources: readonly Source[],
  codes: readonly string[],
  map: ReadonlyMap<string, readonly string[]>,
  languages: Languages,
): (string | null)[] {
  const canonical = (code: string) => languages.resolve(code) ?? code;
  const byCanonical = new Map<string, string>();
  for (const code of codes) {
    if (!map.has(code) && !byCanonical.has(canonical(code))) byCanonical.set(canonical(code), code);
  }
  return sources.map((source) => {
    const mapped = mappedTo(source, map);
    if (mapped !== null) return mapped.code;
    const found = languageOf(source, languages);
    return found === null ? null : (byCanonical.get(canonical(found)) ?? null);
  });
}

/** The language, and the name or path prefix (the longest), that the mixture's map has for a source; null: none. */
export function mappedTo(
  { hints }: Source,
  map: ReadonlyMap<string, readonly string[]>,
): { readonly code: string; readonly name: string } | null {
  let best: { code: string; name: string } | null = null;
  for (const [code, names] of map) {
    for (const name of names) {
      const fits = hints.some((hint) => hint === name || (name !== '' && hint.startsWith(name)));
      if (fits && (best === null || name.length > best.name.length)) best = { code, name };
    }
  }
  return best;
}
