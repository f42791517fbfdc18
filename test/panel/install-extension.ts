// Installs the packaged extension, the very file users get, once for all windows of the run.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../scripts/install/paths.mjs';
import { installExtension } from '../../scripts/vscode/server.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of installed extensions. */
    extensions: string;
    /** Climb's own folder there. */
    extension: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'climb-extensions-'));
  const extensions = path.join(folder, 'extensions');
  const vsix = path.join(root, 'climb-mixture.vsix');
  await installExtension(vsix, { userData: path.join(folder, 'user'), extensions });
  project.provide('extensions', extensions);
  const name = (await readdir(extensions)).find((entry) => entry.startsWith('climb.climb-mixture-'));
  if (name === undefined) throw new Error(`${vsix} was not installed.`);
  project.provide('extension', path.join(extensions, name));
  return () => rm(folder, { recursive: true, force: true });
}
