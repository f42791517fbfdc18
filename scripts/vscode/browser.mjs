import { chromium } from 'playwright-core';
import { installChromium } from '../install/chromium.mjs';

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
