import { expect, it } from 'vitest';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { solve } from '../../../src/core/climb/optimum/solve.ts';
import { gainOf } from '../../../src/core/evidence/gain.ts';
import { judge } from '../../../src/core/evidence/verdict.ts';
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
