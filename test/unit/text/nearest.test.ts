import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, KnownWords } from '../../../src/core/text/nearest.ts';

/** Optimal string alignment as it is defined, on the whole table. */
function distance(a: string, b: string): number {
  const table = new Map<string, number>();
  const at = (i: number, j: number): number => {
    const key = `${i} ${j}`;
    const known = table.get(key);
    if (known !== undefined) return known;
    let least: number;
    if (i === 0 || j === 0) least = i + j;
    else {
      least = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
    }
    table.set(key, least);
    return least;
  };
  return at(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 9 });

describe('words that are like another', () => {
  it('are as many edits away as the definition says, up to the limit', () => {
    fc.assert(
      fc.property(word, word, fc.nat(5), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(distance(a, b), limit + 1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are the nearest of all, those that come first where several are', () => {
    fc.assert(
      fc.property(
        word,
        fc.array(word, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (written, all, count) => {
          const limit = Math.max(1, Math.floor(written.length / 3));
          const nearest = all
            .map((other) => ({ other, edits: distance(written, other) }))
            .filter(({ edits }) => edits <= limit)
            .sort((a, b) => a.edits - b.edits)
            .slice(0, count);
          expect(new KnownWords(all).nearest(written, count)).toEqual(nearest.map(({ other }) => other));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are none of one longer than any name', () => {
    expect(new KnownWords(['a'.repeat(100_000)]).nearest('a'.repeat(99_999))).toEqual([]);
  });
});
