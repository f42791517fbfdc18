import { describe, expect, it } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { openProblem } from '../../../src/core/climb/model/allocation.ts';
import { tokenEquivalents } from '../../../src/core/climb/model/equivalent.ts';
import { evaluateAllocation } from '../../../src/core/climb/model/evaluate.ts';
import type { ProxyRun, RunSet } from '../../../src/core/runs/runs.ts';

/** Losses of a law whose equivalents are known: half of what is trained on the other language counts, whatever the budget. */
const worth = 0.5;
const lossOf = (own: number, other: number, tokens: number): number =>
  0.8 + 60 * (tokens * (own + worth * other)) ** -0.4;

const languages = ['de', 'nl'];
const run = (share: number, tokens: number, line: number): ProxyRun => {
  const ratio = [share, 1 - share];
  const loss = [lossOf(share, 1 - share, tokens), lossOf(1 - share, share, tokens)];
  return { id: `r${line}`, ratio, loss, tokens, parameters: null, seed: null, file: 'runs.csv', line };
};
const budgets = [1e5, 2e5, 4e5, 8e5];
const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const fitTo = (with1: readonly number[]) => {
  const runs = budgets.flatMap((tokens, b) =>
    [...shares, ...with1].map((share, i) => run(share, tokens, 100 * b + i)),
  );
  const set: RunSet = { languages, runs, problems: [] };
  return fit(set, { law: 'auto' });
};

describe('token equivalents', () => {
  it('are the tokens of a language alone that reach its loss', () => {
    const model = fitTo([0, 1]);
    const problem = openProblem(languages, 4e5);
    const { loss } = evaluateAllocation(model, problem, [0.3, 0.7]);
    const found = tokenEquivalents(model, problem, loss);
    const known = [0.3 + worth * 0.7, 0.7 + worth * 0.3].map((share) => share * 4e5);
    found.forEach((tokens, t) => expect(Math.abs(Math.log(tokens! / known[t]!))).toBeLessThan(0.05));
    // Alone, every token counts as one.
    const alone = evaluateAllocation(model, problem, [1, 0]).loss;
    expect(tokenEquivalents(model, problem, [alone[0]!, null])).toEqual([expect.closeTo(4e5, 0), null]);
  });

  it('are unknown where no run was trained on a language alone, and beyond those that were', () => {
    const problem = openProblem(languages, 4e5);
    const without = fitTo([]);
    const { loss } = evaluateAllocation(without, problem, [0.3, 0.7]);
    expect(tokenEquivalents(without, problem, loss)).toEqual([null, null]);
    expect(tokenEquivalents(fitTo([0, 1]), problem, [0.9, 9])).toEqual([null, null]);
  });

  it('are unknown of a loss that is no number', () => {
    const model = fitTo([0, 1]);
    const problem = openProblem(languages, 4e5);
    expect(tokenEquivalents(model, problem, [Number.NaN, Infinity])).toEqual([null, null]);
  });
});
