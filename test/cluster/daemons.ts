import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface Daemons {
  /** A daemon in the foreground that ends with us, however we end. */
  readonly start: (
    name: string,
    args: readonly string[],
    options?: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv },
  ) => ChildProcess;
  readonly stop: (daemon: ChildProcess) => Promise<void>;
  readonly stopAll: () => Promise<void>;
  /** Waits for a condition, which may fail meanwhile; `what` says what did not happen. */
  readonly until: (what: string, condition: () => Promise<boolean>) => Promise<void>;
  /** The ends of their outputs. */
  readonly explain: () => string;
}

/** What a program prints, or why it does not, for people. */
export const answer = (program: string, args: readonly string[]): Promise<string> =>
  promisify(execFile)(program, args).then(
    ({ stdout }) => stdout,
    (error: unknown) => String(error),
  );

/** More than daemons take to answer on a machine that is busy with other work. */
const limitSeconds = 90;

/** Daemons whose output is kept in a folder, to be shown where they do not come up. */
export function daemonsIn(folder: string, title: string): Daemons {
  const daemons = new Set<ChildProcess>();
  const stop = async (daemon: ChildProcess): Promise<void> => {
    if (!daemons.delete(daemon)) return;
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.stdin!.destroy();
    await ended;
  };
  const explain = (): string =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.out'))
      .map((name) => `--- ${name}\n${readFileSync(path.join(folder, name), 'utf8').slice(-2000)}`)
      .join('\n');
  return {
    start(name, args, options = {}) {
      // Its shell reads from us until we are gone.
      const script = '"$@" >>"$0" 2>&1 </dev/null & daemon=$!; cat; kill "$daemon"; wait "$daemon"';
      const output = path.join(folder, `${path.basename(name)}.out`);
      const daemon = spawn('/bin/sh', ['-c', script, output, name, ...args], {
        stdio: ['pipe', 'ignore', 'ignore'],
        ...options,
      });
      daemons.add(daemon);
      return daemon;
    },
    stop,
    explain,
    async stopAll() {
      for (const daemon of daemons) await stop(daemon);
    },
    async until(what, condition) {
      const limit = Date.now() + limitSeconds * 1000;
      while (!(await condition().catch(() => false))) {
        if (Date.now() > limit) throw new Error(`${title}: ${what} within ${limitSeconds} s.\n${explain()}`);
        await setTimeout(50);
      }
    },
  };
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
