import { describe, expect, it } from 'vitest';
import { inlayHints } from '../../../../src/core/mixture/editing/inlay.ts';
import { lenses } from '../../../../src/core/mixture/editing/lens.ts';
import { documentLinks } from '../../../../src/core/mixture/editing/links.ts';
import { documentSymbols, type DocumentSymbol } from '../../../../src/core/mixture/editing/symbols.ts';
import { parseMixture } from '../../../../src/core/mixture/parse.ts';
import { plainSpaces } from './cursor.ts';

const text = `climb: 1
budget: { tokens: 1T }
languages:
  en: { ratio: 0.6, available: 3T }
  de: 0.4
groups:
  g: { members: [en] }
interactions:
  runs: [runs/a.csv, runs/*.csv]
targets:
  - file: ../train.yaml
`;

describe('inlayHints', () => {
  it('tell tokens and epochs behind each ratio', () => {
    const hints = inlayHints(parseMixture(text).mixture);
    expect(hints.map(({ label }) => plainSpaces(label))).toEqual(['600 B · 0.20 ep', '400 B']);
    expect(text.slice(0, hints[0]!.offset)).toMatch(/0\.6$/);
  });

  it('tell the share where ratios are weights, and nothing where nothing is known', () => {
    const hints = (of: string) => inlayHints(parseMixture(of).mixture).map(({ label }) => plainSpaces(label));
    expect(hints('ratios: weights\nlanguages: { en: 3, de: 1 }')).toEqual(['75 %', '25 %']);
    expect(hints('languages: { en: 0.5, de: 0.5 }')).toEqual([]);
    expect(hints('budget: { tokens: 1T }\nlanguages: { en: 0.5, de: }')).toEqual([]);
  });
});

describe('lenses', () => {
  const { mixture } = parseMixture(text);
  const titles = (state: Parameters<typeof lenses>[1]) =>
    lenses(mixture, state).map(({ title }) => plainSpaces(title));

  it('say how good the mixture is', () => {
    expect(titles({ kind: 'solved', gain: 0.061, current: true })).toEqual([
      '6.1 % above the optimum',
      'Optimize',
    ]);
    expect(titles({ kind: 'solved', gain: 0.061, current: false })[0]).toBe(
      '6.1 % above the optimum (before the last change)',
    );
    expect(titles({ kind: 'solved', gain: 0, current: true })[0]).toBe('At the optimum');
    expect(titles({ kind: 'solving' })).toEqual(['Solving…', 'Cancel']);
    expect(titles({ kind: 'unsolved' })).toEqual(['Not solved yet', 'Solve', 'Optimize']);
  });

  it('stand above `languages`, and only where there is something to solve', () => {
    const [lens] = lenses(mixture, { kind: 'unsolved' });
    expect(text.slice(lens!.range.start, lens!.range.end)).toBe('languages');
    expect(lenses(parseMixture('languages: { en: 1 }').mixture, { kind: 'unsolved' })).toEqual([]);
  });
});

describe('documentSymbols', () => {
  it('outline the file', () => {
    const outline = (symbols: readonly DocumentSymbol[]): unknown =>
      symbols.map(({ name, detail, children }) => [
        name,
        plainSpaces(detail),
        ...(outline(children) as unknown[]),
      ]);
    expect(outline(documentSymbols(parseMixture(text)))).toEqual([
      ['climb', '1'],
      ['budget', ''],
      ['languages', '2', ['en', '60 % English'], ['de', '40 % German']],
      ['groups', '', ['g', '']],
      ['interactions', ''],
      ['targets', '', ['../train.yaml', '']],
    ]);
  });

  it('keeps every selection inside its range', () => {
    const check = (symbols: readonly DocumentSymbol[]): void => {
      for (const { range, selection, children } of symbols) {
        expect(selection.start).toBeGreaterThanOrEqual(range.start);
        expect(selection.end).toBeLessThanOrEqual(range.end);
        check(children);
      }
    };
    check(documentSymbols(parseMixture(text)));
    check(documentSymbols(parseMixture('languages: { en, de }\ngroups:\ntargets: [{ file: }]')));
  });
});

describe('documentLinks', () => {
  it('lead to files, not to globs', () => {
    expect(documentLinks(parseMixture(text).mixture).map(({ value }) => value)).toEqual([
      'runs/a.csv',
      '../train.yaml',
    ]);
  });
});
