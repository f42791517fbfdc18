import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { priorModel } from '../../../src/core/climb/fit/prior-model.ts';
import { hoverMixture, type HoverInput } from '../../../src/core/editing/hover.ts';
import { predictMixture } from '../../../src/core/editing/prediction.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { reportOf } from '../report/three-languages.ts';
import { atCursor, plainSpaces } from './cursor.ts';

function hover(marked: string, input: HoverInput = {}): string | null {
  const { text, offset } = atCursor(marked);
  const markdown = hoverMixture(parseMixture(text), offset, input)?.markdown;
  return markdown === undefined ? null : plainSpaces(markdown);
}

const fitted: Model = {
  ...priorModel([
    { code: 'en', iso639_3: 'eng', script: 'Latn' },
    { code: 'de', iso639_3: 'deu', script: 'Latn' },
  ]),
  origin: 'fit',
  priorLanguages: [],
  quality: {
    r2: {},
    mae: {},
    cvR2: {},
    cvMae: {},
    cvLogRmse: { en: 0.01 },
    folds: 5,
    runs: 10,
    setAside: 0,
    converged: {},
    range: { tokens: [1e6, 1e6], parameters: null, maxShare: [1, 1] },
    residuals: {},
  },
};

describe('hoverMixture', () => {
  it('explains keys', () => {
    expect(hover('climb: 1\nbud|get: { tokens: 1T }\n')).toMatch(/training budget/);
    expect(hover('languages:\n  en: { avail|able: 1T }\n')).toMatch(/Unique tokens/);
    expect(hover('nonsense|: 1\n')).toBeNull();
    expect(hover('climb: 1\n|\n')).toBeNull();
  });

  it('tells of a language in which stage it has which share', () => {
    const text = `budget: { tokens: 1T }
languages: { en: {}, de: {} }
stages:
  - { name: stable, languages: { en: 0.6, d|e: 0.4 } }
  - { name: annealing, tokens: 10%, languages: { en: 1 } }
`;
    expect(hover(text)).toContain('share 36 % · 360 B tokens');
    expect(hover(text)).toContain('stable 40 % · annealing 0 %');
  });

  it('calls the recommended share by its mixture, and tells what is as good of the optimum alone', () => {
    const report = { ...reportOf(), near: { tolerance: 0.001, range: [[0.2, 0.5] as const] } };
    const marked = 'languages:\n  e|n: { ratio: 0.9 }\n  de: { ratio: 0.05 }\n  nl: { ratio: 0.05 }\n';
    expect(hover(marked, { report })).toMatch(
      /optimum \d+ %, 20 to 50 % as good within 0\.1 % \(last solve\)/,
    );
    const steps = hover(marked, { report: { ...report, recommended: 'two-steps' } });
    expect(steps).toMatch(/two steps \d+ % \(last solve\)/);
    expect(steps).not.toContain('optimum');
  });

  it('says what a quantity comes to', () => {
    expect(hover('languages: { en: { ratio: 1/3 - |0.2 } }')).toContain('`1/3 - 0.2` = 13 %');
    expect(hover('budget: { tokens: 1.|2T }')).toContain('1.2 T (1200000000000)');
    expect(hover('budget: { tokens: ma|ny }')).toBeNull();
  });

  it('tells of a language its name, lineage, share, tokens and epochs', () => {
    const text = hover(
      'budget: { tokens: 1T }\nlanguages:\n  en: 0.6\n  d|e: { ratio: 40%, available: 800B }\n',
    );
    expect(text).toContain('**German** (`de`)');
    expect(text).toContain('`deu_Latn`');
    expect(text).toContain('Germanic, Indo-European');
    expect(text).toContain('share 40 % · 400 B tokens · 0.50 epochs of 800 B');
  });

  it('does not let a name break the text', () => {
    expect(hover('languages: { e|n: { ratio: 1, name: "[x](command:y)" } }')).toContain('\\[x\\](command:y)');
  });

  it('adds what the model predicts for the text as it stands', () => {
    const marked = 'languages:\n  en: 0.6\n  d|e: 0.4\n';
    const { mixture } = parseMixture(atCursor(marked).text);
    const model = priorModel([
      { code: 'en', iso639_3: 'eng', script: 'Latn' },
      { code: 'de', iso639_3: 'deu', script: 'Latn' },
    ]);
    const prediction = predictMixture(mixture, model);
    expect(prediction!.effective[1]).toBeGreaterThan(0.4);
    expect(hover(marked, { prediction })).toMatch(
      /effective share \d+ % · marginal benefit [\d.]+ × the average/,
    );
  });

  it('warns of the two meanings of als', () => {
    expect(hover('languages: { al|s: 1 }')).toContain('Alemannic');
  });
});

describe('predictMixture', () => {
  it('gives losses with their intervals where the fit knows its spread', () => {
    const text = 'budget: { tokens: 1M }\nlanguages: { en: 0.5, de: 0.5 }';
    const { loss, objective } = predictMixture(parseMixture(text).mixture, fitted)!;
    const [en, de] = loss;
    // Symmetric on the logarithm: 1.645 standard deviations of 0.01.
    expect(Math.log(en!.high! / en!.value!)).toBeCloseTo(0.01645, 10);
    expect(Math.log(en!.value! / en!.low!)).toBeCloseTo(0.01645, 10);
    expect(de!.low).toBeNull();
    expect(objective!.value).toBeCloseTo((en!.value! + de!.value!) / 2, 10);
    expect(objective!.low, 'German has no known spread').toBeNull();
    expect(
      hover('budget: { tokens: 1M }\nlanguages: { e|n: 0.5, de: 0.5 }', {
        prediction: { ...predictMixture(parseMixture(text).mixture, fitted)! },
      }),
    ).toMatch(/predicted loss [\d.]+ nats \(90 %: [\d.]+ to [\d.]+\)/);
  });

  it('gives no loss where only a prior would say it', () => {
    const { mixture } = parseMixture('languages: { en: 0.5, de: 0.5 }');
    const { loss } = predictMixture(mixture, { ...fitted, priorLanguages: ['de'] })!;
    expect([loss[0] === null, loss[1]]).toEqual([false, null]);
    const prior = predictMixture(mixture, { ...fitted, origin: 'prior' })!;
    expect([...prior.loss, prior.objective]).toEqual([null, null, null]);
  });

  it('is null where the model is about other languages', () => {
    const model = priorModel([{ code: 'en', iso639_3: 'eng', script: 'Latn' }]);
    expect(predictMixture(parseMixture('languages: { de: 1 }').mixture, model)).toBeNull();
    expect(predictMixture(parseMixture('languages: { en: }').mixture, model)).toBeNull();
  });
});

describe('A name made to leave its place in a hover', () => {
  it.each(['a` ![x](https://example.org/x.png) `', 'a\\n\\n![x](https://example.org/x.png)', '<img src=x>'])(
    'stays text: %s',
    (name) => {
      const text = `climb: 1\nlanguages:\n  "${name}": 1\n`;
      const markdown = hoverMixture(parseMixture(text), text.indexOf('"') + 1)!.markdown;
      expect(markdown).toContain('share');
      // Outside of inline code, brackets are escaped.
      expect(markdown.replace(/`[^`\n]*`/g, '')).not.toMatch(/(?<!\\)[[<]/);
    },
  );
});
