import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The extension at the other end. */
export const bridgeExtension = path.dirname(fileURLToPath(new URL('bridge/bridge.cjs', import.meta.url)));

/** @typedef {typeof import('vscode')} VSCodeApi */

/**
 * A connection to one window's extension host.
 * @typedef {object} Host
 * @property {<Args extends unknown[], Result>(code: (vscode: VSCodeApi, ...args: Args) => Result | PromiseLike<Result>, ...args: Args) => Promise<Result>} run
 *   runs a function there; it is sent as text, so it sees its arguments and nothing else
 */

/**
 * Waits for extension hosts to connect.
 * @returns {Promise<{ env: { CLIMB_BRIDGE: string }, host: () => Promise<Host>, close: () => void }>} `env` is for the server
 *   that starts the hosts; each call of `host` gives the next one that connects
 */
export async function listenForHosts() {
  const token = randomBytes(24).toString('hex');
  /** @type {Host[]} */
  const arrived = [];
  /** @type {((host: Host) => void)[]} */
  const waiting = [];
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
    const calls = new Map();
    let known = false;
    let calledSoFar = 0;
    createInterface(socket).on('line', (line) => {
      const message = JSON.parse(line);
      if (!known) {
        known = message.token === token;
        if (known) (waiting.shift() ?? ((next) => void arrived.push(next)))(host);
        else socket.destroy();
        return;
      }
      const call = calls.get(message.id);
      calls.delete(message.id);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
    });
    socket.on('close', () => {
      for (const call of calls.values()) call.reject(new Error('The extension host has closed.'));
      calls.clear();
    });
    /** @type {Host} */
    const host = {
      run: (code, ...args) =>
        new Promise((resolve, reject) => {
          if (socket.destroyed) return reject(new Error('The extension host has closed.'));
          const id = ++calledSoFar;
          calls.set(id, { resolve, reject });
          socket.write(`${JSON.stringify({ id, source: code.toString(), args })}\n`);
        }),
    };
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  return {
    env: { CLIMB_BRIDGE: `${port} ${token}` },
    host() {
      const host = arrived.shift();
      return host ? Promise.resolve(host) : new Promise((resolve) => waiting.push(resolve));
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
