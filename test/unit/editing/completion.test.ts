import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completeMixture,
  wantedFor,
  type Completion,
  type CompletionInput,
} from '../../../src/core/editing/completion.ts';
import { cursorContext } from '../../../src/core/editing/cursor.ts';
import { sectionSnippets } from '../../../src/core/editing/snippets.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { engines } from '../../../src/core/proxy/engines/all-engines.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { atCursor } from './cursor.ts';

function complete(marked: string, input: CompletionInput = {}, fileName = 'a.climb.yaml'): Completion[] {
  const { text, offset } = atCursor(marked);
  return completeMixture(parseMixture(text, { fileName }), offset, input);
}

/** A snippet as it stands when every place keeps what is proposed. */
const filledIn = (body: string): string =>
  body
    .replace(/\$\{\d+:((?:\\}|[^}])*)}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|}/g, '$1')
    .replaceAll('\\}', '}')
    .replaceAll('$0', '');

const labels = (marked: string, input: CompletionInput = {}) =>
  complete(marked, input).map(({ label }) => label);

function accept(marked: string, label: string, fileName = 'a.climb.yaml'): string {
  const item = complete(marked, {}, fileName).find((candidate) => candidate.label === label);
  if (item === undefined) throw new Error(`${label} is not offered`);
  return applyEdits(atCursor(marked).text, [{ range: item.range, newText: item.newText }]);
}

