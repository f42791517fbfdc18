#!/usr/bin/env node
// npm test [-- LEVEL ...] [-- FILTER]: installs what is missing, builds, runs the levels, and tells at its end what failed.
// Nothing but Node may be imported before the packages are installed.
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDependencies } from './install/dependencies.mjs';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';
import { betterOf, countsOf, failedAside, failuresOf, told } from './test/results.mjs';

/** @typedef {import('./test/results.mjs').TestResult} TestResult */

/**
 * Fast first, slow last.
 * @type {Record<string, (filter: string) => Promise<TestResult[]>>}
 */
const levels = {
  async unit(filter) {
    await script('build.mjs', '--generate');
    return vitest('unit', 'vitest.config.mjs', filter, []);
  },
  /** Proxy runs on this machine, and on a real scheduler of one machine. */
  async cluster(filter) {
    /** @type {string[]} */
    const files = [];
    /** @type {TestResult[]} */
    const skipped = [];
    for (const name of await readdir(path.join(root, 'test/cluster'), { recursive: true })) {
      if (!name.endsWith('.test.ts')) continue;
      const file = path.posix.join('test/cluster', name.replaceAll(path.sep, '/'));
      const missing = await missingFor(path.basename(file, '.test.ts'));
      if (missing === null) files.push(file);
      else {
        console.log(`Skipped: ${missing}`);
        skipped.push({ file, name: missing, state: 'skipped' });
      }
    }
    const results = await triedTwice('cluster', (again) =>
      vitest('cluster', 'test/cluster/vitest.config.mjs', filter, again ?? files),
    );
    return [...results, ...skipped];
  },
  async host(filter) {
    await script('build.mjs');
    return host(filter);
  },
  async panel(filter) {
    await pack();
    return panel(filter);
  },
  /** The host tests and a look at the panel and the web once more, in a current VS Code; all else runs in the oldest supported. */
  async current(filter) {
    await pack();
    process.env['VSCODE_VERSION'] = '1.139';
    return [
      ...(await host(filter)),
      ...(await panel(filter, ['test/panel/window.test.ts', 'test/panel/web.test.ts'])),
    ];
  },
};

/** `CLIMB_TEST_RETRIES=0`: the first failure counts. */
const isTriedAgain = process.env['CLIMB_TEST_RETRIES'] !== '0';

/**
 * Tests against programs of others, which may be slow or go away for no fault of ours: files with a failure run once more, whole,
 * since their tests share what was set up. Failures at one of two tries are told at the end.
 * @param {string} title
 * @param {(files: string[] | null) => Promise<TestResult[]>} attempt null: all files
 */
async function triedTwice(title, attempt) {
  const first = await attempt(null);
  const files = [...new Set(failuresOf(first).map(({ file }) => file))];
  if (!isTriedAgain || files.length === 0) return first;
  const all = files.includes('');
  console.log(`\n=== ${title}, second try of ${all ? 'all' : files.join(', ')} ===`);
  return betterOf(first, await attempt(all ? null : files));
}

/**
 * Why the programs cannot be used here that the tests of a scheduler's name need; null: they can, or it is no scheduler's.
 * @param {string} name
 * @returns {Promise<string | null>}
 */
async function missingFor(name) {
  const installer = path.join(root, 'scripts/install', `${name}.mjs`);
  return existsSync(installer) ? (await import(pathToFileURL(installer).href)).install() : null;
}

let packed = false;

/** Packages the extension, once a run. */
async function pack() {
  if (!packed) await script('package.mjs');
  packed = true;
}

/** @param {string} filter */
const host = (filter) =>
  triedTwice('host', (files) =>
    resultsOf('host', (results) => [
      path.join(root, 'scripts/test-host.mjs'),
      results,
      filter,
      '',
      (files ?? []).map((file) => path.basename(file)).join(','),
    ]),
  );

/**
 * @param {string} filter
 * @param {string[]} [files] all, when none is named
 */
const panel = (filter, files = []) =>
  triedTwice('panel', (again) => vitest('panel', 'test/panel/vitest.config.mjs', filter, again ?? files));

/**
 * @param {string} name
 * @param {string[]} args
 */
async function script(name, ...args) {
  const code = await run(process.execPath, [path.join(root, 'scripts', name), ...args]);
  if (code !== 0) throw new Error(`scripts/${name} ended with code ${code}.`);
}

/**
 * @param {string} name
 * @param {string} config
 * @param {string} filter a regular expression on the tests' names; empty for all
 * @param {string[]} files all, when none is named
 */
const vitest = (name, config, filter, files) =>
  resultsOf(name, () => [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...files.map((file) => path.join(root, file)),
    '--config',
    config,
    '--reporter=default',
    `--reporter=${path.join(root, 'scripts/test/vitest-reporter.mjs')}`,
    ...(filter ? ['--testNamePattern', filter] : []),
  ]);

/**
 * Runs tests that leave their results in a file. Where they end badly something has failed, whatever they left.
 * @param {string} name
 * @param {(results: string) => string[]} args
 * @returns {Promise<TestResult[]>}
 */
async function resultsOf(name, args) {
  const file = path.join(root, `test/output/${name}.json`);
  await rm(file, { force: true });
  const code = await run(process.execPath, args(file), { env: { ...process.env, CLIMB_TEST_RESULTS: file } });
  /** @type {TestResult[] | null} */
  const results = await readFile(file, 'utf8').then(JSON.parse, () => null);
  if (results !== null && (code === 0 || failuresOf(results).length > 0)) return results;
  const what = results === null ? 'left no results' : 'said that nothing failed';
  return [...(results ?? []), failedAside(`the ${name} tests`, `They ended with code ${code} and ${what}.`)];
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

/** @type {(TestResult & { level: string })[]} */
const all = [];
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
  const start = Date.now();
  /** @type {TestResult[]} */
  let results;
  try {
    results = await level(filter);
    if (results.length === 0 && !filter) throw new Error('It ran no test.');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(message);
    results = [failedAside('the level', message)];
  }
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const { passed, failed, shaky } = countsOf(results);
  const once = shaky > 0 ? `, ${shaky} passed at only one of two tries` : '';
  durations.push(`${name.padEnd(7)} ${passed} passed, ${failed} failed in ${seconds} s${once}`);
  all.push(...results.map((result) => ({ ...result, level: name })));
}
const { passed, failed, skipped } = countsOf(all);
if (filter && passed + failed === 0) {
  console.error(`No test's name matches ${filter}.`);
  process.exitCode = 1;
}
if (failed > 0) process.exitCode = 1;
// At the very end, where also a log that was cut has it.
const failures = told(all);
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
console.log(`\n${durations.join('\n')}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 && !filter ? `, ${skipped} skipped` : ''}`);
