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
    'ab ad ae ak am an ar as at av ay ba be bi bm bo br by ce ch co cr cu cv dv dz ee ff fo gn gv ha hi ho hz ia id ie ig ii ik in io ' +
    'is iu ki kg kj kr kv kw la lb lg li ln lo lu mg mh mi ml mn my na nd ne ng no nr nv ny oc of oj om on or os pi ps qu rm rn sa sc sd ' +
    'se sg si sm sn so ss st su tg ti tk tn to ts tt tw ty ug ve vo wa wo xh yo za'
  ).split(' '),
);

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

/** A word of a source's name or path that may be a code, and the place where it stands. */
interface Candidate {
  readonly code: string;
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
  /** By place: the codes there that are codes beyond doubt, of two letters and of three. */
  const neighbours = new Map<string, Set<string>>();
  for (const [index, all] of [...words.values()].entries()) {
    if (index % sourcesAStep === 0) yield;
    for (const { code, before, after } of all) {
      if (!known(code) || (code.length === 2 && ambiguous.has(code)) || siteWords.has(code)) continue;
      for (const place of places(code, before, after))
        neighbours.set(place, (neighbours.get(place) ?? new Set()).add(code));
    }
  }
  const beside = ({ code, before, after }: Candidate): number =>
    Math.max(
      ...placesOfNeighbours(code, before, after).map((place) => {
        const codes = neighbours.get(place);
        return codes === undefined ? 0 : codes.size - (codes.has(code) ? 1 : 0);
      }),
    );
  yield;
  const byHint = new Map<string, string | null>();
  for (const [hint, all] of words) {
    if (byHint.size % sourcesAStep === 0) yield;
    byHint.set(hint, languageInText(hint, all, known, beside));
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

/** Where the neighbours of a word stand: those of its length, and of two letters where codes of three are written among them. */
const placesOfNeighbours = (code: string, before: string, after: string): string[] => [
  ...places(code, before, after),
  ...(amongTwoLetters.has(code) ? places(code.slice(0, 2), before, after) : []),
];

/** How many folders, from the left, all of several sources have; none where the last of them would be lost. */
function* sharedFolders(sources: readonly Pick<Source, 'hints'>[]): Generator<undefined, number> {
  let paths = 0;
  let shared: readonly string[] = [];
  for (const [index, { hints }] of sources.entries()) {
    if (index % sourcesAStep === 0) yield;
    const path = hints[0] ?? '';
    if (!path.includes('/')) continue;
    const folders = segmentsOf(path).slice(0, -1);
    const differ = shared.findIndex((segment, depth) => segment !== folders[depth]);
    if (paths++ === 0) shared = folders;
    else if (differ >= 0) shared = shared.slice(0, differ);
  }
  return paths < 2 ? 0 : shared.length;
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
      const upper = whole && /^[A-Z]{2}$/.test(code);
      if (!/^[a-z]{2,3}$/.test(code) && !upper) return [];
      const end = match.index + code.length;
      return [
        {
          code,
          before: [...segments.slice(0, depth), segment.slice(0, match.index)].join('/').replace(/\d+/g, '0'),
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

function languageInText(
  text: string,
  words: readonly Candidate[],
  known: (code: string) => boolean,
  beside: (candidate: Candidate) => number,
): string | null {
  // `nordic-en-xling`: text in several languages at once.
  if (/(?:^|[-_])(?:xling|cross-?ling(?:ual)?)(?:[-_]|$)/i.test(segmentsOf(text).at(-1) ?? '')) return null;
  const scripted = [...text.matchAll(/(?<![A-Za-z])([a-z]{2,3})[_-]([A-Z][a-z]{3})(?![A-Za-z])/g)];
  const withScript = scripted.findLast(([code]) => known(code));
  if (withScript !== undefined) return withScript[0];
  const segments = segmentsOf(text).reverse();
  for (const segment of segments) {
    if (nonLanguages.has(segment)) return segment;
    if (/^(?:[a-z]{2}[-_][A-Z]{2}|zh[st])$/.test(segment) && known(segment)) return segment;
    const pair = pairIn(segment, known);
    if (pair !== null) return pair;
  }
  for (const find of [wholeFolder, leading, trailing, inner, threeLetters]) {
    const sure = words.findLast((word) => known(word.code) && find(word, beside));
    if (sure !== undefined) return sure.code;
  }
  for (const segment of segments) {
    for (const match of segment.matchAll(/[A-Za-z]+/g)) {
      const [word] = match;
      const end = match.index + word.length;
      const rest = segment.slice(end, end + 24);
      // `chinese-ngram-filtered` is what was taken out.
      const code = removed.test(rest) ? undefined : names.get(word.toLowerCase());
      if (code !== undefined && known(code)) return code;
    }
    const kind = /(?:^|[-_.(])(code|math)(?![-_]and(?:[-_]|$))(?=[-_.)]|$)/.exec(segment)?.[1];
    if (kind !== undefined) return kind;
  }
  return null;
}

type Evidence = (word: Candidate, beside: (candidate: Candidate) => number) => boolean;

const wholeFolder: Evidence = (word, beside) => {
  if (!word.whole || word.code.length !== 2 || word.shared) return false;
  // `my_text_document` is somebody's own, as `my-corpus` is.
  const tells = word.last && word.code !== 'my';
  return !ambiguous.has(word.code.toLowerCase()) || tells || beside(word) > 0;
};

const leading: Evidence = (word, beside) =>
  word.leads && word.code.length === 2 && !word.shared && (!ambiguous.has(word.code) || beside(word) > 0);

const trailing: Evidence = (word, beside) =>
  word.ends && word.code.length === 2 && !word.shared && (!ambiguous.has(word.code) || beside(word) > 0);

const inner: Evidence = (word, beside) =>
  word.code.length === 2 && !word.shared && (!ambiguous.has(word.code) || beside(word) > 1);

/** Three letters are many words too: only beside other languages at the same place. */
const threeLetters: Evidence = (word, beside) => word.code.length === 3 && !word.shared && beside(word) > 0;

/** `fr-en`, `opus_en_fi`: parallel text, an entry of its own, written with a hyphen. */
function pairIn(segment: string, known: (code: string) => boolean): string | null {
  const words = [...segment.matchAll(/(?<![A-Za-z])([a-z]{2})([-_])([a-z]{2})(?![A-Za-z])/g)];
  for (const [text, first = '', separator, second = ''] of words) {
    const doubt = ambiguous.has(first) || ambiguous.has(second);
    if (
      isPair(`${first}-${second}`, known) &&
      (!doubt || text === segment) &&
      (separator === '-' || !doubt)
    ) {
      return `${first}-${second}`;
    }
  }
  return null;
}

/** `fr-en`: parallel text, an entry of its own. */
function isPair(code: string, known: (code: string) => boolean): boolean {
  const match = /^([a-z]{2})-([a-z]{2})$/.exec(code);
  const [, one = '', other = ''] = match ?? [];
  return one !== other && known(one) && known(other);
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
