import { describe, expect, it } from 'vitest';
import { planMixtures } from '../../../src/core/analysis/plan-mixture.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';

const noFit = () => Promise.reject(new Error('there are no runs'));

async function planned(groups: string, files: { path: string; text: string }[] = []) {
  const { mixture } = parseMixture(`climb: 1
languages: { en: 0.6, de: 0.3, fr: 0.1, nl: 0, sv: 0 }
${groups}
interactions: { prior: relatedness }
`);
  return planMixtures(mixture, files, noFit, [], { count: 12, budgets: [1e6, 2e6] });
}

describe('the plan of a mixture with a kept group', () => {
  it('varies only what is new, and says how many runs that saves', async () => {
    const { runs, saving } = await planned('groups: { base: { members: [en, de, fr], keep: true } }');
    expect(runs).toHaveLength(12);
    for (const { ratio } of runs) {
      const base = (ratio['en'] ?? 0) + (ratio['de'] ?? 0) + (ratio['fr'] ?? 0);
      expect(ratio['en']).toBeCloseTo(0.6 * base, 9);
      expect(ratio['fr']).toBeCloseTo(0.1 * base, 9);
      expect(base + (ratio['nl'] ?? 0) + (ratio['sv'] ?? 0)).toBeCloseTo(1, 9);
    }
    expect(new Set(runs.map(({ ratio }) => ratio['nl'])).size).toBeGreaterThan(6);
    expect(saving).toBe(
      'Of 4 free shares 2 vary, as a kept group varies as one: to know each as well from runs that vary all would take about 24 in place of 12.',
    );
  });

  it('takes the proportions from where the group says', async () => {
    const files = [
      { path: 'previous.climb.yaml', text: 'climb: 1\nlanguages: { eng_Latn: 0.5, de: 0.5 }\n' },
    ];
    const keep = 'groups: { base: { members: [en, de], keep: { from: previous.climb.yaml } } }';
    const { runs } = await planned(keep, files);
    for (const { ratio } of runs) expect(ratio['en']).toBeCloseTo(ratio['de'] ?? NaN, 9);
    expect((await planned(keep)).saving).toContain('cannot keep its proportions');
  });

  it('says nothing of savings where nothing is kept', async () => {
    expect((await planned('')).saving).toBeNull();
  });
});
