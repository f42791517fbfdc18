import { allSteps } from '../steps.ts';
import type { Source } from './adapter.ts';
import { mappedSteps, sourcesAStep, type SourceNames } from './mapped-sources.ts';

/** What this module needs to know about languages; the mixture's own knowledge is handed in. */
export interface Languages {
  /** One name for all spellings of a language, such as `deu_Latn`; null: not a language code. */
  resolve(code: string): string | null;
  /** Whether the first is a macrolanguage (`zh`, `no`) that the second belongs to. Both as written. */
  includes(macro: string, member: string): boolean;
}

/** Entries of a mixture that are no languages, yet have a share. */
const nonLanguages = new Set(['code', 'math']);

/** Words of paths that are codes of two letters too: believed only beside other codes. */
const ambiguous = new Set(
  (
    'aa ab ad ae ak am an ar as at av ay ba be bi bm bo br by ce ch co cr cu cv dv dz ee ff fo gn gv ha hi ho hz ia id ie ig ii ik in io ' +
    'is iu ki kg kj kr kv kw la lb lg li ln lo lu mg mh mi ml mn my na nd ne ng no nr nv ny oc of oj om on or os pi ps qu rm rn rw sa sc sd ' +
    'se sg si sm sn so ss st su tg ti tk tn to ts tt tw ty ug ve vo wa wo xh yo za'
  ).split(' '),
);

/** Codes that are somebody's own (`my-corpus`) or short for a corpus (RefinedWeb, Stack Exchange, Stack Overflow): no language alone. */
const corpusWords: ReadonlySet<string> = new Set(['my', 'rw', 'se', 'so']);

/** Codes of small languages that are words of a site, a disk or a corpus more often: beside each other they tell nothing. */
const siteWords: ReadonlySet<string> = new Set(
  (
    'abs all alt any arc arr bin bsc cap cat cpu dat dev dir doc ext fix gov gpu hpc idx job log lus mad map max med met mid min mix moe ' +
    'nas net new nat ocr old opt pub raw row run san scr sdd src ssd std sub sum syn tag tap tar tmp tok top txt use usr vol wat web wet ' +
    'wrk www zip'
  ).split(' '),
);

/** Codes of three letters that corpora (mC4, OSCAR, Wikipedia) have beside those of two, since their languages have none of two. */
const amongTwoLetters: ReadonlySet<string> = new Set(
  'arz ast azb bcl bpy ceb ckb dsb fil frr gom haw hmn hsb ilo lmo mhr mzn nds pms pnb sah scn szl vec wuu xmf yue'.split(
    ' ',
  ),
);

/** English names of languages, as folders and corpora have them. */
const names = new Map(
  (
    'english en german de french fr spanish es italian it portuguese pt dutch nl swedish sv danish da norwegian no finnish fi icelandic is ' +
    'estonian et latvian lv lithuanian lt polish pl czech cs slovak sk slovenian sl slovene sl croatian hr serbian sr bosnian bs bulgarian ' +
    'bg macedonian mk romanian ro hungarian hu greek el turkish tr russian ru ukrainian uk belarusian be albanian sq irish ga welsh cy ' +
    'basque eu catalan ca galician gl maltese mt arabic ar hebrew he persian fa farsi fa urdu ur hindi hi bengali bn marathi mr gujarati gu ' +
    'punjabi pa tamil ta telugu te kannada kn malayalam ml nepali ne sinhala si thai th lao lo burmese my khmer km vietnamese vi indonesian ' +
    'id malay ms tagalog tl filipino tl javanese jv japanese ja korean ko chinese zh mandarin zh mongolian mn kazakh kk uzbek uz georgian ' +
    'ka armenian hy azerbaijani az swahili sw amharic am hausa ha yoruba yo zulu zu afrikaans af'
  )
    .split(' ')
    .flatMap((word, index, all) => (index % 2 === 0 ? [[word, all[index + 1] ?? word] as const] : [])),
);

