import { expect, test } from 'vitest';
import { openProblem } from '../../../src/core/climb/model/allocation.ts';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { solvedModel } from '../../../src/host/panel/solved-model.ts';

test.each([
  [1_000, true],
  [1_001, false],
])('the panel can try shares of %i languages: %s', (count, can) => {
  const languages = Array.from({ length: count }, (_, i) => `x${i}`);
  const model = { languages } as unknown as Model;
  expect(solvedModel({ model, problem: openProblem(languages, 1e9) }) !== null).toBe(can);
});
