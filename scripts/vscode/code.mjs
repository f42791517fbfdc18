#!/usr/bin/env node
// Stands where @vscode/test-electron expects VS Code's own program: takes its arguments, opens the VS Code server's workbench in
// Chromium, runs the tests in its extension host and ends with their exit code.
import { spawn } from 'node:child_process';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, parseArgs } from 'node:util';
import { launchBrowser, windowAddress } from './browser.mjs';
import { startServer } from './server.mjs';

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
});
const { extensionDevelopmentPath, extensionTestsPath } = values;
const userData = values['user-data-dir'];
const extensions = values['extensions-dir'];
const [folder] = positionals;
if (
  typeof extensionDevelopmentPath !== 'string' ||
  typeof extensionTestsPath !== 'string' ||
  typeof userData !== 'string' ||
  typeof extensions !== 'string' ||
  folder === undefined
) {
  throw new Error(
    'code.mjs FOLDER --extensionDevelopmentPath= --extensionTestsPath= --user-data-dir= --extensions-dir=',
  );
}

await mkdir(userData, { recursive: true });
const server = await startServer({ userData, extensions });
const browser = await launchBrowser();
const page = await browser.newPage();
const exit = new Promise((resolve) => {
  server.onExit(() => resolve(1));
  page.on('crash', () => resolve(1));
  process.on('SIGINT', () => resolve(130));
  process.on('SIGTERM', () => resolve(143));
  void page.exposeFunction('codeAutomationExit', resolve);
});
// What the window, its extension host and the tests' console say is mostly VS Code's own noise: it is kept in a file.
const log = process.env['CLIMB_WINDOW_LOG'] ?? path.join(userData, 'window.log');
// An extension host that grew without end would take the machine with it, and nobody would know why.
const memoryWatch = spawn(
  process.execPath,
  [
    '--experimental-websocket',
    fileURLToPath(new URL('memory-watch.mjs', import.meta.url)),
    String(server.pid),
    `${log}.memory.txt`,
  ],
  { stdio: ['pipe', 'inherit', 'inherit'] },
);
await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) =>
  appendFile(
    log,
    `[${type}] ${format(...args)}
`,
  ),
);
await page.goto(
  windowAddress(server.authority, path.resolve(folder), { extensionDevelopmentPath, extensionTestsPath }),
);
const code = await exit;
memoryWatch.stdin.destroy();
await browser.close();
await server.close();
await rm(userData, { recursive: true, force: true });
process.exit(Number(code));
