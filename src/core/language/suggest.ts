import { editDistance, nearestWords } from '../text/nearest.ts';
import { knownLanguages } from './codes.ts';

/** Looking through all codes and names takes about a millisecond, and every keystroke asks for every unknown code again. */
const known = new Map<string, readonly string[]>();
const maxKnown = 2_000;
const maxLength = 100;
const count = 3;

/** Codes that a misspelt one may stand for, best first: the code of a language's name (`german`), then similar codes. */
export function suggestCodes(written: string): readonly string[] {
  // Longer than any name: nothing is similar, and comparing takes long.
  if (written.length > maxLength) return [];
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
  const languages = knownLanguages();
  const named = languages.filter(({ name }) => name.toLowerCase() === word).map(({ code }) => code);
  // With a script, the script's letters would drown a slip in the three that matter.
  const [letters = '', script] = word.split(/[-_](?=[a-z]{3,5}$)/);
  const pool = languages
    .map(({ code }) => code)
    .filter((code) => (script === undefined) === !code.includes('_'));
  const similar =
    script === undefined
      ? nearestWords(word, pool, count)
      : nearestWords(letters, new Set(pool.map((code) => code.split('_')[0]!)), 3 * count)
          .flatMap((iso) => pool.filter((code) => code.startsWith(`${iso}_`)))
          .sort((a, b) => scriptDistance(a, script) - scriptDistance(b, script));
  const misspelt = word.length > 4 && script === undefined ? namesLike(word) : [];
  return [...new Set([...named, ...misspelt, ...similar])].slice(0, count);
}

function scriptDistance(code: string, script: string): number {
  return editDistance(code.toLowerCase().split('_')[1] ?? '', script, script.length);
}

function namesLike(word: string): string[] {
  const byName = new Map<string, string>();
  for (const { code, name } of knownLanguages())
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), code);
  return nearestWords(word, byName.keys(), 2).map((name) => byName.get(name)!);
}
