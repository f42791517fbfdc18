#!/usr/bin/env node
// `npm run fuzz -- [--seed N] [--runs N] [--only PARSER]`: generated and mutated inputs for everything that reads text or
// messages from outside. An input fails that throws, takes longer than its limit, hangs, or fills the memory.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

/** Without a sign of life for so long, an input hangs. */
const patienceMilliseconds = 120_000;
const heapMegabytes = 600;

if ((await run(process.execPath, [path.join(root, 'scripts/build.mjs'), '--generate'])) !== 0)
  process.exit(1);
const folder = await mkdtemp(path.join(tmpdir(), 'climb-fuzz-'));
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
