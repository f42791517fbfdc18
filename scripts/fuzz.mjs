#!/usr/bin/env node
// `npm run fuzz -- [--seed N] [--runs N] [--only PARSER]`: generated and mutated inputs for everything that reads text or
// messages from outside. `-- --large` instead runs the built command line on large and odd inputs. An input fails that throws, takes longer than its limit, hangs, or fills the memory.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { tryLarge } from './fuzz-large.mjs';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

/** Without a sign of life for so long, an input hangs. */
const patienceMilliseconds = 120_000;
const heapMegabytes = 600;

const large = process.argv.includes('--large');
const build = [path.join(root, 'scripts/build.mjs'), ...(large ? [] : ['--generate'])];
if ((await run(process.execPath, build)) !== 0) process.exit(1);
const folder = await mkdtemp(path.join(tmpdir(), 'climb-fuzz-'));
if (large) {
  try {
    process.exitCode = (await tryLarge(folder)) === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  process.exit();
}
const outfile = path.join(folder, 'fuzz.mjs');
try {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/fuzz/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const child = fork(outfile, process.argv.slice(2), {
    env: { ...process.env, CLIMB_ROOT: root },
    execArgv: ['--expose-gc', `--max-old-space-size=${heapMegabytes}`],
  });
  let doing = 'the start';
  const hang = () => {
    console.error(`HANGS for ${patienceMilliseconds / 1000} s at ${doing}`);
    child.kill('SIGKILL');
  };
  let watch = setTimeout(hang, patienceMilliseconds);
  child.on('message', (message) => {
    doing = String(message);
    clearTimeout(watch);
    watch = setTimeout(hang, patienceMilliseconds);
  });
  const code = await new Promise((resolve) => child.on('exit', (status) => resolve(status ?? 1)));
  clearTimeout(watch);
  if (code !== 0) console.error(`Ended with code ${code}; last seen at ${doing}.`);
  process.exitCode = code;
} finally {
  await rm(folder, { recursive: true, force: true });
}
