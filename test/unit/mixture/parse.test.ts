import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { applyEdits } from '../../../src/core/text/range.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';

const codes = (text: string, fileName = '') => validateMixture(text, { fileName }).map(({ code }) => code);

describe('parseMixture', () => {
  it('leads every number back to its text', () => {
    const text =
      'climb: 1\r\nbudget: { tokens: 1.2T }\r\nlanguages:\r\n  "en": 0.45\r\n  de: {ratio: 55%, min: 5%}\r\n';
    const { mixture, problems } = parseMixture(text);
    expect(problems).toEqual([]);
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    expect(at(mixture.tokens!.range)).toBe('1.2T');
    const [en, de] = mixture.languages;
    expect([en!.code, at(en!.codeRange), at(en!.range), at(en!.ratio!.range)]).toEqual([
      'en',
      '"en"',
      '"en": 0.45',
      '0.45',
    ]);
    expect([at(de!.range), at(de!.ratio!.range), de!.ratio!.value, de!.min!.value]).toEqual([
      'de: {ratio: 55%, min: 5%}',
      '55%',
      0.55,
      0.05,
    ]);
  });

  it.each([
    ['block', 'climb: 1\nlanguages:\n  en: 0,01\n  de: 0.99\n', 'a.climb.yaml'],
    ['flow', 'climb: 1\nlanguages: { en: 0,01, de: 0.99 }\n', 'a.climb.yaml'],
    ['nested flow', 'climb: 1\nlanguages: { en: { ratio: 0,01 }, de: 0.99 }\n', 'a.climb.yaml'],
    ['JSON', '{ "climb": 1, "languages": { "en": 0,01, "de": 0.99 } }\n', 'a.climb.json'],
    ['JSON text', '{ "climb": 1, "languages": { "en": "0,01", "de": 0.99 } }\n', 'a.climb.json'],
  ])('tells a decimal comma once, and writes the point (%s)', (_, text, fileName) => {
    const problems = validateMixture(text, { fileName });
    expect(problems).toHaveLength(1);
    const [fix] = problems[0]!.fixes!;
    expect(fix!.title).toBe('Write 0.01');
    expect(validateMixture(applyEdits(text, fix!.edits), { fileName })).toEqual([]);
  });

  it('reads a formula whose comma YAML took for the end of the entry, and quotes it', () => {
    const text = 'climb: 1\nratios: weights\nlanguages: { en: max(1, min(2, 3)), de: 1 }\n';
    const { mixture, problems } = parseMixture(text);
    expect(mixture.languages.map(({ code, ratio }) => [code, ratio!.value])).toEqual([
      ['en', 2],
      ['de', 1],
    ]);
    const fixed = applyEdits(text, problems[0]!.fixes![0]!.edits);
    expect(fixed).toContain('en: "max(1, min(2, 3))", de');
    expect(validateMixture(fixed)).toEqual([]);
  });

  it('takes numbers in flow lists and bare keys for what they are', () => {
    const { mixture, problems } = parseMixture('x-a: [0,5]\nlanguages: { en: 1, 99, de }\n');
    expect([mixture.languages.map(({ code }) => code), problems]).toEqual([['en', '99', 'de'], []]);
  });

  it('reads how proxy runs are trained, each value with its place', () => {
    const text =
      'proxy: { command: \'train --x "a b"\', tokens: 1B, engine: slurm, slurm: { time: 30 }, losses: { de: l/de } }';
    const { proxy } = parseMixture(text).mixture;
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    expect(proxy!.command!.value).toEqual(['train', '--x', 'a b']);
    expect([proxy!.tokens!.value, at(proxy!.tokens!.range), at(proxy!.engine!.range)]).toEqual([
      1e9,
      '1B',
      'slurm',
    ]);
    const [time] = proxy!.options.get('slurm')!;
    expect([time!.name, at(time!.nameRange), time!.value.value]).toEqual(['time', 'time', '30']);
    expect(proxy!.losses.get('de')).toBe('l/de');
  });

  it('keeps empty words of a command, and tells a command line that is none', () => {
    expect(parseMixture("proxy: { command: [train, '', 3] }").mixture.proxy!.command!.value).toEqual([
      'train',
      '',
      '3',
    ]);
    const { mixture, problems } = parseMixture('proxy: { command: train | tee }');
    expect([mixture.proxy!.command, problems[0]!.code]).toEqual([null, 'proxy.command']);
  });

  it('reads JSON, tabs and byte-order mark included', () => {
    const text = '\ufeff{\n\t"climb": 1,\n\t"languages": {\n\t\t"en": 1\n\t}\n}\n';
    expect(codes(text, 'a.climb.json')).toEqual([]);
    expect(parseMixture(text).mixture.languages.map(({ code }) => code)).toEqual(['en']);
  });

  it.each([
    ['a comment', '{ "climb": 1, # no\n "languages": { "en": 1 } }'],
    ['a bare key', '{ climb: 1, "languages": { "en": 1 } }'],
    ['a trailing comma', '{ "climb": 1, "languages": { "en": 1 }, }'],
  ])('refuses %s in a JSON file only', (_, text) => {
    expect(codes(text, 'a.climb.json')).toEqual(['file.syntax']);
    expect(codes(text, 'a.climb.yaml')).toEqual([]);
  });

  it('keeps the order and takes keys as written', () => {
    const { mixture } = parseMixture(
      'languages: { zh: 1, no: 2, 1: 3, nan: 4, on: 5, __proto__: 6, null: 7 }',
    );
    const written = mixture.languages.map(({ code }) => code);
    expect(written).toEqual(['zh', 'no', '1', 'nan', 'on', '__proto__', 'null']);
  });

  it('resolves anchors, aliases and merge keys at the place of the alias', () => {
    const text =
      'x-d: &d { available: 5B, min: 0.1 }\nlanguages:\n  en: { <<: *d, min: 0.2, ratio: &r 0.5 }\n  de: { ratio: *r }\n';
    const { mixture, problems } = parseMixture(text);
    expect(problems).toEqual([]);
    const [en, de] = mixture.languages;
    expect([en!.available!.value, en!.min!.value, de!.ratio!.value]).toEqual([5e9, 0.2, 0.5]);
    expect(text.slice(de!.ratio!.range.start, de!.ratio!.range.end)).toBe('*r');
  });

  it('reads the first of several documents and says so', () => {
    const text = 'climb: 1\nlanguages: { en: 1 }\n---\nclimb: 1\nlanguages: { de: 1 }\n';
    const { mixture, problems } = parseMixture(text);
    expect(mixture.languages.map(({ code }) => code)).toEqual(['en']);
    expect(problems.map(({ code, range }) => [code, text.slice(range.start, range.end)])).toEqual([
      ['file.yaml-surprise', '---'],
    ]);
  });

  it.each([
    ['an empty file', '', ['file.schema']],
    ['nothing but comments', '# a\n\n', ['file.schema']],
    ['a list', '- a\n', ['file.schema']],
    ['a word', 'hello', ['file.schema']],
    ['a NUL byte', 'climb: 1\0', ['file.syntax']],
    ['binary', '\x7fELF\x02\x01\0\0', ['file.syntax']],
    ['a tab as indentation', 'climb: 1\nlanguages:\n\ten: 1\n', ['file.syntax']],
    ['an unknown alias', 'climb: 1\nlanguages: { en: *none }\n', ['file.syntax']],
    ['an anchor inside itself', 'climb: 1\nlanguages: &a { en: *a }\n', ['file.syntax']],
    ['brackets without end', '['.repeat(100_000), ['file.syntax']],
    ['lists in lists without end', '- '.repeat(100_000), ['file.syntax']],
    ['mappings in mappings without end', '? '.repeat(100_000), ['file.syntax']],
  ])('tells %s at once', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('does not expand a billion laughs', () => {
    const levels = Array.from({ length: 30 }, (_, i) => {
      const items = Array<string>(8).fill(i === 0 ? 'a' : `*l${i - 1}`);
      return `x-${i}: &l${i} [${items.join(', ')}]\n`;
    });
    const text = `climb: 1\n${levels.join('')}languages: { en: 1 }\n`;
    expect(new Set(codes(text))).toEqual(new Set(['file.syntax']));
  });

  it('understands a half-typed file', () => {
    const { mixture } = parseMixture('climb: 1\nlanguages:\n  en: 0.5\n  de: { ratio: 0.2\n  fr');
    expect(mixture.languages.map(({ code }) => code)).toContain('en');
    expect(mixture.languages[0]!.ratio!.value).toBe(0.5);
  });

  it('never throws, whatever is typed, and places every problem inside the text', () => {
    const text =
      'climb: 1\nbudget: {tokens: 1T}\nlanguages:\n  en: &a {ratio: 0.5, available: 3B}\n  de: *a\ngroups: {g: {members: [en]}}\ninteractions: {runs: [a.csv]}\n';
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        '\n',
        '  ',
        '\t',
        '&a',
        '*a',
        '- ',
        '"',
        "'",
        '#',
        '|',
        '>',
        '!',
        '? ',
        '%',
      ],
      ...['---\n', '\u2028', '\0', '...\n', '<<: *a', ', '],
    );
    const insert = fc.oneof(piece, fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length), fc.nat(20), insert), { maxLength: 6 }),
        (changes) => {
          let changed = text;
          for (const [at, remove, add] of changes)
            changed = changed.slice(0, at) + add + changed.slice(at + remove);
          for (const { range } of validateMixture(changed)) {
            expect(range.start).toBeGreaterThanOrEqual(0);
            expect(range.end).toBeGreaterThanOrEqual(range.start);
            expect(range.end).toBeLessThanOrEqual(changed.length);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
