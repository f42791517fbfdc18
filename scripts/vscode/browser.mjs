import { chromium } from 'playwright-core';
import { installChromium } from '../install/chromium.mjs';

/** Milliseconds that a test waits for a window: on a machine that is busy with other work things take as long as they take. */
export const patience = 180_000;

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchBrowser() {
  const executablePath = await installChromium();
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update', '--force-color-profile=srgb'],
    ],
  });
}

/**
 * A page of its own session that waits with patience, for windows of VS Code and pages beside them.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} options
 */
export async function newPage(browser, options) {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(patience);
  return page;
}

/**
 * A VS Code window's address.
 * @param {string} authority of the server
 * @param {string} folder the workspace
 * @param {{ extensionDevelopmentPath?: string, extensionTestsPath?: string }} [development]
 */
export function windowAddress(authority, folder, { extensionDevelopmentPath, extensionTestsPath } = {}) {
  const payload = [['skipWelcome', 'true']];
  const remote = (/** @type {string} */ file) => `vscode-remote://${authority}${filePath(file)}`;
  if (extensionDevelopmentPath) payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
  if (extensionTestsPath) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  return `http://${authority}/?folder=${encodeURI(filePath(folder))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** @param {string} file */
function filePath(file) {
  return process.platform === 'win32' ? `/${file.replaceAll('\\', '/')}` : file;
}
