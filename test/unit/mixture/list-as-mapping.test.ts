import { describe, expect, it } from 'vitest';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

/** The text after the fix that makes a mapping of the list; null: none is offered. */
function asMapping(text: string, fileName = 'a.climb.yaml'): string | null {
  const fixes = validateMixture(text, { fileName }).flatMap(({ fixes = [] }) => fixes);
  const fix = fixes.find(({ title }) => title === 'Write `languages` as a mapping');
  return fix === undefined ? null : applyEdits(text, fix.edits);
}

const codesOf = (text: string, fileName?: string): string[] =>
  validateMixture(text, { fileName: fileName ?? 'a.climb.yaml' })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);

describe('languages given as a list', () => {
  it.each([
    ['in brackets', 'languages: [en, "no"] # two', 'languages: {en, "no"} # two'],
    ['with ratios in brackets', 'languages: [en: 0.5, de: 50%]', 'languages: {en: 0.5, de: 50%}'],
    ['as mappings in brackets', 'languages: [{ en: 0.5 }, {de: 1/2}]', 'languages: {en: 0.5, de: 1/2}'],
    ['by dashes', 'languages:\n  - en # a\n  # b\n  - de\n', 'languages:\n  en: # a\n  # b\n  de:\n'],
    ['by dashes below the key itself', 'languages:\n- en\n- de\n', 'languages:\n  en:\n  de:\n'],
    ['with ratios', 'languages:\n  - en: 0.5\n  - de: 0.5 # x', 'languages:\n  en: 0.5\n  de: 0.5 # x'],
    [
      'with more than ratios',
      'languages:\n  - en:\n      ratio: 0.5\n  - de: 0.5',
      'languages:\n    en:\n      ratio: 0.5\n    de: 0.5',
    ],
    ['as mappings by dashes', 'languages:\n  - { en: 0.5 }\n  - de: 0.5', 'languages:\n  en: 0.5\n  de: 0.5'],
    ['with Windows line ends', 'languages:\r\n  - en\r\n  - de\r\n', 'languages:\r\n  en:\r\n  de:\r\n'],
  ])('%s', (_, list, mapping) => {
    const fixed = asMapping(`climb: 1\n${list}`);
    expect(fixed).toBe(`climb: 1\n${mapping}`);
    expect(codesOf(fixed!)).toEqual([]);
  });

  it('in JSON, where each needs a value', () => {
    const fixed = asMapping('{ "climb": 1, "languages": ["en", "de"] }', 'a.climb.json');
    expect(fixed).toBe('{ "climb": 1, "languages": {"en": null, "de": null} }');
    expect(codesOf(fixed!, 'a.climb.json')).toEqual([]);
  });

  it.each([
    ['nothing', '[]'],
    ['items that name the language in a key', '\n  - { code: en, ratio: 1 }'],
    ['items of several lines', '\n  - en: 0.5\n    de: 0.5'],
    ['lists in the list', '[[en], [de]]'],
    ['numbers', '[1, 2]'],
    ['dashes of different widths', '\n  - en\n  -   de'],
    ['an alias', '[&a en, *a]'],
  ])('is left alone: %s', (_, list) => {
    expect(asMapping(`climb: 1\nlanguages: ${list}\n`)).toBeNull();
  });
});

describe('interactions from several places', () => {
  it('offers to remove each, a guess first', () => {
    const text =
      'climb: 1\nlanguages: { en: 1 }\ninteractions:\n  prior: relatedness # not yet\n  runs: a.csv\n';
    const fixes = validateMixture(text).flatMap(({ fixes = [] }) => fixes);
    expect(fixes.map(({ title, preferred }) => [title, preferred])).toEqual([
      ['Remove `prior`', true],
      ['Remove `runs`', false],
    ]);
    expect(applyEdits(text, fixes[0]!.edits)).toBe(
      'climb: 1\nlanguages: { en: 1 }\ninteractions:\n  runs: a.csv\n',
    );
  });
});