/** Characters of a name or path that may tell a language, and of most of them: each word is looked at with all that stands before it. */
const longestHint = 1_000;
const usualHint = 200;

/** Behind the name of a language: text that is not there any more. */
const removed = /^[-_ ]?(?:n-?gram[-_ ]?)?(?:filter(?:ed)?|removed|free|n-?gram)(?:[-_ .]|$)/i;

/** In front of a language: text in others. */
const denied = /(?:^|[^a-z])(?:non|not|without|except)[-_ ]$/i;

/** A word of a source's name or path that may be a code, and the place where it stands. */
interface Candidate {
  readonly code: string;
  /** In capitals, as countries and much else are: within a name, believed only beside other codes. */
  readonly upper: boolean;
  /** The text around it, its numbers left out. */
  readonly before: string;
  readonly after: string;
  /** The whole of a folder or name. */
  readonly whole: boolean;
  readonly leads: boolean;
  readonly ends: boolean;
  /** Of the last folder or name. */
  readonly last: boolean;
  /** In a folder that all sources have, which tells of the site and not of the source. */
  readonly shared: boolean;
}

/**
 * The language that the name or the path of each source tells, as it is written there; null: none does, or not surely.
 * `/data/train/fi/x`, `ja_wiki`, `en-fineweb_0`, `Wikipedia (de)`, `fineweb2/deu_Latn`, `finnish`, `fr-en` and `opus_en_fi`
 * (pairs), `code`. A short word is believed the more, the more of its neighbours at the same place are codes: beside `mc4-da`
 * and `mc4-sv`, `mc4-is` is Icelandic.
 */
export function languagesOf(
  sources: readonly Pick<Source, 'hints'>[],
  languages: Languages,
): readonly (string | null)[] {
  return allSteps(languageSteps(sources, languages));
}

/** The same step by step. */
export function* languageSteps(
  sources: readonly Pick<Source, 'hints'>[],
  languages: Languages,
): Generator<undefined, readonly (string | null)[]> {
  const before = told.get(sources);
  if (before?.languages === languages) return before.codes;
  const codes = yield* tell(sources, languages);
  told.set(sources, { languages, codes });
  return codes;
}

/** Checks, hovers, hints and edits all ask for the sources of the one config that is open. */
const told = new WeakMap<
  readonly Pick<Source, 'hints'>[],
  { readonly languages: Languages; readonly codes: readonly (string | null)[] }
>();

function* tell(
  sources: readonly Pick<Source, 'hints'>[],
  languages: Languages,
): Generator<undefined, (string | null)[]> {
  const known = (code: string): boolean => nonLanguages.has(code) || languages.resolve(code) !== null;
  const folders = yield* sharedFolders(sources);
  const words = new Map<string, readonly Candidate[]>();
  for (const [index, { hints }] of sources.entries()) {
    if (index % sourcesAStep === 0) yield;
    for (const hint of hints) {
      if (hint.length > longestHint || words.has(hint)) continue;
      if (hint.length > usualHint) yield;
      words.set(hint, candidates(hint, folders));
    }
  }
  const isSuffix = yield* splitSuffixes(words.values(), known);
  yield;
  for (const [hint, all] of words)
    words.set(
      hint,
      all.filter((word) => !isSuffix(word)),
    );
  /** By place: the codes there that are codes beyond doubt, of two letters and of three. */
  const neighbours = new Map<string, Set<string>>();
  for (const [index, all] of [...words.values()].entries()) {
    if (index % sourcesAStep === 0) yield;
    for (const { code, before, after } of all) {
      const lower = code.toLowerCase();
      if (!known(code) || (lower.length === 2 && ambiguous.has(lower)) || siteWords.has(lower)) continue;
      for (const place of places(code, before, after))
        neighbours.set(place, (neighbours.get(place) ?? new Set()).add(lower));
    }
  }
  const beside = (word: Candidate): number =>
    Math.max(
      ...placesOfNeighbours(word).map((place) => {
        const codes = neighbours.get(place);
        return codes === undefined ? 0 : codes.size - (codes.has(word.code.toLowerCase()) ? 1 : 0);
      }),
    );
  yield;
  const common = new Set([...names.values()].map((code) => languages.resolve(code)));
  const isCommon = (code: string): boolean => known(code) && common.has(languages.resolve(code));
  const byHint = new Map<string, string | null>();
  for (const [hint, all] of words) {
    if (byHint.size % sourcesAStep === 0) yield;
    byHint.set(hint, languageInText(hint, all, { known, isCommon, beside }));
  }
  yield;
  return sources.map(({ hints }) => {
    for (const hint of hints) {
      const code = byHint.get(hint) ?? null;
      if (code !== null) return code;
    }
    return null;
  });
}

