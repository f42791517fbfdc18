import os from 'node:os';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { neverCancelled } from '../core/cancel.ts';
import type { FitOptions } from '../core/climb/fit/fit.ts';
import type { Model } from '../core/climb/model/model.ts';
import type { RunSet } from '../core/runs/runs.ts';
import { KeptFits } from '../fitting/kept-fits.ts';
import { fitFolder } from '../fitting/node/cache-folder.ts';
import { FolderStore } from '../fitting/node/folder-store.ts';
import { taskThreads } from '../fitting/node/task-threads.ts';
import type { Invocation } from './command.ts';

/** The fits that the user's programs keep: the editor reads and writes the same ones. */
export const keptFits = new FolderStore(fitFolder(process.platform, process.env, os.homedir()));

/** Milliseconds of a fit between two lines that say how far it is: few at first, a minute once it has taken that long. */
const [tellFirst, tellLater] = [5_000, 60_000];

/** Fits runs, or takes the kept fit of the same ones; tells of one that takes long how far it is. Throws CannotFit. */
export async function fitKept(runs: RunSet, options: FitOptions, tell: Invocation['tell']): Promise<Model> {
  const now = (): number => performance.now();
  // Nothing else waits for this process, so that no processor need be left to it.
  const fits = new KeptFits(keptFits, taskThreads(__filename, os.availableParallelism()), tell);
  const started = now();
  let next = started + tellFirst;
  const onProgress = (step: string): void => {
    if (now() < next) return;
    next = now() + Math.min(now() - started, tellLater);
    tell(step);
  };
  return fits.fit(runs, options, { isCancelled: neverCancelled, onProgress, now });
}
