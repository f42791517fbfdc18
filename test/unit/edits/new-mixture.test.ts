import { describe, expect, it } from 'vitest';
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

describe('readTokenCounts', () => {
  it('takes shares in proportion to the counts', () => {
    const counts = readTokenCounts('\ufefflanguage;tokens;notes\nen;640B;x\nde;160000000000;\nis;;none\n');
    expect(counts).toEqual({
      languages: [
        { code: 'en', weight: 640e9, available: 640e9 },
        { code: 'de', weight: 160e9, available: 160e9 },
      ],
      skipped: 1,
    });
  });

  it('finds the columns by what is in them, and adds rows of one language', () => {
    expect(readTokenCounts('a\tb\tc\nx\tde\t5\nx\tde\t7\n')).toEqual({
      languages: [{ code: 'de', weight: 12, available: 12 }],
      skipped: 0,
    });
  });

  it.each(['', 'language,tokens\n', 'a,b\nfoo bar,baz\n', 'language,tokens\nen,many\n'])(
    'says why %j holds none',
    (text) => expect(readTokenCounts(text)).toHaveProperty('reason'),
  );
});
