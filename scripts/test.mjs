#!/usr/bin/env node
// npm test [-- LEVEL ...] [-- FILTER]: installs what is missing, builds, runs the levels and counts.
// Nothing but Node may be imported before the packages are installed.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { installDependencies } from './install/dependencies.mjs';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Fast first, slow last.
 * @type {Record<string, (filter: string, counts: string) => Promise<Counts>>}
 */
const levels = {
  async unit(filter, counts) {
    await script('build.mjs', '--generate');
    return vitest('vitest.config.mjs', filter, counts);
  },
  /** Proxy runs on a real Slurm and a real Grid Engine of one machine. */
  async cluster(filter, counts) {
    const { installSlurm } = await import('./install/slurm.mjs');
    const { installGridEngine } = await import('./install/grid-engine.mjs');
    /** @type {string[]} */
    const files = ['chaos/local.test.ts', 'power-cut.test.ts'];
    let skipped = 0;
    for (const [file, install] of /** @type {const} */ ([
      ['slurm.test.ts', installSlurm],
      ['grid-engine.test.ts', installGridEngine],
    ])) {
      const missing = await install();
      if (missing === null) files.push(file);
      else {
        console.log(`Skipped: ${missing}`);
        skipped++;
      }
    }
    const result = await vitest('test/cluster/vitest.config.mjs', filter, counts, ...files);
    return { ...result, skipped: result.skipped + skipped };
  },
  async host(filter, counts) {
    await script('build.mjs');
    return host(filter, counts);
  },
  async panel(filter, counts) {
    await pack();
    return vitest('test/panel/vitest.config.mjs', filter, counts);
  },
  /** The host tests and a look at the panel and the web once more, in a current VS Code; all else runs in the oldest supported. */
  async current(filter, counts) {
    await pack();
    process.env['VSCODE_VERSION'] = '1.139';
    const inHost = await host(filter, counts);
    await rm(counts, { force: true });
    const inPanel = await vitest(
      'test/panel/vitest.config.mjs',
      filter,
      counts,
      'window.test.ts',
      'web.test.ts',
    );
    return {
      passed: inHost.passed + inPanel.passed,
      failed: inHost.failed + inPanel.failed,
      skipped: inHost.skipped + inPanel.skipped,
    };
  },
};

let packed = false;

/** Packages the extension, once a run. */
async function pack() {
  if (!packed) await script('package.mjs');
  packed = true;
}

/**
 * @param {string} filter
 * @param {string} counts
 */
async function host(filter, counts) {
  const code = await script('test-host.mjs', counts, filter);
  return checked(JSON.parse(await readFile(counts, 'utf8')), code);
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function script(name, ...args) {
  const code = await run(process.execPath, [path.join(root, 'scripts', name), ...args]);
  if (code !== 0 && name !== 'test-host.mjs') throw new Error(`scripts/${name} ended with code ${code}.`);
  return code;
}

/**
 * @param {string} config
 * @param {string} filter a regular expression on the tests' names; empty for all
 * @param {string} counts the file to leave the results in
 * @param {string[]} files all, when none is named
 * @returns {Promise<Counts>}
 */
async function vitest(config, filter, counts, ...files) {
  const args = [
    'run',
    ...files,
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${counts}`,
  ];
  if (filter) args.push('--testNamePattern', filter);
  const code = await run(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), ...args]);
  const report = JSON.parse(await readFile(counts, 'utf8'));
  // A file that cannot be loaded has no tests to fail, but has failed.
  const unloadable = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return checked(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloadable,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    code,
  );
}

/**
 * A level that ended badly has failed, whatever it counted.
 * @param {Counts} counts
 * @param {number} code the runner's exit code
 * @returns {Counts}
 */
function checked(counts, code) {
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const wanted = process.argv.slice(2);
const dashes = wanted.indexOf('--');
const filter = dashes < 0 ? '' : wanted.splice(dashes).slice(1).join(' ');
const unknown = wanted.filter((name) => !(name in levels));
if (unknown.length > 0) {
  console.error(
    `No test level ${unknown.join(', ')}. npm test -- [${Object.keys(levels).join('|')} ...] [-- FILTER]`,
  );
  process.exit(1);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const durations = [];
try {
  await installDependencies();
} catch (error) {
  console.error(String(error instanceof Error ? error.message : error));
  process.exit(1);
}
await mkdir(path.join(root, 'test/output'), { recursive: true });
for (const [name, level] of Object.entries(levels)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n=== ${name} ===`);
  const counts = path.join(root, `test/output/${name}.json`);
  await rm(counts, { force: true });
  const start = Date.now();
  /** @type {Counts} */
  let result;
  try {
    result = await level(filter, counts);
    if (result.passed + result.failed + result.skipped === 0 && !filter)
      throw new Error(`The ${name} level ran no test.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    result = { passed: 0, failed: 1, skipped: 0 };
  }
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  durations.push(`${name.padEnd(7)} ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
  total.passed += result.passed;
  total.failed += result.failed;
  total.skipped += result.skipped;
}
if (filter && total.passed + total.failed === 0) {
  console.error(`No test's name matches ${filter}.`);
  process.exitCode = 1;
}
if (total.failed > 0) process.exitCode = 1;
console.log(`\n${durations.join('\n')}`);
const skipped = total.skipped > 0 && !filter ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
