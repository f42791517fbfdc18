import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';

/** First of all: without a window of its own to draw it takes far less of the processor. */
const shell = 'chromium-headless-shell';
const names = [
  shell,
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The browser the panel is tested in: CHROMIUM names it, else the first of Chromium's headless shell, Chromium, Chrome and Edge found; on
 * Debian, as root, Chromium is installed when there is none.
 * @returns {Promise<string>} its path
 */
export async function installChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) {
    console.log('Installing Chromium ...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env, quiet: true });
    /** @param {string} name */
    const install = (name) =>
      run('apt-get', ['install', '-y', '--no-install-recommends', name], { env, quiet: true });
    await install(shell).catch(() => install('chromium'));
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'Found no Chromium, Chrome or Edge. Install one (Debian: sudo apt-get install chromium), ' +
      'or name its program in the environment variable CHROMIUM.',
  );
}

/** @returns {string | null} */
function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (executable(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which cannot be run.`);
  }
  for (const name of names) {
    const file = onPath(name);
    if (file) return file;
  }
  return elsewhere.find(executable) ?? null;
}

/**
 * @param {string} name a program's name
 * @returns {string | null} its path
 */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (folder !== '' && executable(file)) return file;
    }
  }
  return null;
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
