// A VS Code window that a program drives: its own server, settings, workspace copy, browser and extension host.
/* global document -- for what runs in the page */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bridgeExtension, listenForHosts } from './bridge.mjs';
import { launchBrowser, newPage, patience, windowAddress } from './browser.mjs';
import { startServer } from './server.mjs';
import { serveWebPage } from './web.mjs';

/** @typedef {'light' | 'dark' | 'hc-light' | 'hc-dark'} Theme */

/** @type {Record<Theme, string>} */
export const colorThemes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'hc-light': 'Default High Contrast Light',
  'hc-dark': 'Default High Contrast',
};

/** Nothing but what is looked at: no tips, no network, no second side bar. */
const settings = {
  // As on a desktop: in a browser VS Code saves by itself a second after each edit.
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // A picture that stands still.
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
  'window.commandCenter': false,
  'chat.commandCenter.enabled': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  // A folder that is not trusted is not asked about: it stays so.
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * Writes the settings a window starts with.
 * @param {string} userData
 * @param {object} own settings that come on top
 */
export async function writeSettings(userData, own) {
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(
    path.join(userData, 'User/settings.json'),
    JSON.stringify({ ...settings, ...own }, null, 2),
  );
}

/**
 * @typedef {object} Served
 * @property {string} address where a browser finds the window
 * @property {() => Promise<import('./bridge.mjs').Host>} host the next extension host of the window
 * @property {() => Promise<string>} [restart] kills the server at once and starts it anew; gives the new address
 * @property {() => unknown} close
 */

/**
 * A window of a VS Code server: its extension host is a program of this machine.
 * @param {{ extensions: string, workspace: string, userData: string, settings: object, trusted: boolean }} options
 * @returns {Promise<Served>}
 */
async function serveWindow({ extensions, workspace, userData, settings: own, trusted }) {
  await writeSettings(userData, own);
  const bridge = await listenForHosts();
  try {
    const start = () => startServer({ userData, extensions, env: bridge.env, trusted });
    let server = await start();
    const address = () =>
      windowAddress(server.authority, workspace, { extensionDevelopmentPath: bridgeExtension });
    return {
      address: address(),
      host: bridge.host,
      async restart() {
        // Its end is a kill -9 of it and all its children (serve.mjs).
        await server.close();
        server = await start();
        return address();
      },
      async close() {
        await server.close();
        bridge.close();
      },
    };
  } catch (error) {
    bridge.close();
    throw error;
  }
}

/**
 * @typedef {object} Violation a breach of the panel's content security policy
 * @property {string} directive
 * @property {string} blocked
 */

/**
 * @typedef {object} CodeWindow
 * @property {import('playwright-core').Page} page
 * @property {string} workspace the folder that is open: a copy, to be changed at will; a web page has its own copy of that
 * @property {Violation[]} violations of the content security policy, in the panel's frames, so far
 * @property {import('./bridge.mjs').Host['run']} run runs a function in the extension host; it gets the `vscode` API
 * @property {(file: string) => Promise<void>} open opens a file of the workspace in the editor
 * @property {(title: string) => Promise<void>} command runs a command as people do: by its title, from the palette
 * @property {() => Promise<import('playwright-core').Frame>} panel reveals the panel and gives the frame of its document
 * @property {() => Promise<void>} whenIdle waits until Climb has nothing left to do
 * @property {(theme: Theme) => Promise<void>} setTheme
 * @property {(share: number) => Promise<void>} widenPanel drags the side bar's edge until it takes this share of the window
 * @property {() => Promise<void>} settled waits until the window's picture stands still
 * @property {() => Promise<void>} reload loads the window anew, with what it has stored
 * @property {() => Promise<void>} crash kills VS Code as a crash does, and opens it anew on the same folder
 * @property {() => Promise<void>} close
 */

/**
 * Opens a window on a copy of an example.
 * @param {{ extensions: string, example?: string, web?: boolean, trusted?: boolean, theme?: Theme, width?: number, height?: number, scale?: number, settings?: object }} options
 *   `extensions`: the folder Climb is installed in; `example`: a folder, six languages by default; `web`: a page alone, whose
 *   extension host is a worker in it; `trusted`: its reader has said so of the folder
 * @returns {Promise<CodeWindow>}
 */
export async function openWindow({
  extensions,
  example = new URL('../../examples/six-languages', import.meta.url).pathname,
  web = false,
  trusted = true,
  theme = 'dark',
  width = 1400,
  height = 1000,
  scale = 1,
  settings: own = {},
}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'climb-window-'));
  const workspace = path.join(folder, path.basename(example));
  const userData = path.join(folder, 'user');
  /** @type {(() => unknown)[]} */
  const closing = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    while (closing.length > 0) await closing.pop()?.();
  };
  try {
    await cp(example, workspace, { recursive: true });
    const shown = { 'workbench.colorTheme': colorThemes[theme], ...own };
    /** @type {Served} */
    const served = await (web
      ? serveWebPage({ extensions, workspace, settings: { ...settings, ...shown } })
      : serveWindow({ extensions, workspace, userData, settings: shown, trusted }));
    closing.push(served.close);
    const browser = await launchBrowser();
    closing.push(() => browser.close());
    const page = await newPage(browser, { viewport: { width, height }, deviceScaleFactor: scale });
    /** @type {Violation[]} */
    const violations = [];
    await page.exposeBinding('climbViolation', ({ frame }, /** @type {Violation} */ violation) => {
      if (frame.parentFrame()) violations.push(violation);
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = /** @type {any} */ (globalThis).climbViolation;
        void report({ directive: event.violatedDirective, blocked: event.blockedURI });
      });
    });
    await page.goto(served.address);
    let host = await served.host();

    /** @type {CodeWindow} */
    const window = {
      page,
      workspace,
      violations,
      run: (code, ...args) => host.run(code, ...args),
      open: (file) =>
        host.run(async (vscode, name) => {
          const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
          if (!folder) throw new Error('The window has no workspace.');
          const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
          await vscode.window.showTextDocument(document, { preview: false });
        }, file),
      async command(title) {
        const input = page.locator('.quick-input-widget input[type=text]');
        const exact = page
          .locator('.quick-input-list .monaco-list-row .label-name', { hasText: title })
          .first();
        // Once more where the palette went while it was filled, as it does when another part of the window takes the focus.
        const timeout = 15_000;
        for (let left = 5; ; left--) {
          try {
            await page.keyboard.press('F1');
            await input.fill(`>${title}`, { timeout });
            await exact.click({ timeout });
            return;
          } catch (error) {
            if (left === 0) throw error;
          }
        }
      },
      async panel() {
        await host.run(async (vscode) => void (await vscode.commands.executeCommand('climb.showPanel')));
        return panelFrame(page);
      },
      whenIdle: () =>
        host.run(async (vscode) => {
          const climb = vscode.extensions.getExtension('climb.climb-mixture');
          if (!climb) throw new Error('Climb is not installed in this window.');
          await (await climb.activate()).whenIdle();
        }),
      setTheme: (name) =>
        host.run(async (vscode, label) => {
          await vscode.workspace.getConfiguration('workbench').update('colorTheme', label, true);
        }, colorThemes[name]),
      widenPanel: (share) => widenSideBar(page, share),
      settled: () => settled(page),
      async reload() {
        const next = served.host();
        await page.reload();
        host = await next;
      },
      async crash() {
        if (!served.restart) throw new Error('A page without a server has nothing to kill.');
        await page.goto('about:blank');
        const address = await served.restart();
        await page.goto(address);
        host = await served.host();
      },
      close,
    };
    return window;
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The frame of the panel's own document, once it has one: VS Code nests it in two frames of its own.
 * @param {import('playwright-core').Page} page
 */
