#!/usr/bin/env node
// npm run steady -- [--rounds N] LEVEL ...: runs test levels round after round while every core is kept busy by a loop that does
// nothing but count, and tells which rounds were green. Nothing is tried twice: a test that is red for no fault shows.
import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { root } from './install/paths.mjs';

const { values, positionals: levels } = parseArgs({
  options: { rounds: { type: 'string', default: '10' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
if (levels.length === 0 || !(rounds >= 1)) {
  console.error('npm run steady -- [--rounds N] LEVEL ...');
  process.exit(1);
}

const folder = path.join(root, 'test/output/steady');
await mkdir(folder, { recursive: true });
const busy = Array.from(
  { length: availableParallelism() },
  () => new Worker('for (let count = 0; ; count++);', { eval: true }),
);
console.log(`${busy.length} cores are kept busy.`);

/**
 * @param {string} level
 * @param {string} log
 * @returns {Promise<boolean>} whether all its tests passed
 */
async function runLevel(level, log) {
  const output = await open(log, 'w');
  try {
    const tests = spawn(process.execPath, [path.join(root, 'scripts/test.mjs'), level], {
      cwd: root,
      env: { ...process.env, CLIMB_TEST_RETRIES: '0' },
      stdio: ['ignore', output.fd, output.fd],
    });
    return (await new Promise((resolve) => tests.on('close', resolve))) === 0;
  } finally {
    await output.close();
  }
}

/** @type {Map<string, number>} */
const green = new Map(levels.map((level) => [level, 0]));
for (let round = 1; round <= rounds; round++) {
  for (const level of levels) {
    const log = path.join(folder, `${level}-${round}.log`);
    const start = performance.now();
    const isGreen = await runLevel(level, log);
    if (isGreen) green.set(level, (green.get(level) ?? 0) + 1);
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const cells = [
      `${round}`.padStart(3),
      level.padEnd(8),
      isGreen ? 'green' : 'RED  ',
      `${seconds} s`.padStart(6),
    ];
    console.log([...cells, `load ${loadavg()[0]?.toFixed(1)}`, lines.at(-1)].join('  '));
    for (const line of lines) if (line.startsWith('failed: ')) console.log(`     ${line}`);
  }
}
await Promise.all(busy.map((worker) => worker.terminate()));
console.log();
for (const [level, count] of green) console.log(`${level.padEnd(8)} ${count} of ${rounds} rounds green`);
if ([...green.values()].some((count) => count < rounds)) process.exitCode = 1;