/** Where a word stands: behind the same text, or between the same pieces of a name. */
function places(code: string, before: string, after: string): string[] {
  const piece = before.slice(before.lastIndexOf('/') + 1);
  const behind = `${code.length} ${before}`;
  return piece === '' && after === '' ? [behind] : [behind, `${code.length} ${piece}•${after}`];
}

/**
 * Where the neighbours of a word stand: those of its length, and of two letters where codes of three are written among them. Capitals
 * within a name (`PT_books`) are codes only where all else of the name is the same.
 */
const placesOfNeighbours = ({ code, before, after, whole, upper }: Candidate): string[] => [
  ...places(code, before, after).slice(upper && !whole ? 1 : 0),
  ...(amongTwoLetters.has(code) ? places(code.slice(0, 2), before, after) : []),
];

/** How many folders, from the left, all of several sources have; none where the last of them would be lost, or one stands in no folder. */
function* sharedFolders(sources: readonly Pick<Source, 'hints'>[]): Generator<undefined, number> {
  let paths = 0;
  let bare = false;
  let rooted = false;
  let shared: readonly string[] = [];
  for (const [index, { hints }] of sources.entries()) {
    if (index % sourcesAStep === 0) yield;
    const path = hints[0] ?? '';
    if (!path.includes('/')) {
      bare = true;
      continue;
    }
    rooted ||= /^(?:[/~$]|[a-z][a-z0-9+]*:\/\/)/i.test(path);
    const folders = segmentsOf(path).slice(0, -1);
    const differ = shared.findIndex((segment, depth) => segment !== folders[depth]);
    if (paths++ === 0) shared = folders;
    else if (differ >= 0) shared = shared.slice(0, differ);
  }
  // Beside `en/web` and `en/news`, `fi` is what `en` is; beside paths of a disk, a name tells nothing of their folders.
  return paths < 2 || (bare && !rooted) ? 0 : shared.length;
}

/**
 * Whether a word is a suffix of `split` (`part_aa`, `part_ab`, `part_ac`): one of three or more that follow each other between the same
 * texts, not all of which are codes.
 */
function* splitSuffixes(
  all: Iterable<readonly Candidate[]>,
  known: (code: string) => boolean,
): Generator<undefined, (word: Candidate) => boolean> {
  const placeOf = ({ code, before, after }: Candidate): string => `${code.length} ${before}•${after}`;
  const together = new Map<string, Set<string>>();
  let looked = 0;
  for (const words of all) {
    if (++looked % sourcesAStep === 0) yield;
    for (const word of words) {
      if (word.upper) continue;
      const place = placeOf(word);
      together.set(place, (together.get(place) ?? new Set()).add(word.code));
    }
  }
  const suffixes = new Set<string>();
  for (const [place, codes] of together) {
    if (codes.size < 3) continue;
    for (const first of codes) {
      if (codes.has(codeFrom(first, -1))) continue;
      const run = [first];
      for (let next = codeFrom(first, 1); codes.has(next); next = codeFrom(next, 1)) run.push(next);
      if (run.length < 3 || run.every(known)) continue;
      for (const code of run) suffixes.add(`${place} ${code}`);
    }
  }
  return (word) => suffixes.has(`${placeOf(word)} ${word.code}`);
}

