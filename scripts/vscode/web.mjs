// VS Code as a web page alone, as on vscode.dev: no server behind it, extensions in a web worker, the workspace in memory.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { installServer } from '../install/vscode.mjs';
import { Arrivals, bridgeExtension, callsTo } from './bridge.mjs';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** code-server ties its workbench to its server in two places; here they are what they are in VS Code. */
const untied = [
  { tied: /remoteAuthority:location\.host/, free: 'remoteAuthority:undefined' },
  { tied: /(userDataPath\)\.with\(\{scheme:\w+\.)vscodeRemote/, free: '$1vscodeUserData' },
];

/**
 * Serves the page on the loopback address.
 * @param {{ extensions: string, workspace: string, settings: object }} options `extensions`: the folder that Climb is
 *   installed in; `workspace`: a folder whose name and files the page's workspace gets once its extension host is there
 */
export async function serveWebPage({ extensions, workspace, settings }) {
  const { home } = await installServer();
  const climb = (await readdir(extensions)).find((name) => name.startsWith('climb.climb-mixture-'));
  if (!climb) throw new Error(`Climb is not installed in ${extensions}.`);
  const folders = {
    '/code/': home,
    '/extensions/climb/': path.join(extensions, climb),
    '/extensions/bridge/': bridgeExtension,
  };
  const name = path.basename(workspace);
  const arrivals = new Arrivals();
  /** @type {string[]} */
  const messages = [];
  /** @type {import('node:http').ServerResponse | null} the host's question for something to run */
  let asked = null;
  const deliver = () => {
    const message = asked && messages.shift();
    if (!asked || message === undefined || message === null) return;
    asked.writeHead(200, { 'content-type': 'application/json' }).end(message);
    asked = null;
  };
  /** @type {ReturnType<typeof callsTo> | null} */
  let calls = null;

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1');
    try {
      if (pathname === '/') return void response.end(await page({ home, authority, name, settings }));
      if (pathname !== '/bridge')
        return void (await sendFile(folders, decodeURIComponent(pathname), response));
      if (request.method === 'GET') {
        asked = response;
        return deliver();
      }
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      response.end();
      const message = JSON.parse(Buffer.concat(chunks).toString());
      if (message.ready) await welcome();
      else calls?.answer(message);
    } catch (error) {
      response.writeHead(404).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const listening = server.address();
  const authority = `127.0.0.1:${typeof listening === 'object' ? listening?.port : listening}`;

  /** A new extension host: gives it the workspace's files, and then to whoever waits for one. */
  async function welcome() {
    calls?.close();
    messages.length = 0;
    const { host } = (calls = callsTo((message) => {
      messages.push(message);
      deliver();
    }));
    await giveFiles(host, await textsIn(workspace));
    arrivals.add(host);
  }

  return {
    address: `http://${authority}/`,
    host: () => arrivals.next(),
    close: () =>
      new Promise((resolve) => {
        calls?.close();
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/**
 * The workbench's page.
 * @param {{ home: string, authority: string, name: string, settings: object }} options `home`: the folder of VS Code; `authority`:
 *   the address that the page is served at; `name`: what the workspace is called
 */
async function page({ home, authority, name, settings }) {
  const extension = (/** @type {string} */ id) => ({
    scheme: 'http',
    authority,
    path: `/extensions/${id}`,
  });
  const configuration = {
    folderUri: { scheme: 'tmp', path: `/${name}` },
    additionalBuiltinExtensions: [extension('climb')],
    developmentOptions: { extensions: [extension('bridge')] },
    webviewEndpoint: `http://${authority}/code/out/vs/workbench/contrib/webview/browser/pre`,
    configurationDefaults: { ...settings, 'security.workspace.trust.enabled': false },
    // What code-server's workbench asks for beyond VS Code's own.
    userDataPath: '/',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
  };
  const values = {
    WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
    WORKBENCH_WEB_BASE_URL: '/code',
    WORKBENCH_NLS_URL: '/code/out/nls.messages.js',
    WORKBENCH_NLS_FALLBACK_URL: '/code/out/nls.messages.js',
  };
  const html = await readFile(path.join(home, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
  return html.replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, key) => /** @type {Record<string, string>} */ (values)[key] ?? '',
  );
}

/**
 * @param {Record<string, string>} folders by the beginning of their addresses
 * @param {string} address
 * @param {import('node:http').ServerResponse} response
 */
async function sendFile(folders, address, response) {
  const [prefix, folder] = Object.entries(folders).find(([start]) => address.startsWith(start)) ?? [];
  if (!prefix || !folder) return response.writeHead(404).end();
  const file = path.join(folder, path.normalize(`/${address.slice(prefix.length)}`));
  /** @type {string | Buffer} */
  let content = await readFile(file).catch((error) => {
    // code-server leaves out what VS Code's own extensions are in a browser; nothing of ours needs them.
    if (/^\/code\/extensions\/.*\.js$/.test(address)) return '';
    throw error;
  });
  if (file.endsWith('workbench/workbench.js')) {
    content = content.toString();
    for (const { tied, free } of untied) {
      if (!tied.test(content)) throw new Error(`This VS Code has nothing like ${tied}.`);
      content = content.replace(tied, free);
    }
  }
  const type = /** @type {Record<string, string>} */ (types)[path.extname(file)];
  return response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' }).end(content);
}

/**
 * The files of a folder, by their paths in it.
 * @param {string} folder
 */
async function textsIn(folder) {
  /** @type {Record<string, string>} */
  const files = {};
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const full = path.join(file.parentPath, file.name);
    files[path.relative(folder, full).replaceAll(path.sep, '/')] = await readFile(full, 'utf8');
  }
  return files;
}

/**
 * Writes files to the page's workspace.
 * @param {import('./bridge.mjs').Host} host
 * @param {Record<string, string>} files
 */
async function giveFiles(host, files) {
  await host.run(async (vscode, texts) => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (!folder) throw new Error('The page has no workspace.');
    for (const [file, text] of Object.entries(texts)) {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, file), new TextEncoder().encode(text));
    }
  }, files);
}
