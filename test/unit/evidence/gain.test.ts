import { expect, it } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { gainOf } from '../../../src/core/evidence/gain.ts';
import { worstTold } from '../../../src/core/evidence/thresholds.ts';
import { judge } from '../../../src/core/evidence/verdict.ts';
import { root } from '../../../scripts/install/paths.mjs';
import { readCluster } from '../../bench/clusters.ts';
import { simulate } from '../../simulated.ts';

it('An optimum that was applied is as good as the optimum, neither better nor worse', () => {
  const { runs, problem, file } = simulate({ languages: 6, runs: 24, law: 'A' }, 31);
  const model = fit(runs, { law: 'auto' });
  const first = solve(model, problem, { current: file });
  // That the optimum was chosen because it looks good takes something from its gain over the file.
  const [corrected, plain] = [true, false].map((chosen) => gainOf(model, problem, file, first.ratio, chosen));
  expect(corrected!.value).toBeLessThan(plain!.value);
  expect(gainOf(model, problem, first.ratio, first.ratio, true)).toMatchObject({ value: 0, low: 0, high: 0 });
  expect(judge(model, problem, solve(model, problem, { current: first.ratio })).kind).toBe('none');
});

it('What is surely worse than the file, as the two steps may be, is nothing to gain, however much worse', () => {
  // Trainings bear it out: there the two steps lost 5 % (test/fixtures/clusters).
  const { planned, problem } = readCluster(root, 'hub-and-scarce');
  const model = fit(planned, { law: 'auto' });
  const { ratio } = solve(model, problem(600_000)).joint;
  const asked = { current: ratio, method: 'two-steps' } as const;
  const judged = judge(model, problem(600_000), solve(model, problem(600_000), asked));
  expect(judged).toMatchObject({ kind: 'none', over: 'file' });
  expect(judged.gain!.high).toBeLessThan(0);
  expect(judged.gain!.low).toBeLessThan(worstTold);
});