/** The word one step before or behind another of its length, as `split` counts; empty: there is none. */
function codeFrom(word: string, step: 1 | -1): string {
  const [wraps, starts] = step === 1 ? ['z', 'a'] : ['a', 'z'];
  const head = word.slice(0, -1);
  const last = word.slice(-1);
  if (last !== wraps) return head + String.fromCharCode(last.charCodeAt(0) + step);
  const before = head === '' ? '' : codeFrom(head, step);
  return before === '' ? '' : before + starts;
}

function segmentsOf(text: string): string[] {
  return text
    .replace(/^[a-z][a-z0-9+]*:\/\//i, '')
    .split('/')
    .map((segment) =>
      withoutEndings(segment.replace(/_dc=[^]*$/, '')).replace(/(?:_text|_content)?_document$/i, ''),
    );
}

/** `x.jsonl.gz` as `x`. Not by a pattern: these try each point of a name of thousands anew. */
function withoutEndings(name: string): string {
  const parts = name.split('.');
  let kept = parts.length;
  while (kept > 1 && /^[a-z0-9*{}]+$/i.test(parts[kept - 1] ?? '')) kept--;
  return parts.slice(0, kept).join('.');
}

function candidates(text: string, shared: number): Candidate[] {
  const segments = segmentsOf(text);
  return segments.flatMap((segment, depth) => {
    const words = [...segment.matchAll(/[A-Za-z0-9]+/g)];
    return words.flatMap((match, index): Candidate[] => {
      const [code] = match;
      const whole = words.length === 1 && segment === code;
      const upper = /^[A-Z]{2}$/.test(code);
      if (!/^[a-z]{2,3}$/.test(code) && !upper) return [];
      const behind = segment.slice(0, match.index);
      // `en_US` is a country.
      if (denied.test(behind) || (upper && /(?:^|[^A-Za-z])[a-z]{2}[-_]$/.test(behind))) return [];
      const end = match.index + code.length;
      return [
        {
          code,
          upper,
          before: [...segments.slice(0, depth), behind].join('/').replace(/\d+/g, '0'),
          after: segment.slice(end).replace(/\d+/g, '0'),
          whole,
          leads: index === 0,
          ends: index === words.length - 1,
          last: depth === segments.length - 1,
          shared: depth < shared,
        },
      ];
    });
  });
}

/** What is known of words that may be codes. */
interface Knowledge {
  readonly known: (code: string) => boolean;
  /** Whether many have heard of its language. */
  readonly isCommon: (code: string) => boolean;
  readonly beside: (candidate: Candidate) => number;
}

function languageInText(text: string, words: readonly Candidate[], knowledge: Knowledge): string | null {
  const { known, beside } = knowledge;
  // `nordic-en-xling`: text in several languages at once.
  if (/(?:^|[-_])(?:xling|cross-?ling(?:ual)?)(?:[-_]|$)/i.test(segmentsOf(text).at(-1) ?? '')) return null;
  const withScript = taggedIn(text, known);
  if (withScript !== undefined) return withScript;
  const segments = segmentsOf(text).reverse();
  for (const segment of segments) {
    if (nonLanguages.has(segment)) return segment;
    if (/^(?:[a-z]{2}[-_][A-Z]{2}|zh[st])$/.test(segment) && known(segment)) return segment;
    const pair = pairIn(segment, knowledge);
    if (pair !== undefined) return pair;
  }
  for (const find of [wholeFolder, leading, trailing, inner, threeLetters]) {
    const sure = words.findLast((word) => known(word.code) && find(word, beside));
    if (sure !== undefined) return sure.code;
  }
  for (const segment of segments) {
    const named = namedIn(segment, known);
    if (named !== undefined) return named;
    const kind = /(?:^|[-_.(])(code|math)(?![-_]and(?:[-_]|$))(?=[-_.)]|$)/.exec(segment)?.[1];
    if (kind !== undefined) return kind;
  }
  return null;
}

type Evidence = (word: Candidate, beside: (candidate: Candidate) => number) => boolean;

const wholeFolder: Evidence = (word, beside) => {
  if (!word.whole || word.code.length !== 2 || word.shared) return false;
  const tells = word.last && !corpusWords.has(word.code);
  return !ambiguous.has(word.code.toLowerCase()) || tells || beside(word) > 0;
};

const leading: Evidence = (word, beside) => word.leads && atAnEnd(word, beside);

const trailing: Evidence = (word, beside) => word.ends && atAnEnd(word, beside);

const atAnEnd: Evidence = (word, beside) => {
  if (word.code.length !== 2 || word.shared) return false;
  const doubt = ambiguous.has(word.code.toLowerCase());
  // `KR` is more often a country than Kanuri.
  return word.upper ? beside(word) > (doubt ? 1 : 0) : !doubt || beside(word) > 0;
};

const inner: Evidence = (word, beside) =>
  word.code.length === 2 && !word.upper && !word.shared && (!ambiguous.has(word.code) || beside(word) > 1);

/** Three letters are many words too: only beside other languages at the same place. */
const threeLetters: Evidence = (word, beside) => word.code.length === 3 && !word.shared && beside(word) > 0;

/** What stands between the two languages of parallel text. */
const between = '(?:[-_]to[-_]|__|[-_])';
const tagged = '[a-z]{2,3}(?:[-_][A-Z][a-z]{3}|_[A-Z]{2})';
const taggedCode = new RegExp(tagged, 'g');
const taggedCodes = new RegExp(`(?<![A-Za-z])${tagged}(?:${between}${tagged})*(?![A-Za-z])`, 'g');
const shortWords = new RegExp(`(?<![A-Za-z])[a-z]{2,3}(?:${between}[a-z]{2,3})+(?![A-Za-z])`, 'g');
const separator = new RegExp(between, 'g');
const onlySeparator = new RegExp(`^${between}$`);

/**
 * The entry for text in one language or, as parallel text, in two: written with a hyphen. Null: in more than two, which no entry
 * is for.
 */
function entryFor(codes: readonly string[]): string | null {
  const [one, other, ...more] = [...new Set(codes)];
  if (one === undefined || more.length > 0) return null;
  return other === undefined ? one : [one, other].map((code) => code.replace('-', '_')).join('-');
}

/** `deu_Latn`; `eng_Latn-fin_Latn`, `eng_Latn_to_fin_Latn`, `en_XX-fi_FI`: parallel text. Undefined: there is none such. */
function taggedIn(text: string, known: (code: string) => boolean): string | null | undefined {
  const found = [...text.matchAll(taggedCodes)].flatMap(({ 0: chain, index }) => {
    const codes = (chain.match(taggedCode) ?? []).filter(known);
    // A code and a country alone may be anything (`my_CC`).
    const tells = codes.length > 1 || /[a-z]$/.test(codes[0] ?? '');
    return tells && !denied.test(text.slice(0, index)) ? [codes] : [];
  });
  const last = found.at(-1);
  return last === undefined ? undefined : entryFor(last);
}

/** `fr-en`, `opus_en_fi`, `en-to-fi`, `eng-fin`: parallel text. Null: in more than two languages; undefined: there is none such. */
function pairIn(segment: string, knowledge: Knowledge): string | null | undefined {
  const sure = (word: string | undefined): boolean =>
    word?.length === 2 && !ambiguous.has(word) && knowledge.known(word);
  for (const { 0: chain } of segment.matchAll(shortWords)) {
    const words = chain.split(separator);
    const separators = chain.match(separator) ?? [];
    for (const [place, joint] of separators.entries()) {
      const [one = '', other = ''] = words.slice(place);
      // `mt_de_en` is what a machine translated.
      if (one === 'mt' && sure(other) && sure(words[place + 2])) continue;
      if (!isPair(one, other, joint, chain === segment && words.length === 2, knowledge)) continue;
      const around = [words[place - 1], words[place + 2]];
      const more = around.some((word, index) => sure(word) && !(index === 0 && word === 'mt'));
      return more ? null : entryFor([one, other]);
    }
  }
  return undefined;
}

/** Whether two words with this between them are the languages of parallel text. */
function isPair(
  one: string,
  other: string,
  joint: string,
  whole: boolean,
  { known, isCommon }: Knowledge,
): boolean {
  if (one === other || one.length !== other.length) return false;
  const surely = whole || joint !== '_';
  if (one.length === 3) {
    const words = [one, other];
    if (!words.every((word) => isCommon(word) && !siteWords.has(word))) return false;
    return surely && (whole || words.includes('eng'));
  }
  const doubt = ambiguous.has(one) || ambiguous.has(other);
  return known(one) && known(other) && (!doubt || (whole && joint !== '_'));
}

/** `finnish`; `german-english`: parallel text. Null: in several languages otherwise; undefined: there is no name of a language. */
function namedIn(segment: string, known: (code: string) => boolean): string | null | undefined {
  const found: { readonly code: string; readonly start: number; readonly end: number }[] = [];
  for (const { 0: word, index: start } of segment.matchAll(/[A-Za-z]+/g)) {
    const end = start + word.length;
    const code = names.get(word.toLowerCase());
    if (code === undefined || !known(code) || denied.test(segment.slice(0, start))) continue;
    // `chinese-ngram-filtered` is what was taken out.
    if (!removed.test(segment.slice(end, end + 24))) found.push({ code, start, end });
  }
  const [first, ...more] = found;
  if (first === undefined) return undefined;
  const chain = [first];
  for (const next of more) {
    const joint = segment.slice(chain.at(-1)?.end, next.start);
    // Mixed, not parallel.
    if (/^[-_ ](?:and|or)[-_ ]$/.test(joint)) return null;
    if (!onlySeparator.test(joint)) break;
    chain.push(next);
  }
  return entryFor(chain.map(({ code }) => code));
}

/**
 * The mixture's language of each source; null: none. `map` (the mixture's `targets.map`: language → names or path
 * prefixes) goes before what the names tell, and is complete for the languages it mentions.
 */
export function assignSources(
  sources: readonly Source[],
  codes: readonly string[],
  map: SourceNames,
  languages: Languages,
): (string | null)[] {
  return allSteps(assignSteps(sources, codes, map, languages));
}

/** The same step by step. */
export function* assignSteps(
  sources: readonly Source[],
  codes: readonly string[],
  map: SourceNames,
  languages: Languages,
): Generator<undefined, (string | null)[]> {
  const own = ownCodes(codes, languages);
  const mentioned = new Set([...map.keys()].map(own));
  const others = ownCodes(
    codes.filter((code) => !mentioned.has(code)),
    languages,
  );
  const mapped = yield* mappedSteps(sources, map);
  const told = yield* languageSteps(sources, languages);
  yield;
  return sources.map((_, index) => {
    const found = told[index] ?? null;
    const named = mapped[index] ?? null;
    if (named !== null) return own(named.code);
    return found === null ? null : others(found);
  });
}

/** What a mixture with these codes calls the language of a code, in whatever spelling (`eng_Latn` is its `en`); null: it has none such. */
export function ownCodes(codes: readonly string[], languages: Languages): (code: string) => string | null {
  const canonical = (code: string) => languages.resolve(code) ?? code;
  const exact = new Set(codes);
  const byCanonical = new Map<string, string>();
  for (const code of codes) {
    const same = canonical(code);
    if (!byCanonical.has(same)) byCanonical.set(same, code);
  }
  return (code) => (exact.has(code) ? code : (byCanonical.get(canonical(code)) ?? null));
}
