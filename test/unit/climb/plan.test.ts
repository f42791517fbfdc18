import { describe, expect, it } from 'vitest';
import { planRuns, type PlanRequest } from '../../../src/core/climb/plan/plan.ts';

const uniform = { kind: 'uniform' as const, ratio: [0.25, 0.25, 0.25, 0.25] };
const natural = { kind: 'natural' as const, ratio: [0.9, 0.0992, 0.000789, 0.000011] };

const request: PlanRequest = {
  languages: 4,
  count: 24,
  budgets: [5e8, 1e9],
  anchors: [uniform, natural],
  done: [],
  maxShare: () => [1, 1, 1, 1],
};

describe('planned runs', () => {
  const runs = planRuns(request);

  it('are mixtures', () => {
    expect(runs).toHaveLength(24);
    for (const { ratio } of runs) {
      expect(ratio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...ratio)).toBeGreaterThan(0);
    }
  });

  it('hold each anchor at both budgets, and once more at the smaller', () => {
    for (const kind of ['uniform', 'natural'] as const)
      expect(runs.filter((run) => run.kind === kind).map(({ tokens }) => tokens)).toEqual([5e8, 1e9, 5e8]);
  });

  it('are random for the rest, two thirds of these at the smaller budget', () => {
    const random = runs.filter(({ kind }) => kind === 'random');
    expect(random).toHaveLength(18);
    expect(random.filter(({ tokens }) => tokens === 5e8)).toHaveLength(15);
    expect(new Set(random.map(({ ratio }) => String(ratio))).size).toBe(18);
  });

  it('keep a share that is meant, however small', () => {
    const { ratio } = runs.find(({ kind }) => kind === 'natural')!;
    expect(ratio.slice(1)).toEqual([0.0992, 0.00079, 0.000011]);
  });

  it('keep within the text there is for each budget', () => {
    const maxShare = (tokens: number): number[] => [1, 1e8 / tokens, 1, 5e7 / tokens];
    for (const { ratio, tokens } of planRuns({ ...request, maxShare }))
      ratio.forEach((share, i) => expect(share).toBeLessThanOrEqual(maxShare(tokens)[i]! + 1e-12));
  });

  it('vary scarce text below its limit', () => {
    const maxShare = (): number[] => [1, 1, 1, 0.01];
    const scarce = planRuns({ ...request, maxShare }).flatMap(({ kind, ratio }) =>
      kind === 'random' ? [ratio[3]!] : [],
    );
    expect(new Set(scarce).size).toBeGreaterThan(scarce.length / 2);
    // Where all text is needed, it is all taken.
    const tight = planRuns({ ...request, maxShare: () => [0.25, 0.25, 0.25, 0.25] });
    for (const { ratio } of tight) expect(ratio).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('are others when planning goes on, and no anchor is planned more often than it is wanted', () => {
    const more = planRuns({ ...request, done: runs });
    expect(more.every(({ kind }) => kind === 'random')).toBe(true);
    expect(new Set([...runs, ...more].map(({ ratio }) => String(ratio))).size).toBe(2 + 18 + 24);
  });

  it('leave half of few runs to random mixtures', () => {
    expect(planRuns({ ...request, count: 4 }).map(({ kind }) => kind)).toEqual([
      'uniform',
      'natural',
      'random',
      'random',
    ]);
    expect(planRuns({ ...request, count: 1 }).map(({ kind }) => kind)).toEqual(['random']);
  });

  it('of one budget are all of that one', () => {
    const single = planRuns({ ...request, budgets: [1e9] });
    expect(new Set(single.map(({ tokens }) => tokens))).toEqual(new Set([1e9]));
    expect(single.filter(({ kind }) => kind === 'uniform')).toHaveLength(2);
  });
});
