import { editDistance, KnownWords } from '../text/nearest.ts';
import { codesByName, knownLanguages } from './codes.ts';

/** Every keystroke asks for every unknown code again. */
const known = new Map<string, readonly string[]>();
const maxKnown = 2_000;
const count = 3;

interface Suggestions {
  readonly names: KnownWords;
  /** Codes without a script. */
  readonly short: KnownWords;
  /** Three letters, and the codes with a script that begin with them. */
  readonly isos: KnownWords;
  readonly withScript: ReadonlyMap<string, readonly string[]>;
}

let loaded: Suggestions | null = null;

/** Read on first use, as the codes themselves are. */
function suggestions(): Suggestions {
  if (loaded !== null) return loaded;
  const withScript = new Map<string, string[]>();
  const short: string[] = [];
  for (const { code } of knownLanguages()) {
    const [iso = code, script] = code.split('_');
    if (script === undefined) short.push(code);
    else addTo(withScript, iso, code);
  }
  loaded = {
    names: new KnownWords(codesByName().keys()),
    short: new KnownWords(short),
    isos: new KnownWords(withScript.keys()),
    withScript,
  };
  return loaded;
}

function addTo(codes: Map<string, string[]>, key: string, code: string): void {
  const known = codes.get(key);
  if (known === undefined) codes.set(key, [code]);
  else known.push(code);
}

/** Codes that a misspelt one may stand for, best first: the code of a language's name (`german`), then similar codes. */
export function suggestCodes(written: string): readonly string[] {
  let codes = known.get(written);
  if (codes === undefined) {
    codes = similarCodes(written);
    if (known.size >= maxKnown) known.clear();
    known.set(written, codes);
  }
  return codes;
}

function similarCodes(written: string): readonly string[] {
  const word = written.toLowerCase();
  const { names, short, isos, withScript } = suggestions();
  const codesOf = codesByName();
  const named = codesOf.get(word) ?? [];
  // With a script, the script's letters would drown a slip in the three that matter.
  const [letters = '', script] = word.split(/[-_](?=[a-z]{3,5}$)/);
  const similar =
    script === undefined
      ? short.nearest(word, count)
      : isos
          .nearest(letters, 3 * count)
          .flatMap((iso) => withScript.get(iso) ?? [])
          .sort((a, b) => scriptDistance(a, script) - scriptDistance(b, script));
  const misspelt =
    word.length > 4 && script === undefined
      ? names.nearest(word, 2).flatMap((name) => codesOf.get(name)?.[0] ?? [])
      : [];
  return [...new Set([...named, ...misspelt, ...similar])].slice(0, count);
}

function scriptDistance(code: string, script: string): number {
  return editDistance(code.toLowerCase().split('_')[1] ?? '', script, script.length);
}
