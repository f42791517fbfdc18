// Runs in the extension host of a real VS Code. scripts/test.mjs bundles every *.test.ts beside this file.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, inspect } from 'node:util';
import type { TestResult } from '../../scripts/test/results.mjs';

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const report = process.env['CLIMB_TEST_REPORT'];
  if (report) {
    // The extension host's console reaches us among VS Code's own messages; a file keeps the report apart.
    Mocha.reporters.Base.consoleLog = (...line: unknown[]) => {
      appendFileSync(report, `${format(...line)}\n`);
    };
  }
  const filter = process.env['CLIMB_TEST_FILTER'];
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: false,
    timeout: 600_000,
    ...(filter ? { grep: filter } : {}),
  });
  const wanted = process.env['CLIMB_TEST_FILES']?.split(',').filter(Boolean) ?? [];
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    const isWanted = wanted.length === 0 || wanted.includes(sourceOf(file));
    if (file.endsWith('.test.cjs') && isWanted) mocha.addFile(path.join(__dirname, file));
  }
  await mocha.loadFilesAsync();
  const results: TestResult[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    const add = (test: Mocha.Runnable, more: Pick<TestResult, 'state' | 'error' | 'aside'>): void => {
      const file = test.file ? `test/host/${sourceOf(path.relative(__dirname, test.file))}` : '';
      results.push({ file, name: test.fullTitle(), ...more });
    };
    runner.on('pass', (test) => {
      add(test, { state: 'passed' });
    });
    runner.on('pending', (test) => {
      add(test, { state: 'skipped' });
    });
    runner.on('fail', (test, error: unknown) => {
      const text = error instanceof Error ? inspect(error) : String(error);
      add(test, { state: 'failed', error: text, ...(test instanceof Mocha.Test ? {} : { aside: true }) });
    });
  });
  const file = process.env['CLIMB_TEST_RESULTS'];
  if (file) writeFileSync(file, JSON.stringify(results));
  const failed = results.filter(({ state }) => state === 'failed').length;
  if (failed > 0) throw new Error(`${failed} host tests failed`);
}

/** The source that a bundle was made of. */
const sourceOf = (file: string): string =>
  file
    .replace(/\.cjs$/, '.ts')
    .split(path.sep)
    .join('/');
