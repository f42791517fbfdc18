// The VS Code server, from the npm package that carries a whole one: server, extension host and workbench.
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * The versions Climb is tested in, by their code-server release. `node` is the Node release a server needs when it is newer
 * than the Node Climb is built with; `flags` what it must be told to accept a test run.
 * @type {Record<string, { release: string, node?: string, flags: string[] }>}
 */
const servers = {
  '1.100': { release: '4.100.3', flags: [] },
  1.139: { release: '4.139.1', node: '24', flags: ['--enable-smoke-test-driver'] },
};

/** ripgrep comes as an install script's download in VS Code's own package; this one ships the program itself. */
const ripgrep = '@vscode/ripgrep@1.18.0';

/**
 * @typedef {object} Server
 * @property {string} home the folder of VS Code: its workbench, extensions and server
 * @property {string} main the server's entry file
 * @property {string} node the Node to run it with
 * @property {string[]} flags
 */

/**
 * Installs the VS Code server into .vscode-test/ unless it is there.
 * @param {string} [version] of VS Code: 1.100 (the oldest supported, the default) or 1.139
 * @returns {Promise<Server>}
 */
export async function installServer(version = process.env['VSCODE_VERSION'] ?? '1.100') {
  const server = servers[version];
  if (!server)
    throw new Error(`No VS Code ${version} to test in; there are ${Object.keys(servers).join(', ')}.`);
  const cache = path.join(root, '.vscode-test');
  const installed = path.join(cache, `server-${server.release}`);
  const ownNode = server.node && Number(process.versions.node.split('.')[0]) < Number(server.node);
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  if (!existsSync(installed)) {
    console.log(`Installing VS Code ${version} ...`);
    await mkdir(cache, { recursive: true });
    const half = await mkdtemp(path.join(cache, '.installing-'));
    try {
      const packages = [`code-server@${server.release}`, ripgrep];
      if (ownNode) packages.push(`${nodePackage}@${server.node}`);
      await fillServer(half, packages);
      // Only a whole installation gets the name that counts; another process may have been first.
      await rename(half, installed).catch((error) => {
        if (!existsSync(installed)) throw error;
      });
    } finally {
      await rm(half, { recursive: true, force: true });
    }
  }
  const windows = process.platform === 'win32';
  const home = path.join(installed, 'node_modules/code-server/lib/vscode');
  return {
    home,
    main: path.join(home, 'out/server-main.js'),
    node: ownNode
      ? path.join(installed, 'node_modules', nodePackage, windows ? 'bin/node.exe' : 'bin/node')
      : process.execPath,
    flags: server.flags,
  };
}

/**
 * @param {string} folder
 * @param {string[]} packages
 */
async function fillServer(folder, packages) {
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  await run('npm', ['install', ...quiet, ...packages], { cwd: folder, quiet: true });
  const code = path.join(folder, 'node_modules/code-server/lib/vscode');
  await run('npm', ['install', '--omit=dev', ...quiet], { cwd: code, quiet: true });
  await symlink('node_modules', path.join(code, 'node_modules.asar'), 'junction');
  for (const name of await readdir(path.join(folder, 'node_modules/@vscode'))) {
    if (!name.startsWith('ripgrep-')) continue;
    const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
    const bin = path.join(code, 'node_modules/@vscode/ripgrep/bin');
    await mkdir(bin, { recursive: true });
    await copyFile(path.join(folder, 'node_modules/@vscode', name, 'bin', program), path.join(bin, program));
    await chmod(path.join(bin, program), 0o755);
  }
}