async function panelFrame(page) {
  const deadline = Date.now() + patience;
  for (;;) {
    for (const frame of page.frames()) {
      if (!frame.url().includes('fake.html')) continue;
      const filled = await frame.evaluate(() => document.body.childElementCount > 0).catch(() => false);
      if (filled) return frame;
    }
    if (Date.now() > deadline) throw new Error(`The panel has not appeared within ${patience / 1000} s.`);
    await page.waitForTimeout(50);
  }
}

/**
 * @param {import('./bridge.mjs').Host} host
 * @param {string} file
 */
function openFile(host, file) {
  return host.run(async (vscode, name) => {
    const document = await vscode.workspace.openTextDocument(name);
    await vscode.window.showTextDocument(document, { preview: false });
  }, file);
}

/**
 * What a person who opens the example sees first: the file, and the panel beside it.
 * @param {import('./bridge.mjs').Host} host
 * @param {string} file
 */
export async function showExample(host, file) {
  await openFile(host, file);
  await host.run(async (vscode) => void (await vscode.commands.executeCommand('climb.showPanel')));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} share
 */
async function widenSideBar(page, share) {
  const bar = page.locator('.part.sidebar');
  const box = await bar.boundingBox();
  const size = page.viewportSize();
  if (!box || !size) throw new Error('The side bar is not shown.');
  const onRight = box.x > size.width / 2;
  const edge = onRight ? box.x : box.x + box.width;
  const wanted = onRight ? size.width * (1 - share) : size.width * share;
  await page.mouse.move(edge, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(wanted, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(size.width / 2, size.height - 5);
}

/** @param {import('playwright-core').Page} page */
async function settled(page) {
  const deadline = Date.now() + 15_000;
  let last = /** @type {Buffer} */ (Buffer.alloc(0));
  for (let same = 0; same < 3 && Date.now() < deadline;) {
    const now = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    same = now.equals(last) ? same + 1 : 0;
    last = now;
    await page.waitForTimeout(150);
  }
}
