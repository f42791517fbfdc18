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
 * The calls to one host that wait for an answer.
 * @param {(message: string) => void} send
 */
export function callsTo(send) {
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let calledSoFar = 0;
  let closed = false;
  /** @type {Host} */
  const host = {
    run: (code, ...args) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('The extension host has closed.'));
        const id = ++calledSoFar;
        waiting.set(id, { resolve, reject });
        send(JSON.stringify({ id, source: code.toString(), args }));
      }),
  };
  return {
    host,
    /** @param {{ id: number, value?: unknown, error?: string }} answer */
    answer({ id, value, error }) {
      const call = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) call?.resolve(value);
      else call?.reject(new Error(error));
    },
    close() {
      closed = true;
      for (const call of waiting.values()) call.reject(new Error('The extension host has closed.'));
      waiting.clear();
    },
  };
}

/** Hosts as they arrive, for those who wait for the next one. */
export class Arrivals {
  /** @type {Host[]} */
  #arrived = [];
  /** @type {((host: Host) => void)[]} */
  #waiting = [];

  /** @param {Host} host */
  add(host) {
    const first = this.#waiting.shift();
    if (first) first(host);
    else this.#arrived.push(host);
  }

  /** @returns {Promise<Host>} */
  next() {
    const host = this.#arrived.shift();
    return host ? Promise.resolve(host) : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/**
 * Waits for extension hosts to connect.
 * @returns {Promise<{ env: { CLIMB_BRIDGE: string }, host: () => Promise<Host>, close: () => void }>} `env` is for the server
 *   that starts the hosts; each call of `host` gives the next one that connects
 */
export async function listenForHosts() {
  const token = randomBytes(24).toString('hex');
  const arrivals = new Arrivals();
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    const calls = callsTo((message) => void socket.write(`${message}\n`));
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      calls.close();
    });
    let known = false;
    createInterface(socket).on('line', (line) => {
      const message = JSON.parse(line);
      if (known) return calls.answer(message);
      known = message.token === token;
      if (known) arrivals.add(calls.host);
      else socket.destroy();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  return {
    env: { CLIMB_BRIDGE: `${port} ${token}` },
    host: () => arrivals.next(),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
