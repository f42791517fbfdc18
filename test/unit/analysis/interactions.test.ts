import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitted, loadInteractions, type Fitted } from '../../../src/core/analysis/interactions.ts';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';

const mixture = (codes: readonly string[], interactions: string) =>
  parseMixture(
    `climb: 1\nlanguages:\n${codes.map((code) => `  ${code}: ${1 / codes.length}\n`).join('')}interactions: ${interactions}\n`,
  ).mixture;
const none = (): Promise<Fitted> => Promise.reject(new Error('nothing to fit here'));

describe('Interactions of a mixture', () => {
  let six: Fitted;
  beforeAll(async () => {
    const path = 'examples/six-languages/runs/six-languages.csv';
    const runs = readRuns([{ path, text: readFileSync(path, 'utf8') }]);
    six = await fitted(runs, () => fit(runs, { law: 'power' }));
  });
  const modelOf = async (...given: Parameters<typeof loadInteractions>) =>
    (await loadInteractions(...given)).model!;
  const fromRuns = (codes: readonly string[]) =>
    modelOf(mixture(codes, '{ runs: x.csv }'), [], () => Promise.resolve(six));

  it('are in the order of the mixture, whatever the order of the runs', async () => {
    const model = await fromRuns(['uk', 'en', 'ru']);
    expect(model.languages).toEqual(['uk', 'en', 'ru']);
    const { languages, transfer } = six.model!;
    expect(model.transfer[0]![2]).toBe(transfer[languages.indexOf('uk')]![languages.indexOf('ru')]);
    expect(model.priorLanguages).toBeUndefined();
  });

  it('belong to the same language written otherwise', async () => {
    const model = await fromRuns(['eng_Latn', 'deu_Latn']);
    const own = await fromRuns(['en', 'de']);
    expect(model.transfer).toEqual(own.transfer);
    expect(model.quality!.cvR2['eng_Latn']).toBe(six.model!.quality!.cvR2['en']);
    expect(model.priorLanguages).toBeUndefined();
  });

  it('of a language that no run knows are a prior, and say so', async () => {
    const model = await fromRuns(['en', 'nld_Latn']);
    expect(model.priorLanguages).toEqual(['nld_Latn']);
    expect(model.transfer[0]![1]).toBeGreaterThan(0);
    expect(model.identified![0]![1]).toBe(false);
  });

  it('given by hand are taken as they stand', async () => {
    const given = mixture(['en', 'de'], '{ matrix: { en: { de: 0.2 } } }');
    const model = await modelOf(given, [], none);
    expect(model.transfer).toEqual([
      [0, 0.2],
      [0, 0],
    ]);
    expect(model.origin).toBe('given');
  });

  it('from relatedness alone favour kin', async () => {
    const model = await modelOf(mixture(['en', 'de', 'ru'], '{ prior: relatedness }'), [], none);
    expect(model.origin).toBe('prior');
    expect(model.transfer[0]![1]).toBeGreaterThan(model.transfer[0]![2]!);
  });

  it('from a file that is not a model say where it is wrong', async () => {
    const loaded = await loadInteractions(
      mixture(['en'], '{ model: m.json }'),
      [{ path: 'm.json', text: '{\n  oops' }],
      none,
    );
    expect(loaded.model).toBeNull();
    expect(loaded.runProblems[0]).toMatchObject({ file: 'm.json', severity: 'error' });
  });
});
