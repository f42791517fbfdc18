import { describe, expect, it } from 'vitest';
import { inlayHints } from '../../../src/core/editing/inlay.ts';
import { lenses } from '../../../src/core/editing/lens.ts';
import { documentLinks } from '../../../src/core/editing/links.ts';
import { documentSymbols, type DocumentSymbol } from '../../../src/core/editing/symbols.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
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

  it('tell the predicted loss with its interval, where it is known', () => {
    const prediction = {
      effective: [0.7, 0.5],
      tokenBenefit: [1, 1],
      loss: [{ value: 1.4, low: 1.35, high: 1.45 }, null],
      lossUnit: 'nats',
      objective: null,
    };
    const [en, de] = inlayHints(parseMixture(text).mixture, prediction);
    expect(plainSpaces(en!.label)).toBe('600 B · 0.20 ep · loss 1.400 ± 0.050');
    expect(plainSpaces(en!.tooltip)).toBe(
      'English: 600 B training tokens, text read 0.20 times, predicted loss 1.400 nats (90 %: 1.350 to 1.450)',
    );
    expect(plainSpaces(de!.label)).toBe('400 B');
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

  const gain = { value: 0.061, low: 0.025, high: 0.097, corrected: true };
  const solved = {
    kind: 'solved',
    verdict: { kind: 'gain', gain, headline: '' },
    current: true,
    predicted: { value: 1.556, low: 1.487, high: 1.631 },
    best: 1.46,
    stages: [],
    recommended: 'optimum',
  } as const;
  const verdict = (kind: 'none' | 'unsure' | 'untold' | 'prior', headline = '') => ({
    ...solved,
    verdict: { kind, gain: null, headline },
  });

  it('say how good the mixture is, and how sure that is', () => {
    expect(titles(solved)).toEqual(['Predicted loss 1.556 ± 0.072, can fall by 2.5 % to 9.7 %', 'Optimise']);
    expect(titles(verdict('none'))[0]).toBe('Predicted loss 1.556 ± 0.072, nothing to gain');
    expect(titles(verdict('unsure'))[0]).toBe('Predicted loss 1.556 ± 0.072, gain not certain');
    expect(lenses(mixture, solved)[0]!.tooltip).toContain('1.487 to 1.631');
    expect(titles({ kind: 'solving' })).toEqual(['Solving…', 'Cancel']);
    expect(titles({ kind: 'unsolved' })).toEqual(['Not solved yet', 'Solve', 'Optimise']);
  });

  it('offer to solve once more where that failed, and to continue where it paused', () => {
    expect(titles({ kind: 'failed' })[1]).toBe('Solve Again');
    expect(titles({ kind: 'paused' })[1]).toBe('Continue');
  });

  it('offer to learn more where nothing may be advised', () => {
    expect(titles(verdict('untold', 'No advice: the shares do not vary.'))).toEqual([
      'No advice: the shares do not vary',
      'Plan Proxy Runs…',
    ]);
  });

  it('follow the text while it is edited, beside what the last solve recommends', () => {
    expect(titles({ ...solved, current: false })).toEqual([
      'Predicted loss 1.556 ± 0.072, optimum 1.460 at the last solve',
      'Solve',
      'Optimise',
    ]);
    expect(titles({ ...solved, current: false, recommended: 'two-steps' })[0]).toBe(
      'Predicted loss 1.556 ± 0.072, two steps 1.460 at the last solve',
    );
    expect(titles({ ...solved, current: false, predicted: null })[0]).toBe('Changed since it was solved');
  });

  it('put no number on what is only a prior', () => {
    const prior = { ...verdict('prior'), predicted: null, best: null };
    expect(titles(prior)).toEqual(['By relatedness alone: an order of languages', 'Plan Proxy Runs…']);
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

describe('a file with stages', () => {
  const staged = parseMixture(`climb: 1
budget: { tokens: 1T }
languages: { en: {}, de: {} }
stages:
  - name: stable
    languages: { en: 0.6, de: 0.4 }
  - { name: annealing, tokens: 10%, fixed: true, languages: { en: 1 } }
interactions: { prior: relatedness }
`);

  it('has the tokens of each stage and of all behind its ratios and languages', () => {
    expect(inlayHints(staged.mixture).map(({ label }) => plainSpaces(label))).toEqual([
      '64 % of all · 640 B',
      '36 % of all · 360 B',
      '540 B',
      '360 B',
      '100 B',
    ]);
  });

  it('has a lens above each stage: its size, and how far it is from what is recommended', () => {
    const stage = {
      name: 'stable',
      offset: 0,
      weight: 0.9,
      tokens: 9e11,
      fixed: false,
      twoSteps: [0.5, 0.5],
    };
    const solved = {
      kind: 'solved',
      verdict: { kind: 'gain', gain: null, headline: '' },
      current: true,
      predicted: null,
      best: null,
      stages: [{ ...stage, current: [0.6, 0.4], optimum: [0.53, 0.47] }],
    } as const;
    const found = lenses(staged.mixture, { ...solved, recommended: 'optimum' });
    expect(found.slice(-2).map(({ title }) => plainSpaces(title))).toEqual([
      '900 B tokens (90 %) · 7.0 % of it differs from the optimum',
      '100 B tokens (10 %) · fixed',
    ]);
    const twoSteps = lenses(staged.mixture, { ...solved, recommended: 'two-steps' });
    expect(plainSpaces(twoSteps.at(-2)!.title)).toBe(
      '900 B tokens (90 %) · 10 % of it differs from the two steps',
    );
    expect(lenses(staged.mixture, { kind: 'unsolved' }).at(-2)?.title).toMatch(/^900.B tokens/);
  });

  it('has its stages in the outline', () => {
    const stages = documentSymbols(staged).find(({ name }) => name === 'stages');
    expect(stages?.children.map(({ name, detail }) => plainSpaces(`${name} ${detail}`))).toEqual([
      'stable 90 %',
      'annealing 10 %',
    ]);
  });
});
