import { describe, expect, it } from 'vitest';
import { expandBraces, isGlob, matchesGlob } from '../../../src/core/text/glob.ts';

describe('A glob', () => {
  it.each([
    ['runs/*.csv', 'runs/a.csv'],
    ['runs/**/*.csv', 'runs/a.csv'],
    ['runs/**/*.csv', 'runs/x/y/a.csv'],
    ['runs/{a,b}.csv', 'runs/b.csv'],
    ['{runs,more/{x,y}}/a.csv', 'more/y/a.csv'],
    ['seed-?.csv', 'seed-7.csv'],
    ['seed-[0-3].csv', 'seed-2.csv'],
    ['seed-[!0-3].csv', 'seed-7.csv'],
    ['*en*de*.csv', 'x-en-y-de-z.csv'],
    ['**', 'a/b/c'],
    ['*', 'größe 📈.csv'],
    ['.hidden/*', '.hidden/a'],
    ['a[.csv', 'a[.csv'],
  ])('%s matches %s', (pattern, path) => expect(matchesGlob(pattern, path)).toBe(true));

  it.each([
    ['runs/*.csv', 'runs/x/a.csv'],
    ['runs/*.csv', 'runs/.a.csv'],
    ['runs/*.csv', 'runs/a.csv.gz'],
    ['seed-[0-3].csv', 'seed-7.csv'],
    ['?', ''],
    ['{a,b}', 'c'],
  ])('%s does not match %s', (pattern, path) => expect(matchesGlob(pattern, path)).toBe(false));

  it('is told from a path', () => {
    expect(isGlob('runs/a.csv')).toBe(false);
    expect(isGlob('runs/*.csv')).toBe(true);
  });

  it('answers a pattern made to keep a backtracking matcher busy', () => {
    const name = 'a'.repeat(250);
    expect(matchesGlob(`${'*a'.repeat(100)}*b`, name)).toBe(false);
    expect(matchesGlob(`${'**/a/'.repeat(60)}b`, 'a/'.repeat(400))).toBe(false);
    expect(matchesGlob('['.repeat(900), name)).toBe(false);
  });

  it('whose braces multiply without end is refused', () => {
    expect(() => expandBraces('{a,b}'.repeat(20))).toThrow(/more than 100 patterns/);
    expect(() => expandBraces('x'.repeat(2000))).toThrow(/longer than any path/);
    expect(matchesGlob('{a,b}'.repeat(20), 'a')).toBe(false);
  });
});
