#!/usr/bin/env node
// Bundles test/host and runs it in the extension host of a real VS Code.
// `npm run endurance` runs the endurance tests alone, in their long form.
// DESKTOP=1 downloads desktop VS Code and uses that; otherwise the VS Code server is used (scripts/vscode/code.mjs).
import { cp, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import esbuild from 'esbuild';
import { installChromium } from './install/chromium.mjs';
import { root } from './install/paths.mjs';
import { installServer } from './install/vscode.mjs';
import { writeSettings } from './vscode/window.mjs';

// The files are those to run, by name; all, when none is named.
const [results = '', filter = '', rounds = '', files = ''] = process.argv.slice(2);
const desktop = process.env['DESKTOP'] === '1';
const log = path.join(root, 'test/output/host-window.log');
const outdir = path.join(root, 'build/test/host');

await rm(outdir, { recursive: true, force: true });
for (const file of [log, `${log}.memory.txt`]) await rm(file, { force: true });
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/host/index.ts', 'test/host/**/*.test.ts'],
  outbase: 'test/host',
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
});

if (!desktop) {
  await installChromium();
  await installServer();
}
const folder = await mkdtemp(path.join(os.tmpdir(), 'climb-host-'));
const report = path.join(folder, 'report.txt');
const told = await follow(report);
try {
  await cp(path.join(root, 'examples/six-languages'), path.join(folder, 'six-languages'), {
    recursive: true,
  });
  await writeSettings(path.join(folder, 'user'), {});
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: path.join(root, 'scripts/vscode/code.mjs') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(outdir, 'index.cjs'),
    launchArgs: [
      path.join(folder, 'six-languages'),
      `--user-data-dir=${path.join(folder, 'user')}`,
      `--extensions-dir=${path.join(folder, 'extensions')}`,
    ],
    extensionTestsEnv: {
      CLIMB_TEST_RESULTS: results,
      CLIMB_TEST_FILTER: filter,
      CLIMB_TEST_FILES: files,
      CLIMB_ENDURANCE: rounds,
      CLIMB_TEST_REPORT: report,
      CLIMB_WINDOW_LOG: log,
    },
  });
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)} (VS Code's log: ${log})`);
  process.exitCode = 1;
} finally {
  if ((await told.end()) === 0) console.log('The tests did not start.');
  await rm(folder, { recursive: true, force: true });
}

/**
 * Prints what a file is given as it comes: the long tests take minutes.
 *
 * @param {string} file
 */
async function follow(file) {
  await writeFile(file, '');
  const handle = await open(file);
  let length = 0;
  const print = async () => {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, length);
      if (bytesRead === 0) return;
      length += bytesRead;
      process.stdout.write(buffer.subarray(0, bytesRead));
    }
  };
  let printing = Promise.resolve();
  const timer = setInterval(() => (printing = printing.then(print)), 500);
  return {
    /** How many bytes there were. */
    async end() {
      clearInterval(timer);
      await printing.then(print);
      await handle.close();
      return length;
    },
  };
}
