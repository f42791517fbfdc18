import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/core/formats/check.ts';
import { convertConfig, exportMixture } from '../../../src/core/formats/convert.ts';
import { compareTarget, outOfSyncInConfig, targetProblems } from '../../../src/core/formats/targets.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { knownLanguages } from './known-languages.ts';

const config = recognise(
  'data:\n  root_dir: /d\n  sources:\n    wiki_en: 60\n    web_en: 20\n    wiki_de: 20\n    misc: 0\n',
)!;
const at = { start: 0, end: 4 };
const compare = (shares: Record<string, number>, map: Record<string, string[]> = {}) =>
  compareTarget(config, new Map(Object.entries(shares)), new Map(Object.entries(map)), knownLanguages);

describe('a config and its mixture', () => {
  it('agree up to rounding', () => {
    const comparison = compare({ en: 0.80001, de: 0.19999 }, { en: ['wiki_en', 'web_en', 'misc'] });
    expect(targetProblems(config, comparison, 'a.yaml', at)).toEqual([]);
  });

  it('differ, seen from both files', () => {
    const comparison = compare({ en: 0.7, de: 0.3 });
    const [problem] = targetProblems(config, comparison, 'a.yaml', at);
    expect(problem).toMatchObject({ code: 'target.out-of-sync', severity: 'info', range: at });
    expect(problem!.message).toContain('`en` 80 % there, 70 % here');
    expect(problem!.related![0]).toMatchObject({ file: 'a.yaml', position: { line: 3, column: 13 } });
    expect(outOfSyncInConfig(comparison, 'm.climb.yaml').map(({ message }) => message)).toContain(
      'm.climb.yaml gives `de` 30 %; here it has 20 %.',
    );
  });

  it('name what belongs to no language, and the languages that nothing belongs to', () => {
    const comparison = compare({ en: 0.5, de: 0.3, fr: 0.2 });
    expect(comparison.strangers.map(({ name }) => name)).toEqual(['misc']);
    expect(comparison.missing).toEqual(['fr']);
    const codes = targetProblems(config, comparison, 'a.yaml', at).map(({ code }) => code);
    expect(codes).toEqual(['target.out-of-sync', 'target.unmapped', 'target.unmapped']);
  });

  it('follow the map before the names', () => {
    const comparison = compare({ en: 0.6, de: 0.4 }, { de: ['wiki_de', 'web_en'] });
    expect(comparison.present).toEqual(
      new Map([
        ['en', 0.6],
        ['de', 0.4],
      ]),
    );
    expect(comparison.differences).toEqual([]);
  });
});

describe('converting', () => {
  it('makes a mixture that names the config and its sources', () => {
    const { text } = convertConfig(config, 'train/lingua.yaml', knownLanguages);
    const { mixture, problems } = parseMixture(text!);
    expect(problems).toEqual([]);
    expect(mixture.languages.map(({ code, ratio }) => [code, ratio?.value])).toEqual([
      ['en', 0.8],
      ['de', 0.2],
      ['misc', 0],
    ]);
    expect(mixture.targets[0]!.file.value).toBe('train/lingua.yaml');
    expect(mixture.targets[0]!.map.get('en')!.map(({ value }) => value)).toEqual(['wiki_en', 'web_en']);
    expect(text).toContain('counts documents');
  });

  it('says why it cannot, where sizes decide', () => {
    const sizes = recognise('/d/en_text_document /d/de_text_document')!;
    expect(convertConfig(sizes, null, knownLanguages).reason).toContain('samples by size');
  });

  it('exports with the paths that the map names', () => {
    const text = exportMixture(
      new Map([
        ['en', 3],
        ['de', 1],
      ]),
      'nanotron',
      new Map([['en', ['/d/english']]]),
    );
    expect(text).toContain('- /d/english');
    expect(text).toContain('- 0.75');
  });
});
