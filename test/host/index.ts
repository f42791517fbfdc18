// Runs in the extension host of a real VS Code. scripts/test.mjs bundles every *.test.ts beside this file.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';

/** What scripts/test.mjs reads when VS Code has closed. */
export interface HostCounts {
  passed: number;
  failed: number;
  skipped: number;
}

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
    timeout: 60_000,
    ...(filter ? { grep: filter } : {}),
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  await mocha.loadFilesAsync();
  const counts = await new Promise<HostCounts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
  });
  const file = process.env['CLIMB_TEST_COUNTS'];
  if (file) writeFileSync(file, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} host tests failed`);
}
