#!/usr/bin/env node
// Builds the VSIX that users get: climb-mixture.vsix in the repository's folder, or the file named.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

const limit = 2_000_000;
const vsix = path.resolve(process.argv[2] ?? path.join(root, 'climb-mixture.vsix'));

await script('build.mjs', '--production');
await script('l10n.mjs');
await createVSIX({ cwd: root, packagePath: vsix, dependencies: false, allowMissingRepository: true });
const { size } = await stat(vsix);
if (size > limit) {
  console.error(`${vsix} has ${size} bytes; a VSIX of ours has at most ${limit}.`);
  process.exit(1);
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function script(name, ...args) {
  const code = await run(process.execPath, [path.join(root, 'scripts', name), ...args]);
  if (code !== 0) process.exit(code);
}
