import { describe, expect, it } from 'vitest';
import { addLanguages } from '../../../src/core/edits/add-languages.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { applyEdits } from '../../../src/core/text/range.ts';

function added(
  text: string,
  codes: readonly string[] = ['nl', 'sv'],
  fileName = 'x.climb.yaml',
): string | null {
  const change = addLanguages(parseMixture(text, { fileName }), codes);
  return change === null ? null : applyEdits(text, change.edits);
}

const group = 'base: { members: [en, de], keep: true } # their proportions stay; only their total is decided';

describe('Languages that are added', () => {
  it('come behind the others without any text, and the old ones become a group that keeps its proportions', () => {
    expect(
      added('climb: 1\nlanguages:\n  en: 0.6 # as it was\n  de: 40%\ninteractions: { prior: relatedness }\n'),
    ).toBe(
      `climb: 1\nlanguages:\n  en: 0.6 # as it was\n  de: 40%\n  nl: 0 # Dutch\n  sv: 0 # Swedish\ngroups:\n  ${group}\ninteractions: { prior: relatedness }\n`,
    );
  });

  it.each([
    [
      'in braces',
      'languages: { en: 0.6, de: 0.4 }',
      `languages: { en: 0.6, de: 0.4, nl: 0, sv: 0 }\ngroups:\n  ${group}`,
    ],
    [
      'with keys of their own',
      'languages:\n  en:\n    ratio: 0.6\n  de:\n    ratio: 0.4 # little\n\nname: x\n',
      `languages:\n  en:\n    ratio: 0.6\n  de:\n    ratio: 0.4 # little\n  nl: 0 # Dutch\n  sv: 0 # Swedish\ngroups:\n  ${group}\n\nname: x\n`,
    ],
    [
      'with Windows line ends',
      'languages:\r\n  en: 0.6\r\n  de: 0.4\r\n',
      `languages:\r\n  en: 0.6\r\n  de: 0.4\r\n  nl: 0 # Dutch\r\n  sv: 0 # Swedish\r\ngroups:\r\n  ${group}\r\n`,
    ],
    [
      'beside groups',
      'groups:\n  big: { members: [en], max: 0.7 }\nlanguages: { en: 0.6, de: 0.4 }\n',
      `groups:\n  big: { members: [en], max: 0.7 }\n  ${group}\nlanguages: { en: 0.6, de: 0.4, nl: 0, sv: 0 }\n`,
    ],
    [
      'beside a key of groups that says nothing yet',
      'groups:\nlanguages: { en: 0.6, de: 0.4 }\n',
      'groups: { base: { members: [en, de], keep: true } }\nlanguages: { en: 0.6, de: 0.4, nl: 0, sv: 0 }\n',
    ],
  ])('keep the style of the file: %s', (_, before, after) => expect(added(before)).toBe(after));

  it('keep JSON what it is', () => {
    const after = added(
      '{\n  "languages": {\n    "en": 0.6,\n    "de": 0.4\n  }\n}\n',
      ['nl'],
      'x.climb.json',
    );
    expect(after).toBe(
      '{\n  "languages": {\n    "en": 0.6,\n    "de": 0.4,\n    "nl": 0\n  },\n  "groups": { "base": { "members": ["en", "de"], "keep": true } }\n}\n',
    );
    expect(() => void JSON.parse(after!)).not.toThrow();
  });

  it('are told apart from those that are there, under any spelling, and from one another', () => {
    const parsed = parseMixture('languages: { en: 0.6, de: 0.4 }\n');
    expect(addLanguages(parsed, ['deu_Latn', 'nl', 'nld_Latn'])).toMatchObject({
      added: ['nl'],
      known: ['deu_Latn', 'nld_Latn'],
    });
    expect(addLanguages(parsed, ['eng_Latn'])).toMatchObject({ edits: [], added: [] });
  });

  it('leave kept groups as they are, and are in none', () => {
    const text = 'languages: { en: 0.6, de: 0.4 }\ngroups: { old: { members: [en, de], keep: true } }\n';
    expect(added(text)).toBe(text.replace('de: 0.4 }', 'de: 0.4, nl: 0, sv: 0 }'));
    expect(addLanguages(parseMixture(text), ['nl'])).toMatchObject({ made: null, kept: ['old'] });
  });

  it('have no proportions to keep where the file has no shares, or only one language with text', () => {
    expect(added('languages: { en: {}, de: {} }\n', ['nl'])).toBe('languages: { en: {}, de: {}, nl: {} }\n');
    expect(added('languages: { en: 1, de: 0 }\n', ['nl'])).toBe('languages: { en: 1, de: 0, nl: 0 }\n');
  });

  it('find a name for the group that is free', () => {
    expect(
      added('languages: { en: 0.6, de: 0.4 }\ngroups: { base: { members: [en], max: 0.9 } }\n', ['nl']),
    ).toContain('base-2: { members: [en, de], keep: true }');
  });

  it('are quoted where YAML would read something else', () => {
    expect(added('languages: { en: 0.6, de: 0.4 }\n', ['no'])).toContain('"no": 0');
  });

  it('are not written where there is no list of languages, or one that stands at an anchor', () => {
    expect(added('')).toBeNull();
    expect(added('languages:\n')).toBeNull();
    expect(added('x-old: &old { en: 0.6, de: 0.4 }\nlanguages: *old\n')).toBeNull();
  });
});
