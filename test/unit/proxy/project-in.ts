import path from 'node:path';
import { readSource } from '../../../src/core/mixture/source.ts';
import { readProxySection } from '../../../src/core/proxy/section.ts';
import { projectOf, type ProxyProject } from '../../../src/proxy/project.ts';

/** The project of a mixture file in this folder, which holds this `proxy:` section. */
export function projectIn(folder: string, proxy: Readonly<Record<string, unknown>>): ProxyProject {
  const section = readProxySection(readSource(JSON.stringify({ proxy }), { json: true }).root);
  return projectOf(section!, path.join(folder, 'mixture.climb.yaml'));
}
