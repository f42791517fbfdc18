import { describe, expect, it } from 'vitest';
import { addition } from '../../../src/core/analysis/add-languages.ts';
import { fitted } from '../../../src/core/analysis/interactions.ts';
import { solveMixture } from '../../../src/core/analysis/solve-mixture.ts';
import { neverCancelled } from '../../../src/core/cancel.ts';
import { validateMixture } from '../../../src/core/checks/validate.ts';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { readRuns } from '../../../src/core/runs/read-runs.ts';
import { random, randomMixture } from '../climb/models.ts';

const add = (text: string, codes: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  addition(parseMixture(text), codes, 'x.climb.yaml', (path) => files[path] ?? null);

const mixture = 'climb: 1\nlanguages: { en: 0.4, de: 0.3, fr: 0.2, es: 0.1 }\n';

describe('Adding languages', () => {
  it('says what is kept, how many runs are needed and how many that saves', () => {
    expect(add(mixture, ['nl', 'sv'])).toMatchObject({
      kind: 'ready',
      summary:
        'nl and sv come without any text yet. en, de, fr and es keep their proportions, as the group base.',
      // The group, nl and sv vary: two free shares in place of five.
      runs: 12,
      saving:
        'Of 5 free shares 2 vary, as a kept group varies as one: to know each as well from runs that vary all would take about 30 in place of 12.',
    });
  });

  it('counts by the other mixture whose proportions are kept', () => {
    const from = `${mixture}groups: { old: { members: [en, de, fr, es], keep: { from: previous.climb.yaml } } }\n`;
    expect(add(from, ['nl'], { 'previous.climb.yaml': mixture })).toMatchObject({
      kind: 'ready',
      summary: 'nl comes without any text yet. The kept group old stays as it is.',
      runs: 8,
      saving: expect.stringContaining('Of 4 free shares 1 varies') as string,
    });
  });

  it('is refused where all are there, where the file cannot take them, and where it would make an error', () => {
    expect(add(mixture, ['eng_Latn'])).toEqual({
      kind: 'refused',
      reason: 'The mixture already has eng_Latn.',
    });
    expect(add('climb: 1\n', ['nl'])).toMatchObject({ kind: 'refused' });
    // At a tenth of the old text, English cannot have half of all.
    const tight = 'climb: 1\nlanguages: { en: { ratio: 0.1, min: 50% }, de: 0.9 }\n';
    expect(add(tight, ['nl'])).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^That would cause an error: .*minimum of base/) as string,
    });
  });
});

describe('Runs of before a language was added', () => {
  it('are said to be taken as trained without it wherever the fit is told of: the problems and the panel', async () => {
    const rows = (codes: readonly string[], count: number): string => {
      const next = random(codes.length);
      const header = [
        'run_id',
        'tokens',
        ...codes.map((code) => `ratio_${code}`),
        ...codes.map((code) => `loss_${code}`),
      ];
      const lines = Array.from({ length: count }, (_, i) => {
        const shares = [...randomMixture(codes.length, next)].map((share) => Number(share.toFixed(4)));
        shares[0]! += 1 - shares.reduce((sum, share) => sum + share, 0);
        const losses = shares.map((share) => 2 * (share + 0.2) ** -0.15);
        return [`${codes.length}-${i}`, 1e6, ...shares, ...losses].join(',');
      });
      return [header.join(','), ...lines].join('\n');
    };
    const files = [
      { path: 'old.csv', text: rows(['en', 'de'], 12) },
      { path: 'new.csv', text: rows(['en', 'de', 'nl'], 8) },
    ];
    const text = `climb: 1
budget: { tokens: 1M }
languages: { en: 0.6, de: 0.4, nl: 0 }
groups: { base: { members: [en, de], keep: true } }
interactions: { runs: [old.csv, new.csv] }
`;
    const outcome = await solveMixture(text, files, [], {
      fileName: 'a.climb.yaml',
      version: 0,
      fitRuns: (given, reading) => {
        const runs = readRuns(given, reading);
        return fitted(runs, () => fit(runs, { law: 'power' }));
      },
      isCancelled: neverCancelled,
      onProgress: () => undefined,
      now: () => 0,
    });
    if (outcome.kind !== 'solved') throw new Error(outcome.reason);
    const { report, model, solution, runProblems, read } = outcome.result;
    const said =
      'old.csv has no share of nl: its 12 runs are taken as trained without, since their other shares sum to 1.';
    expect(report.trust.read).toContain(said);
    const analysis = { runProblems, read, model, solution, verdict: report.verdict };
    const problem = validateMixture(text, { analysis }).find(({ code }) => code === 'interaction.read');
    expect(problem?.message).toContain(said);
  });
});
