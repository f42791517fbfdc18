// Runs before anything is installed: nothing but Node here.
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** Installs the locked npm packages when they are missing or others than the lock file names. */
export async function installDependencies() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Climb is built with Node 20 or later; this is Node ${process.versions.node}.`);
  }
  const wanting = missingPackage(root);
  if (wanting === null) return;
  const modules = path.join(root, 'node_modules');
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) {
    // `npm ci` would empty the folder behind the link, which somebody else uses.
    throw new Error(`${wanting}, and node_modules is a link: run npm ci where it points to.`);
  }
  console.log(`Installing npm packages (${wanting}) ...`);
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { quiet: true });
}

/**
 * Compares the lock file with npm's record of what it installed.
 * @param {string} folder
 * @returns {string | null} what differs, in words; null when all is there
 */
function missingPackage(folder) {
  const installed = packagesOf(path.join(folder, 'node_modules/.package-lock.json'));
  if (!installed) return 'nothing is installed yet';
  const wanted = packagesOf(path.join(folder, 'package-lock.json')) ?? {};
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    // Optional packages are those of other platforms; npm leaves them out.
    if (name === '' || optional) continue;
    if (installed[name]?.version !== version) return `${name} ${version} is not installed`;
  }
  return null;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}
