// The threads of a long fit as the product starts them: the worker's own bundle, run again.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neverCancelled } from '../../../src/core/cancel.ts';
import { fit } from '../../../src/core/climb/fit/fit.ts';
import { KeptFits } from '../../../src/fitting/kept-fits.ts';
import { FolderStore } from '../../../src/fitting/node/folder-store.ts';
import { taskThreads } from '../../../src/fitting/node/task-threads.ts';
import { plantedRuns } from '../climb/planted.ts';

let folder: string;
const script = (): string => path.join(folder, 'worker.cjs');
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'climb-threads-'));
  await esbuild.build({
    absWorkingDir: path.resolve(import.meta.dirname, '../../..'),
    entryPoints: ['src/worker/node.ts'],
    outfile: script(),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('Threads of Node fit to the last bit what one thread fits', async () => {
  const { runs } = plantedRuns({ languages: 4, runs: 40, noise: 0.01 });
  const log: string[] = [];
  const fits = new KeptFits(new FolderStore(path.join(folder, 'fits')), taskThreads(script(), 3), (message) =>
    log.push(message),
  );
  let time = 0;
  const model = await fits.fit(
    runs,
    { law: 'auto' },
    // A clock by which every fit takes long.
    { isCancelled: neverCancelled, onProgress: () => undefined, now: () => (time += 400) },
  );
  expect(model).toEqual(fit(runs, { law: 'auto' }));
  expect(log).toEqual([]);
});

it('A machine of two processors has none to spare for threads', () => {
  expect(taskThreads('worker.cjs', 1)).toBeNull();
});
