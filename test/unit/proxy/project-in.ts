import path from 'node:path';
import { parseMixture } from '../../../src/core/mixture/parse.ts';
import { projectOf, type ProxyProject } from '../../../src/proxy/project.ts';

/** The project of a mixture file in this folder, which holds this `proxy:` section. */
export function projectIn(folder: string, proxy: Readonly<Record<string, unknown>>): ProxyProject {
  const { mixture } = parseMixture(JSON.stringify({ proxy }), { fileName: 'mixture.climb.json' });
  return projectOf(mixture.proxy!, path.join(folder, 'mixture.climb.yaml'))!;
}
