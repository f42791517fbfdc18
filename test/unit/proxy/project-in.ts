import path from 'node:path';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { createRun } from '../../../src/proxy/folders.ts';
import { projectOf, type ProxyProject } from '../../../src/proxy/project.ts';

/** The project of a mixture file in this folder, which holds this `proxy:` section. */
export function projectIn(folder: string, proxy: Readonly<Record<string, unknown>>): ProxyProject {
  const { mixture } = parseMixture(JSON.stringify({ proxy }), { fileName: 'mixture.climb.json' });
  return projectOf(mixture.proxy!, path.join(folder, 'mixture.climb.yaml'))!;
}

/** Plans runs of `en` and `de`, whose seeds count from `seed`. */
export async function planRuns(project: ProxyProject, runs: number, seed: number): Promise<void> {
  for (let i = 0; i < runs; i++) {
    const en = (i + 1) / (runs + 1);
    await createRun(project.runsFolder, {
      climbRun: 1,
      ratio: { en, de: 1 - en },
      tokens: 1000,
      parameters: null,
      seed: seed + i,
    });
  }
}
