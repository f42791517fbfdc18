import { it } from 'vitest';
import { expectBalance } from './balance.ts';
import { inflict } from './chaos.ts';

it('a short round of faults on this machine loses no run, trains none twice, and has the rows right', async () => {
  expectBalance(await inflict({ engine: 'local', cluster: null, faults: 20, runs: 8, seed: 7 }), 8);
});
