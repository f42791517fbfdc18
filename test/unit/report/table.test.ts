import { describe, expect, it } from 'vitest';
import { sorted, toCsv, toTsv } from '../../../src/core/report/table.ts';

const table = {
  header: ['Language', 'Share', 'Tokens'],
  rows: [
    ['de', '\u22120.4\u00a0%', '649\u00a0k'],
    ['en', '16.2\u00a0%', '1.2\u00a0B'],
    ['cs', '–', '12\u00a0M'],
    ['fr', '2.0\u00a0%', '800'],
  ],
};
const names = (column: number, descending: boolean): string[] =>
  sorted(table, { column, descending }).map(([name]) => name!);

describe('A table', () => {
  it('is sorted by what its cells say, and what says nothing comes last', () => {
    expect(names(1, true)).toEqual(['en', 'fr', 'de', 'cs']);
    expect(names(1, false)).toEqual(['de', 'fr', 'en', 'cs']);
    expect(names(2, true)).toEqual(['en', 'cs', 'de', 'fr']);
  });

  it('is sorted by names as a dictionary is, at the first click', () => {
    expect(names(0, true)).toEqual(['cs', 'de', 'en', 'fr']);
    expect(names(0, false)).toEqual(['fr', 'en', 'de', 'cs']);
  });

  it('stays as it came where nobody sorted it', () => {
    expect(sorted(table, null)).toBe(table.rows);
  });

  it('is copied with signs and blanks that programs read', () => {
    expect(toTsv(table)).toContain('de\t-0.4 %\t649 k\n');
    expect(toCsv(table)).toContain('de,-0.4 %,649 k\r\n');
  });

  it('is copied so that no name becomes a formula or another cell', () => {
    const hostile = {
      header: ['=1+1', 'a,"b"'],
      rows: [
        ['@SUM(A1)', 'two\tcells'],
        ['+3.1', '-cmd'],
      ],
    };
    expect(toCsv(hostile)).toBe(`'=1+1,"a,""b"""\r\n'@SUM(A1),two\tcells\r\n+3.1,'-cmd\r\n`);
    expect(toTsv(hostile)).toBe(`'=1+1\ta,"b"\n'@SUM(A1)\ttwo cells\n+3.1\t'-cmd\n`);
  });
});
