import { describe, expect, it } from 'vitest';
import { offeredLanguages } from '../../../src/core/edits/offered-languages.ts';
import { resolveCode } from '../../../src/core/language/codes.ts';
import { newMixtureText, readTokenCounts } from '../../../src/core/edits/new-mixture.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { publishedMixtures } from '../../../src/core/edits/published-mixtures.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';

describe('newMixtureText', () => {
  for (const { name, origin, languages } of publishedMixtures()) {
    it(`starts from ${name} without an error`, () => {
      const entries = languages.map(({ code, share, available = null }) => ({
        code,
        weight: share,
        available,
      }));
      const text = newMixtureText({ name, origin, tokens: null, languages: entries });
      expect(validateMixture(text).filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(validateMixture(text).filter(({ code }) => code === 'language.unknown')).toEqual([]);
      const { mixture } = parseMixture(text);
      expect(mixture.languages.map(({ code }) => code)).toEqual(languages.map(({ code }) => code));
      mixture.languages.forEach(({ ratio }, i) => {
        expect(Math.abs(ratio!.value - languages[i]!.share)).toBeLessThan(0.003);
      });
    });
  }

  it('quotes what YAML readers would take for something else', () => {
    const languages = ['no', 'on: x', 'nan', 'fr'].map((code) => ({ code, weight: 1, available: null }));
    const text = newMixtureText({ name: 'yes # no', origin: null, tokens: 1e9, languages });
    const { mixture } = parseMixture(text);
    expect(mixture.languages.map(({ code }) => code)).toEqual(['no', 'on: x', 'nan', 'fr']);
    expect(mixture.name?.value).toBe('yes # no');
    expect(text).toContain('"no": 0.25 # Norwegian');
    expect(validateMixture(text).map(({ code }) => code)).not.toContain('file.yaml-surprise');
  });
});

it.each([1, 2, 3, 5, 7, 12, 60])('gives %i languages equal shares that sum to 1', (count) => {
  const codes = offeredLanguages([]).map(({ code }) => code);
  const languages = codes.slice(0, count).map((code) => ({ code, weight: 1, available: null }));
  const text = newMixtureText({ name: null, origin: null, tokens: null, languages });
  const shares = parseMixture(text).mixture.languages.map(({ ratio }) => ratio!.value);
  expect(new Set(shares)).toEqual(new Set([1 / count]));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(validateMixture(text).filter(({ code }) => code.startsWith('ratio.'))).toEqual([]);
});

it('limits epochs where it is known how much text there is, and says so', () => {
  const languages = [{ code: 'en', weight: 3, available: 3e9 }];
  const text = newMixtureText({ name: null, origin: null, tokens: 100e9, languages });
  expect(text).toContain('objective: { max_epochs: 4 } # a default:');
  expect(parseMixture(text).mixture.objective.maxEpochs?.value).toBe(4);
  const unknown = [{ code: 'en', weight: 3, available: null }];
  expect(newMixtureText({ name: null, origin: null, tokens: null, languages: unknown })).not.toContain(
    'epochs',
  );
});

describe('the languages to choose from', () => {
  const codes = (recent: string[]) => offeredLanguages(recent).map(({ code }) => code);

  it('start with those that have most text, not with those whose code is first', () => {
    expect(codes([]).slice(0, 6)).toEqual(['en', 'ru', 'zh', 'ja', 'de', 'es']);
    expect(codes([]).indexOf('aa')).toBeGreaterThan(100);
    // Whose text is that of a language which stands among the first comes later.
    expect(codes([]).indexOf('cmn_Hani')).toBeGreaterThan(100);
  });

  it('start with those chosen before, in their form', () => {
    expect(codes(['isl_Latn', 'mt']).slice(0, 3)).toEqual(['is', 'mt', 'en']);
    expect(codes(['isl_Latn', 'mlt_Latn']).slice(0, 4)).toEqual([
      'isl_Latn',
      'mlt_Latn',
      'eng_Latn',
      'rus_Cyrl',
    ]);
  });

  it('are there once each, and are found by each of their codes', () => {
    const offered = offeredLanguages([]);
    // Those with little text are found by where they are at home.
    const regions = offered.filter(({ group }) => group === 'other').map(({ region }) => region ?? '\uffff');
    expect(new Set(regions).size).toBeGreaterThan(10);
    expect(regions).toEqual(regions.toSorted((a, b) => a.localeCompare(b, 'en')));
    const ids = offered.map(({ code }) => resolveCode(code)?.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(offered.find(({ code }) => code === 'de')?.spellings).toContain('deu_Latn');
    expect(codes([])).not.toContain('deu_Latn');
  });
});

describe('readTokenCounts', () => {
  it('takes shares in proportion to the counts', () => {
    const counts = readTokenCounts('\ufefflanguage;tokens;notes\nen;640B;x\nde;160000000000;\nis;;none\n');
    expect(counts).toEqual({
      languages: [
        { code: 'en', weight: 640e9, available: 640e9 },
        { code: 'de', weight: 160e9, available: 160e9 },
      ],
      skipped: 1,
      column: 'tokens',
      areTokens: true,
    });
  });

  it('finds the columns by what is in them, and adds rows of one language', () => {
    expect(readTokenCounts('a\tb\tc\nx\tde\t5\nx\tdeu_Latn\t7\n')).toEqual({
      languages: [{ code: 'de', weight: 12, available: 12 }],
      skipped: 0,
      column: 'c',
      areTokens: true,
    });
  });

  it('asks which column counts where several may, and takes no bytes for tokens', () => {
    const table = 'lang,docs,bytes\nen,10,4000\nde,5,1000\n';
    expect(readTokenCounts(table)).toEqual({
      columns: [
        { name: 'docs', example: '10' },
        { name: 'bytes', example: '4000' },
      ],
    });
    expect(readTokenCounts(table, 'bytes')).toEqual({
      languages: [
        { code: 'en', weight: 4000, available: null },
        { code: 'de', weight: 1000, available: null },
      ],
      skipped: 0,
      column: 'bytes',
      areTokens: false,
    });
    expect(readTokenCounts(table.replace('docs', 'tokens'))).toMatchObject({
      column: 'tokens',
      areTokens: true,
    });
  });

  it.each([
    ['thousands by commas', 'language,tokens\nen,"1,200"\nde,"950"\n', 1200, 950],
    ['thousands by points', 'Language;Tokens\nEnglish;1.200.000\nGerman;950.000\n', 1_200_000, 950_000],
    ['a unit in the header', 'language,tokens (M)\nen,"1,200"\nde,950.5\n', 1.2e9, 950.5e6],
    ['a unit behind the header', 'language,tokens_B\nen,1200\nde,950M\n', 1.2e12, 950e6],
    ['a unit in another header', 'lang,unique tokens (bn)\nen,1.2\nde,0.95\n', 1.2e9, 0.95e9],
    [
      'Markdown, names and a sum',
      '| Language | Tokens |\n|---|---|\n| English | 1,200 |\n| German | 950 |\n| Total | 2,150 |\n',
      1200,
      950,
    ],
  ])('reads counts as tables of runs have them: %s', (_, text, en, de) => {
    expect(readTokenCounts(text)).toMatchObject({
      languages: [
        { code: 'en', weight: en, available: en },
        { code: 'de', weight: de, available: de },
      ],
      skipped: 0,
      areTokens: true,
    });
  });

  it.each([
    ['per cent', 'lang,amount\nen,60%\nde,40%\n'],
    ['by name', 'lang,sampling weight\nen,3\nde,2\n'],
    ['that make a whole', 'lang,x\nen,0.6\nde,0.4\n'],
  ])('takes no shares for tokens: %s', (_, text) => {
    const counts = readTokenCounts(text);
    expect(counts).toMatchObject({
      languages: [
        { code: 'en', available: null },
        { code: 'de', available: null },
      ],
      areTokens: false,
    });
  });

  it.each(['', 'language,tokens\n', 'a,b\nfoo bar,baz\n', 'language,tokens\nen,many\n'])(
    'says why %j holds none',
    (text) => expect(readTokenCounts(text)).toHaveProperty('reason'),
  );
});
