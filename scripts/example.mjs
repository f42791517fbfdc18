#!/usr/bin/env node
// npm run example [-- --seeds N]: the measured loop of docs/proxy-runs.md, from a plan to trained losses.
import path from 'node:path';
import { installDependencies } from './install/dependencies.mjs';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

await installDependencies();
const build = await run(process.execPath, [path.join(root, 'scripts/build.mjs')]);
const loop = path.join(root, 'examples/hub-and-scarce/loop.mjs');
process.exitCode = build || (await run(process.execPath, [loop, ...process.argv.slice(2)]));
