import { describe, expect, test } from 'vitest';
import { countIn, countOf, decimalsOf, notationTold, numberOf } from '../../../src/core/runs/numbers.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const point = { decimalComma: false };
const comma = { decimalComma: true };

describe('a cell', () => {
  test.each([
    ['1,843', 1843, 1.843],
    ['1.843', 1.843, 1843],
    ['500,000', 500_000, 500],
    ['1,234,567', 1_234_567, 1_234_567],
    ['1.234.567', 1_234_567, 1_234_567],
    ['1,234.5', 1234.5, 1234.5],
    ['1.234,5', 1234.5, 1234.5],
    ['1 234,5', 1234.5, 1234.5],
    ["1'234.5", 1234.5, 1234.5],
    ['1_000_000', 1e6, 1e6],
    // A zero begins no group, and a group has three digits.
    ['0,290', 0.29, 0.29],
    ['0.290', 0.29, 0.29],
    ['1,84', 1.84, 1.84],
    ['12,3456', 12.3456, 12.3456],
    ['1,2,3', null, null],
    ['1,234 567', null, null],
    ['12,5%', 0.125, 0.125],
    ['1,84 ± 0,02', 1.84, 1.84],
    ['tensor(2.310)', 2.31, 2.31],
    ['1.74*', 1.74, 1.74],
    ['1,74 †', 1.74, 1.74],
    ['10^9', 1e9, 1e9],
    ['3 × 10**8', 3e8, 3e8],
    ['1,5·10⁹', 1.5e9, 1.5e9],
    ['10^', null, null],
    ['abc', null, null],
  ])('%s is a number in either notation', (text, pointed, commaed) => {
    expect(numberOf(text, point)).toBe(pointed);
    expect(numberOf(text, comma)).toBe(commaed);
  });

  test('may count in units of its own, or in those of its column', () => {
    expect(countOf('1,5B', point)).toBe(1.5e9);
    expect(countIn('1,5', comma, 1e9)).toBe(1.5e9);
    expect(countIn('300M', point, 1e9)).toBe(300e6);
  });

  test.each([
    ['1,843', 'either'],
    ['1,843B', 'either'],
    ['1.843', 'either'],
    ['0,290', 'comma'],
    ['1.234.567', 'comma'],
    ['1,5B', 'comma'],
    ['0.290', 'point'],
    ['1,234,567', 'point'],
    ['1.5e-3', 'point'],
    ['1843', null],
    ['tensor(1.84)', null],
    ['a, b', null],
  ])('%s tells the notation: %s', (text, told) => expect(notationTold(text)).toBe(told));

  test.each([
    ['0.290', point, 3],
    ['0,29', point, 2],
    ['0,290', comma, 3],
    ['12.5%', point, 3],
    ['7', comma, 0],
    ['0.31 ± 0.002', point, 2],
  ])('%s has decimals', (text, notation, digits) => expect(decimalsOf(text, notation)).toBe(digits));
});

describe('commas and points', () => {
  const read = (header: string, ...rows: string[]) =>
    readRuns([{ path: 'runs.csv', text: [header, ...rows].join('\n') }]);
  const values = ({ runs }: ReturnType<typeof read>) =>
    runs.map(({ ratio, loss, tokens }) => ({ ratio, loss, tokens }));

  test('are thousands and decimals where no cell of a table has a point', () => {
    const set = readRuns([
      {
        path: 'mix.csv',
        text: 'run,tokens_de,tokens_fr\nr0,"29,000","871,000"\nr1,"800,000","100,000"\n',
      },
      { path: 'losses.csv', text: 'run,loss_de,loss_fr\nr0,2.21,2.35\nr1,2.34,2.31\n' },
    ]);
    expect(values(set)).toEqual([
      { ratio: [29 / 900, 871 / 900], loss: [2.21, 2.35], tokens: 900_000 },
      { ratio: [8 / 9, 1 / 9], loss: [2.34, 2.31], tokens: 900_000 },
    ]);
    expect(set.problems).toEqual([]);
  });

  test('are thousands beside plain numbers below a thousand', () => {
    const set = read(
      'run,tokens_de,tokens_fr,loss_de,loss_fr',
      'r0,"500","1,500",2,3',
      'r1,"1,200","800",2,3',
    );
    expect(set.runs.map(({ ratio }) => ratio)).toEqual([
      [0.25, 0.75],
      [0.6, 0.4],
    ]);
  });

  test('are decimals and thousands in a column of groups alone, where the other columns say so', () => {
    const set = read(
      'run;ratio_de;ratio_fr;loss_de;loss_fr;tokens',
      'r0;0,290;0,710;1,843;2,207;500.000',
      'r1;0,590;0,410;1,744;2,211;600.000',
    );
    expect(values(set)).toEqual([
      { ratio: [0.29, 0.71], loss: [1.843, 2.207], tokens: 500_000 },
      { ratio: [0.59, 0.41], loss: [1.744, 2.211], tokens: 600_000 },
    ]);
    expect(set.problems).toEqual([]);
  });

  test('are so too where another table says so', () => {
    const set = readRuns([
      { path: 'mix.csv', text: 'run;ratio_de;ratio_fr\nr0;0,290;0,710\nr1;0,590;0,410\n' },
      { path: 'losses.csv', text: 'run;loss_de;loss_fr\nr0;1,843;2,207\nr1;1,744;2,211\n' },
    ]);
    expect(set.runs.map(({ loss }) => loss)).toEqual([
      [1.843, 2.207],
      [1.744, 2.211],
    ]);
  });

  test('are told for each column of a table that was put together', () => {
    const set = read(
      'run;ratio_de;ratio_fr;loss_de;loss_fr;tokens',
      'r0;0.290;0.710;1,843;2,207;1,5B',
      'r1;0.590;0.410;1,74;2,21;1,5B',
    );
    expect(values(set)).toEqual([
      { ratio: [0.29, 0.71], loss: [1.843, 2.207], tokens: 1.5e9 },
      { ratio: [0.59, 0.41], loss: [1.74, 2.21], tokens: 1.5e9 },
    ]);
  });

  test('are asked about where a loss would be one of thousands', () => {
    const set = read(
      'run;ratio_de;ratio_fr;loss_de;loss_fr',
      'r0;0.290;0.710;1,843;2,207',
      'r1;0.590;0.410;1,744;2,211',
    );
    expect(set.runs).toEqual([]);
    expect(set.problems.map(({ message, rows }) => [message, rows])).toEqual([
      [
        'Nothing tells whether the comma in the loss of de, 1,843, begins its decimals or parts thousands. Write the decimals of all numbers alike. 1 more like this: line 3.',
        2,
      ],
    ]);
  });

  test('are thousands in perplexities', () => {
    const set = read(
      'run;ratio_de;ratio_fr;de_ppl;fr_ppl',
      'r0;0.290;0.710;1,843;207',
      'r1;0.59;0.41;744;211',
    );
    expect(set.runs[0]?.loss).toEqual([Math.log(1843), Math.log(207)]);
  });
});
