/** Longer than any name that somebody may have misspelt; comparing takes time in proportion to the product of the lengths. */
const maxLength = 100;

/** The last three rows of a comparison, used again by the next. */
let rows: [Uint16Array, Uint16Array, Uint16Array] = [
  new Uint16Array(maxLength),
  new Uint16Array(maxLength),
  new Uint16Array(maxLength),
];

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn one word into the other; `limit + 1` where more than
 * `limit` are needed. Optimal string alignment, of which only the band that may stay within the limit is computed: O(limit · a).
 */
export function editDistance(a: string, b: string, limit: number): number {
  const [m, n] = [a.length, b.length];
  if (Math.abs(m - n) > limit) return limit + 1;
  if (rows[0].length < n + 2)
    rows = [new Uint16Array(2 * n + 2), new Uint16Array(2 * n + 2), new Uint16Array(2 * n + 2)];
  const over = limit + 1;
  let [beforeLast, last, row] = rows;
  for (let j = 0; j <= n; j++) last[j] = Math.min(j, over);
  for (let i = 1; i <= m; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(n, i + limit);
    row[from - 1] = from === 1 ? Math.min(i, over) : over;
    let least = row[from - 1] ?? over;
    // The row before ends one place earlier.
    if (i + limit <= n) last[i + limit] = over;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let best = (last[j - 1] ?? over) + (letter === other ? 0 : 1);
      best = Math.min(best, (last[j] ?? over) + 1, (row[j - 1] ?? over) + 1);
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        best = Math.min(best, (beforeLast[j - 2] ?? over) + 1);
      row[j] = best;
      if (best < least) least = best;
    }
    if (least > limit) return over;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return Math.min(last[n] ?? over, over);
}

interface Candidate {
  readonly word: string;
  readonly lower: string;
  readonly letters: number;
}

/** Words that a misspelt one may stand for. Made once for all that are looked up in them. */
export class KnownWords {
  readonly #candidates: readonly Candidate[];

  constructor(words: Iterable<string>) {
    this.#candidates = Array.from(words, (word) => {
      const lower = word.toLowerCase();
      return { word, lower, letters: lettersOf(lower) };
    });
  }

  /** The words closest to a misspelt one, best first, as long as no more than a third of it changes. */
  nearest(written: string, count = 3): string[] {
    if (written.length > maxLength || count < 1) return [];
    const lower = written.toLowerCase();
    const letters = lettersOf(lower);
    let limit = Math.max(1, Math.floor(written.length / 3));
    const found: { readonly word: string; readonly distance: number }[] = [];
    for (const candidate of this.#candidates) {
      // Every letter that only one of them has costs an edit.
      if (countBits(letters & ~candidate.letters) > limit || countBits(candidate.letters & ~letters) > limit)
        continue;
      const distance = editDistance(lower, candidate.lower, limit);
      if (distance > limit) continue;
      const place = found.findLastIndex((other) => other.distance <= distance) + 1;
      found.splice(place, 0, { word: candidate.word, distance });
      if (found.length > count) found.pop();
      // Of equals, the earlier one stays.
      const last = found[count - 1];
      if (last !== undefined) limit = last.distance - 1;
      if (limit < 0) break;
    }
    return found.map(({ word }) => word);
  }
}

/** The same for one word alone. */
export function nearestWords(word: string, known: Iterable<string>, count?: number): string[] {
  return new KnownWords(known).nearest(word, count);
}

/** The letters of a word as a set of bits, of which some letters share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
