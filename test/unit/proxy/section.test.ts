import { expect, it } from 'vitest';
import { isOwnResult } from '../../../src/core/proxy/section.ts';

it.each([
  ['{out}/losses.json', true],
  ['{out}/checkpoint-9/trainer_state.json', true],
  ['results/{run}.json', false],
  ['{out}/../../losses.json', false],
  ['{out}', false],
  ['/tmp/{out}/x', false],
])('a result at %s lies in the folder of its run: %s', (result, isOwn) => {
  expect(isOwnResult(result)).toBe(isOwn);
});
