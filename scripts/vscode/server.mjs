import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installServer } from '../install/vscode.mjs';
import { run } from '../install/run.mjs';

/**
 * @typedef {object} Folders
 * @property {string} userData settings, state and logs
 * @property {string} extensions installed extensions
 */

/**
 * @typedef {object} RunningServer
 * @property {number} pid of the leader of its processes
 * @property {string} authority host and port
 * @property {(code: () => void) => void} onExit
 * @property {() => Promise<void>} close ends the server and all its children
 */

/**
 * Starts a VS Code server on the loopback address.
 * @param {Folders & { ports?: string, env?: NodeJS.ProcessEnv, trusted?: boolean }} options `ports`: a port, or a range of
 *   which the first free one is taken; 0 (the default) for any. `trusted`: every workspace is (the default)
 * @returns {Promise<RunningServer>}
 */
export async function startServer({ userData, extensions, ports = '0', env = {}, trusted = true }) {
  const server = await installServer();
  const args = [
    fileURLToPath(new URL('serve.mjs', import.meta.url)),
    ...[
      '--host',
      '127.0.0.1',
      '--port',
      ports,
      '--without-connection-token',
      '--accept-server-license-terms',
    ],
    ...[
      '--telemetry-level',
      'off',
      ...(trusted ? ['--disable-workspace-trust'] : []),
      ...server.flags,
      ...folderArgs({ userData, extensions }),
    ],
  ];
  const child = spawn(server.node, args, {
    // Fits are kept with the window, and not among those of whoever starts it.
    env: {
      ...cleanEnvironment(),
      XDG_CACHE_HOME: path.join(userData, 'cache'),
      ...env,
      CLIMB_SERVER_MAIN: server.main,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  child.stdin.on('error', () => {});
  let printed = '';
  const port = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The VS Code server ended with code ${code}.\n${printed}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        if (printed.length < 100_000) printed += text;
        const listening = /agent listening on (\d+)/.exec(printed);
        if (listening) resolve(listening[1]);
      });
    }
  });
  return {
    pid: /** @type {number} */ (child.pid),
    authority: `127.0.0.1:${port}`,
    onExit: (listener) => void exited.then(listener),
    async close() {
      child.stdin.destroy();
      await exited;
    },
  };
}

/**
 * Installs a packaged extension for the servers that use these folders.
 * @param {string} vsix
 * @param {Folders} folders
 */
export async function installExtension(vsix, folders) {
  const server = await installServer();
  const args = [
    server.main,
    '--install-extension',
    vsix,
    '--accept-server-license-terms',
    ...folderArgs(folders),
  ];
  await run(server.node, args, { env: cleanEnvironment(), quiet: true });
}

/** @param {Folders} folders */
function folderArgs({ userData, extensions }) {
  const serverData = path.join(userData, 'server');
  return ['--user-data-dir', userData, '--server-data-dir', serverData, '--extensions-dir', extensions];
}

/** Ours without what an outer VS Code, in whose terminal we may run, tells its own children. */
function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_|CODE_SERVER_)/.test(name)) delete env[name];
  }
  return env;
}
