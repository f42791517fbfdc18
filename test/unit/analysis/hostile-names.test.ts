import { describe, expect, it } from 'vitest';
import { hoverMixture } from '../../../src/core/editing/hover.ts';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { readLosses } from '../../../src/core/proxy/result.ts';
import { solveText } from '../../solve-text.ts';

/** Names that JavaScript's own objects have. */
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

async function solve(languages: readonly string[], measured: readonly string[]) {
  const rows = Array.from({ length: 16 }, (_, run) => {
    const weights = measured.map((_, i) => ((run * (i + 3)) % 7) + 1);
    const total = weights.reduce((a, b) => a + b, 0);
    const ratio = weights.map((weight) => weight / total);
    return [
      `r${run}`,
      ...ratio.map((x) => x.toFixed(6)),
      ...ratio.map((x) => (2 * (x + 0.05) ** -0.2).toFixed(6)),
    ];
  });
  const header = [
    'run_id',
    ...measured.map((code) => `ratio_${code}`),
    ...measured.map((code) => `loss_${code}`),
  ];
  const text = `climb: 1
budget: { tokens: 1M }
languages:
${languages.map((code) => `  ${code}: { ratio: ${1 / languages.length}, available: 1M }`).join('\n')}
interactions: { runs: runs.csv }
`;
  const table = [header, ...rows].map((row) => row.join()).join('\n');
  const outcome = await solveText(text, { 'runs.csv': table });
  if (outcome.kind !== 'solved') throw new Error(outcome.reason);
  // As it goes from thread to thread and to the panel.
  return { text, result: structuredClone(outcome.result) };
}

describe("Languages that are called like JavaScript's own", () => {
  it('are solved like others, with the same numbers', async () => {
    const plain = (await solve(['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'])).result.report;
    const { text, result } = await solve(names, names);
    const { report } = result;
    expect(report.languages.map(({ code }) => code)).toEqual(names);
    expect(report.optimum.ratio).toEqual(plain.optimum.ratio);
    expect(report.trust.quality.map((row) => row?.cvR2)).toEqual(plain.trust.quality.map((row) => row?.cvR2));
    const parsed = parseMixture(text);
    for (const name of names) {
      expect(hoverMixture(parsed, text.indexOf(name), { report })?.markdown).toContain('share 25');
    }
  });

  it('have no quality where no run measured them', async () => {
    const { report } = (await solve(['a', 'b', ...names], ['a', 'b'])).result;
    expect(report.trust.quality.slice(2)).toEqual(names.map(() => null));
    expect(({} as Record<string, unknown>)['ratio']).toBeUndefined();
  });

  it('keep their losses', () => {
    const read = readLosses(
      '{"loss___proto__": 2, "loss_constructor": 3}',
      ['__proto__', 'constructor'],
      new Map(),
    );
    expect('losses' in read && Object.entries(read.losses)).toEqual([
      ['__proto__', 2],
      ['constructor', 3],
    ]);
  });
});