describe('cursorContext', () => {
  it.each([
    ['|', [], 'key', null],
    ['clim|', [], 'key', null],
    ['climb: |', [], 'value', 'climb'],
    ['climb: 1\nlanguages:\n  |', ['languages'], 'key', null],
    ['climb: 1\nlanguages:\n  en: 0.5\n  d|', ['languages'], 'key', null],
    ['languages:\n  en: 0.5\n|', [], 'key', null],
    ['languages:\n  en: 0.5\n\n  # note\n\n  |', ['languages'], 'key', null],
    ['languages:\n  en:\n    r|', ['languages', 'en'], 'key', null],
    ['languages:\n  en: { ratio: 0.5, | }', ['languages', 'en'], 'key', null],
    ['languages:\n  en: { ratio: | }', ['languages', 'en'], 'value', 'ratio'],
    ['languages:\n  en: { ratio: 0.5 }\n  |', ['languages'], 'key', null],
    ['languages: { en: {\n  |', ['languages', 'en'], 'key', null],
    ['groups: { g: { members: [en, | ] } }', ['groups', 'g', 'members'], 'item', null],
    ['groups:\n  g:\n    members:\n      - |', ['groups', 'g', 'members', '-'], 'item', null],
    ['targets:\n  - file: |', ['targets', '-'], 'value', 'file'],
    ['targets:\n- file: a\n  ma|', ['targets', '-'], 'key', null],
    ['targets:\n  - file: a\n    map:\n      |', ['targets', '-', 'map'], 'key', null],
    ['objective:\n  loss: abs|', ['objective'], 'value', 'loss'],
    ['interactions: &a\n  r|', ['interactions'], 'key', null],
    ['{ "climb": 1, "lang|', [], 'key', null],
    ['{ "languages": { "en": |', ['languages'], 'value', 'en'],
  ])('%s', (marked, path, place, key) => {
    const { text, offset } = atCursor(marked);
    expect(cursorContext(text, offset)).toMatchObject({ path, place, key });
  });

  it('offers nothing in a comment', () => {
    expect(labels('# |')).toEqual([]);
    expect(labels('climb: 1 # |')).toEqual([]);
    expect(labels('languages: { en: 1, # |')).toEqual([]);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '#',
      '\t',
      '\r\n',
      '|',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(40), (pieces, at) => {
        const text = pieces.join('');
        const offset = Math.min(at, text.length);
        for (const { range } of completeMixture(parseMixture(text), offset)) {
          expect(range.start).toBeLessThanOrEqual(offset);
          expect(range.end).toBeGreaterThanOrEqual(offset);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('completeMixture', () => {
  it('offers the keys that are not there yet, with their descriptions', () => {
    const items = complete('climb: 1\nlanguages: { en: 1 }\n|');
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['budget', 'groups', 'interactions']),
    );
    expect(items.map(({ label }) => label)).not.toContain('climb');
    expect(items.find(({ label }) => label === 'budget')?.documentation).toMatch(/training budget/);
  });

  it('opens sections and leaves values to be typed', () => {
    expect(accept('climb: 1\nbud|', 'budget')).toBe('climb: 1\nbudget:\n  tokens: ${1:100B}$0');
    expect(accept('climb: 1\nbud|:', 'budget')).toBe('climb: 1\nbudget:');
    expect(accept('groups:\n  g:\n    mem|', 'members')).toBe('groups:\n  g:\n    members:\n      - $0');
    expect(accept('languages:\n  en: |', '{ ratio, available }')).toBe(
      'languages:\n  en: { ratio: ${1:0.1}, available: ${2:100B} }',
    );
    expect(accept('languages:\n  en:\n    av|', 'available')).toBe('languages:\n  en:\n    available: ');
    expect(accept('languages: { en: { rat| } }', 'ratio')).toBe('languages: { en: { ratio:  } }');
    expect(accept('languages: { en: { rat|: 0.5 } }', 'ratio')).toBe('languages: { en: { ratio: 0.5 } }');
  });

  it('starts an empty file whole, and with a mixture that has no error', () => {
    const body = accept('|', 'climb');
    const found = validateMixture(filledIn(body)).filter(({ severity }) => severity !== 'hint');
    expect(found).toEqual([]);
    expect(labels('climb: 1\n|')).not.toContain('climb');
  });

  it('begins every section in a way that has no error once it is filled in', () => {
    for (const section of Object.keys(sectionSnippets)) {
      const head = `climb: 1\n${section === 'languages' ? '' : 'languages: { fr: 0.5, es: 0.5 }\n'}`;
      const text = filledIn(accept(`${head}|`, section));
      const errors = validateMixture(text).filter(({ severity }) => severity === 'error');
      expect([section, ...errors.map(({ message }) => message)]).toEqual([section]);
    }
  });

  it('offers every engine in a section of proxy runs', () => {
    expect(accept('climb: 1\n|', 'proxy')).toContain(
      `engine: \${4|${engines.map(({ name }) => name).join(',')}|}`,
    );
  });

  it('says in a few words what a key means', () => {
    const detail = (label: string) => complete('climb: 1\n|').find((item) => item.label === label)?.detail;
    expect([detail('budget'), detail('targets')]).toEqual([
      'The training budget',
      'Training configs that receive the ratios',
    ]);
  });

  it('quotes in JSON', () => {
    expect(accept('{ | }', 'name', 'a.climb.json')).toBe('{ "name":  }');
    expect(accept('{ "na|" }', 'name', 'a.climb.json')).toBe('{ "name" }');
    expect(accept('{ "objective": { "loss": | } }', 'relative', 'a.climb.json')).toBe(
      '{ "objective": { "loss": "relative" } }',
    );
  });

  it('offers languages by code and by name, those of the file left out, and quotes what YAML 1.1 reads otherwise', () => {
    const items = complete('languages:\n  en: 0.5\n  ger|');
    const german = items.find(({ label }) => label === 'de')!;
    expect([german.detail, german.filterText]).toEqual(['German', 'ger de German']);
    expect(items.map(({ label }) => label)).not.toContain('en');
    expect(accept('languages:\n  |', 'no')).toBe('languages:\n  "no": ');
    const own = 'languages: { "nan": 1 }\n';
    expect(accept(`${own}proxy:\n  losses:\n    |`, 'nan')).toBe(`${own}proxy:\n  losses:\n    "nan": `);
    expect(accept(`${own}groups: { a: { members: [|] } }`, 'nan')).toContain('members: ["nan"]');
    expect(accept('languages:\n  |', 'de')).toBe('languages:\n  de: ');
  });

  it('goes on where a value is to be picked, and stops where it is to be typed', () => {
    const continues = (marked: string, label: string) =>
      complete(marked).find((item) => item.label === label)?.continues;
    expect(continues('interactions:\n  |', 'runs')).toBe(true);
    expect(continues('objective:\n  |', 'loss')).toBe(true);
    expect(continues('languages:\n  en:\n    |', 'available')).toBe(false);
  });

  it('offers a language once, in the style of the file', () => {
    expect(labels('languages:\n  en: 1\n  |')).toEqual(expect.arrayContaining(['uk', 'srp_Latn']));
    expect(labels('languages:\n  en: 1\n  ukr|')).not.toContain('ukr_Cyrl');
    expect(labels('languages:\n  eng_Latn: 1\n  ukr|')).not.toContain('uk');
    expect(labels('languages:\n  en: 1\n  ukr_|')).toContain('ukr_Cyrl');
  });

  it('offers what typed letters begin, and leaves it to the editor to find the rest only where they begin nothing', () => {
    const languages = (typed: string) =>
      complete(`languages:\n  en: 1\n  ${typed}|`)
        .filter(({ label }) => label !== 'code' && label !== 'math')
        .map(({ label, detail }) => `${label} ${detail}`);
    expect(languages('ukr')).toEqual(['uk Ukrainian']);
    expect(languages('sorb')).toEqual(['dsb_Latn Lower Sorbian', 'hsb_Latn Upper Sorbian']);
    expect(languages('uzbek')).toContain('uz Northern Uzbek');
    expect(languages('grman')).toContain('de German');
  });

  it('puts codes in the style of the file first', () => {
    const first = (marked: string) =>
      complete(marked).sort((a, b) => (a.sortText < b.sortText ? -1 : 1))[0]!.label;
    expect(first('languages:\n  deu_Latn: 1\n  |')).toContain('_');
    expect(first('languages:\n  de: 1\n  |')).not.toContain('_');
  });

  it.each([
    ['en', 'ukr', 'uk'],
    ['en', 'uk', 'uk'],
    ['en', 'deu', 'de'],
    ['en', 'ger', 'de'],
    ['en', 'German', 'de'],
    ['en', 'germ', 'de'],
    ['en', 'iw', 'he'],
    ['eng_Latn', 'uk', 'ukr_Cyrl'],
    ['eng_Latn', 'ger', 'deu_Latn'],
    ['eng_Latn', 'German', 'deu_Latn'],
    ['eng_Latn', 'tam', 'tam_Taml'],
  ])('beside %s puts first what %s says: %s', (beside, typed, expected) => {
    const items = complete(`languages:\n  ${beside}: 1\n  ${typed}|`);
    const [best] = items
      .filter(({ filterText }) => filterText.startsWith(typed))
      .sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
    expect(best?.label).toBe(expected);
  });

  it('offers the values that a key takes', () => {
    expect(labels('objective:\n  loss: |')).toEqual(['absolute', 'relative']);
    expect(labels('solver: { method: | }')).toEqual(['joint', 'two-steps']);
    expect(labels('interactions:\n  prior: |')).toEqual(['relatedness']);
    expect(labels('climb: |')).toEqual(['1']);
  });

  it("offers the file's own languages as members, in matrices and in maps", () => {
    const languages = 'languages: { en: 0.5, de: 0.3, fr: 0.2 }\n';
    expect(labels(`${languages}groups: { g: { members: [en, |] } }`)).toEqual(['de', 'fr']);
    expect(labels(`${languages}groups:\n  g:\n    members:\n      - en\n      - |`)).toEqual(['de', 'fr']);
    expect(labels(`${languages}interactions:\n  matrix:\n    en:\n      |`)).toEqual(['en', 'de', 'fr']);
    expect(labels(`${languages}targets:\n  - file: a\n    map:\n      en: x\n      |`)).toEqual(['de', 'fr']);
  });

  it('completes paths from the folder that is being typed', () => {
    const marked = 'interactions:\n  runs: runs/a|';
    const { text, offset } = atCursor(marked);
    expect(wantedFor(parseMixture(text), offset)).toEqual({ folder: 'runs/' });
    const entries = [
      { name: 'all.csv', isFolder: false },
      { name: 'old', isFolder: true },
      { name: '.git', isFolder: true },
    ];
    const items = complete(marked, { entries });
    expect(items.map(({ label }) => label)).toEqual(['all.csv', 'old/']);
    expect(applyEdits(text, [{ range: items[0]!.range, newText: items[0]!.newText }])).toBe(
      'interactions:\n  runs: runs/all.csv',
    );
    const list = atCursor('interactions:\n  runs:\n    - a.csv\n    - |');
    expect(wantedFor(parseMixture(list.text), list.offset)).toEqual({ folder: '' });
  });

  it('offers first the files that a key takes, and no mixture', () => {
    const entries = ['a.yaml', 'b.csv', 'c.json', 'six.climb.yaml']
      .map((name) => ({ name, isFolder: false }))
      .concat({ name: 'old', isFolder: true });
    const inOrder = (marked: string) =>
      complete(marked, { entries })
        .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
        .map(({ label }) => label);
    expect(inOrder('interactions:\n  runs: |')).toEqual(['b.csv', 'c.json', 'old/', 'a.yaml']);
    expect(inOrder('interactions:\n  runs:\n    - |')).toEqual(['b.csv', 'c.json', 'old/', 'a.yaml']);
    expect(inOrder('interactions:\n  model: |')).toEqual(['c.json', 'old/', 'a.yaml', 'b.csv']);
    expect(inOrder('targets:\n  - file: |')).toEqual(['a.yaml', 'b.csv', 'c.json', 'old/']);
  });

  it('completes sources of the training config in `map`', () => {
    const marked = 'languages: { en: 1 }\ntargets:\n  - file: mix.yaml\n    map:\n      en: |';
    const { text, offset } = atCursor(marked);
    expect(wantedFor(parseMixture(text), offset)).toEqual({ target: 'mix.yaml' });
    expect(labels(marked, { sources: ['/data/en', '/data/de'] })).toEqual(['/data/en', '/data/de']);
  });
});

describe('stages and kept groups', () => {
  it('offer their keys, the languages of the file, and where proportions may come from', () => {
    expect(labels('stages:\n  - |\n')).toEqual(
      expect.arrayContaining(['name', 'tokens', 'fixed', 'languages']),
    );
    expect(
      labels('languages: { en: 1, de: 0 }\nstages:\n  - name: a\n    languages: { de: 1, | }\n'),
    ).toEqual(['en']);
    expect(labels('stages:\n  - name: a\n    fixed: |\n')).toEqual(['true']);
    expect(
      labels('stages: [{ name: stable }, { name: decay }]\ntargets:\n  - { file: a.sh, stage: | }\n'),
    ).toEqual(['stable', 'decay']);
    expect(labels('groups:\n  g: { keep: { | } }\n')).toEqual(['from', 'published']);
    expect(labels('groups:\n  g: { keep: { published: | } }\n')).toContain('mT5');
    const entries = [
      { name: 'old.climb.yaml', isFolder: false },
      { name: 'runs', isFolder: true },
    ];
    expect(labels('groups:\n  g: { keep: { from: | } }\n', { entries })).toEqual(['old.climb.yaml', 'runs/']);
  });
});
