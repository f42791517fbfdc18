#!/usr/bin/env node
// npm start [-- --embedded] [-- --screenshot FILE [--theme light|dark|hc-light|hc-dark] [--file MIXTURE] [--width N] [--height N]]
// Opens VS Code with Climb on a copy of the example workspace, or takes a picture of it. Installs what is missing.
// Nothing but Node may be imported before the packages are installed.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onPath } from './install/chromium.mjs';
import { installDependencies } from './install/dependencies.mjs';
import { root } from './install/paths.mjs';
import { run } from './install/run.mjs';

const { values: options } = parseArgs({
  options: {
    embedded: { type: 'boolean', default: false },
    screenshot: { type: 'string' },
    theme: { type: 'string', default: 'dark' },
    file: { type: 'string', default: path.join(root, 'examples/two-hubs/two-hubs.climb.yaml') },
    width: { type: 'string', default: '1500' },
    height: { type: 'string', default: '1300' },
  },
});
const file = path.resolve(options.file);

await installDependencies();
const vscode = onPath('code');
if (options.screenshot) await screenshot(path.resolve(options.screenshot));
else {
  const opened = await toTryOn(file);
  if (vscode && !options.embedded) await desktop(vscode, opened);
  else await embedded(opened);
}

/**
 * An example is tried on a copy, which stays where it is said to be; another mixture is opened itself.
 * @param {string} file
 */
async function toTryOn(file) {
  const folder = path.dirname(file);
  if (path.dirname(folder) !== path.join(root, 'examples')) return file;
  const copy = path.join(await mkdtemp(path.join(os.tmpdir(), 'climb-example-')), path.basename(folder));
  await cp(folder, copy, { recursive: true });
  console.log(`A copy of ${path.relative(process.cwd(), folder)} to try things on: ${copy}`);
  return path.join(copy, path.basename(file));
}

/** @param {string} name */
async function script(name) {
  const code = await run(process.execPath, [path.join(root, 'scripts', name)]);
  if (code !== 0) process.exit(code);
}

/**
 * Saves the example, waits for what Climb makes of it, and takes a picture of the window.
 * @param {string} picture
 */
async function screenshot(picture) {
  const { colorThemes, openWindow } = await import('./vscode/window.mjs');
  const { installExtension } = await import('./vscode/server.mjs');
  const theme = Object.keys(colorThemes).find((name) => name === options.theme);
  if (!theme) throw new Error(`No theme ${options.theme}; there are ${Object.keys(colorThemes).join(', ')}.`);
  await script('package.mjs');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'climb-picture-'));
  const extensions = path.join(folder, 'extensions');
  try {
    await installExtension(path.join(root, 'climb-mixture.vsix'), {
      userData: path.join(folder, 'user'),
      extensions,
    });
    const window = await openWindow({
      extensions,
      example: path.dirname(file),
      theme: /** @type {import('./vscode/window.mjs').Theme} */ (theme),
      width: Number(options.width),
      height: Number(options.height),
      // Room for the panel beside the file.
      settings: { 'workbench.sideBar.location': 'right', 'editor.minimap.enabled': false },
    });
    try {
      await window.open(path.basename(file));
      await window.panel();
      await window.widenPanel(0.55);
      await window.run(async (api) => void (await api.window.activeTextEditor?.document.save()));
      await window.whenIdle();
      await window.settled();
      await window.page.screenshot({ path: picture, animations: 'disabled' });
    } finally {
      await window.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`Saved ${picture}`);
}

/**
 * Desktop VS Code, with a profile of its own so that Climb's window is not yours.
 * @param {string} code
 * @param {string} file
 */
async function desktop(code, file) {
  await script('build.mjs');
  const { bridgeExtension, listenForHosts } = await import('./vscode/bridge.mjs');
  const { showExample } = await import('./vscode/window.mjs');
  const bridge = await listenForHosts();
  const profile = path.join(root, '.vscode-test/desktop');
  const closed = run(
    code,
    [
      ...['--new-window', '--wait', '--disable-workspace-trust', '--skip-welcome'],
      ...[`--user-data-dir=${profile}`, `--extensions-dir=${path.join(profile, 'extensions')}`],
      ...[`--extensionDevelopmentPath=${root}`, `--extensionDevelopmentPath=${bridgeExtension}`],
      path.dirname(file),
    ],
    { env: { ...process.env, ...bridge.env } },
  );
  void bridge.host().then((host) => showExample(host, file));
  await closed;
  bridge.close();
}

/**
 * The VS Code server on the loopback address, in a browser.
 * @param {string} file
 */
async function embedded(file) {
  await script('package.mjs');
  const { bridgeExtension, listenForHosts } = await import('./vscode/bridge.mjs');
  const { windowAddress } = await import('./vscode/browser.mjs');
  const { installExtension, startServer } = await import('./vscode/server.mjs');
  const { showExample, writeSettings } = await import('./vscode/window.mjs');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'climb-start-'));
  const folders = { userData: path.join(folder, 'user'), extensions: path.join(folder, 'extensions') };
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  });
  const bridge = await listenForHosts();
  try {
    await writeSettings(folders.userData, {});
    await installExtension(path.join(root, 'climb-mixture.vsix'), folders);
    const server = await startServer({ ...folders, ports: '8100-8199', env: bridge.env });
    const address = windowAddress(server.authority, path.dirname(file), {
      extensionDevelopmentPath: bridgeExtension,
    });
    console.log(`VS Code with Climb: ${address}\nCtrl-C ends it.`);
    openBrowser(address);
    void bridge.host().then((host) => showExample(host, file));
    await Promise.race([stopped, new Promise((resolve) => server.onExit(() => resolve(null)))]);
    await server.close();
  } finally {
    bridge.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.exit();
}

/** @param {string} address */
function openBrowser(address) {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return;
  const opener = { darwin: 'open', win32: 'explorer' }[String(process.platform)] ?? 'xdg-open';
  if (!process.stdout.isTTY || !onPath(opener)) return;
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
