#!/usr/bin/env node
// Builds what npm gets: the climb command as one file without dependencies, in dist/npm, and packs it there as a tarball.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

const out = path.join(root, 'dist/npm');
const code = await run(process.execPath, [path.join(root, 'scripts/build.mjs'), '--production']);
if (code !== 0) process.exit(code);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const [from, to] of [
  ['dist/climb.cjs', 'climb.cjs'],
  ['docs/command-line.md', 'README.md'],
  ['LICENSE', 'LICENSE'],
  ['NOTICE', 'NOTICE'],
  ['dist/THIRD-PARTY-NOTICES.txt', 'THIRD-PARTY-NOTICES.txt'],
]) {
  await copyFile(path.join(root, String(from)), path.join(out, String(to)));
}
const { name, version, license, repository, keywords, engines } = JSON.parse(
  await readFile(path.join(root, 'package.json'), 'utf8'),
);
const texts = JSON.parse(await readFile(path.join(root, 'package.nls.json'), 'utf8'));
const manifest = {
  name,
  version,
  description: texts.description,
  license,
  repository,
  keywords,
  // By its own name for `npx climb-mixture`, and by the short one where it is installed.
  bin: { [name]: 'climb.cjs', climb: 'climb.cjs' },
  engines: { node: engines.node },
};
await writeFile(path.join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
await run('npm', ['pack', '--silent'], { cwd: out });
