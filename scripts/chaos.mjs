#!/usr/bin/env node
// `npm run chaos -- [--faults N] [--seed N] [--engine local|slurm]`: launchers, scripts and trainings of proxy runs are killed,
// suspended and starved at random, on this machine and on a real Slurm; then every run must be done, once, with its row.
import path from 'node:path';
import esbuild from 'esbuild';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

if ((await run(process.execPath, [path.join(root, 'scripts/build.mjs'), '--generate'])) !== 0)
  process.exit(1);
const outfile = path.join(root, 'build/chaos.mjs');
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/cluster/chaos/main.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
process.chdir(root);
process.exitCode = await run(process.execPath, [outfile, ...process.argv.slice(2)]);
