import { expect, test } from 'vitest';
import type { Model } from '../../../src/core/climb/model/model.ts';
import { triedModel } from '../../../src/host/panel/tried-model.ts';

test.each([
  [1_000, true],
  [1_001, false],
])('the panel can try shares of %i languages: %s', (count, can) => {
  const languages = Array.from({ length: count }, (_, i) => `x${i}`);
  expect(triedModel({ languages } as unknown as Model) !== null).toBe(can);
});
