// npm start -- --embedded, as a person runs it: opens the example with its panel, and Ctrl-C leaves nothing running.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { launchBrowser, newPage } from '../../scripts/vscode/browser.mjs';

const mark = randomUUID();

/** All processes that inherited our mark, children of children included. */
function running(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
    } catch {
      return false; // It ended meanwhile, or is not ours to read.
    }
  });
}

/** Undefined: it got none. */
const portOf = (server: Server): number | undefined => {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : undefined;
};

/** The folder it opened and where, as it tells. */
async function told(child: ChildProcess): Promise<{ copy: string; address: string }> {
  let printed = '';
  for await (const text of child.stdout ?? []) {
    printed += String(text);
    const address = /VS Code with Climb: (\S+)/.exec(printed)?.[1];
    const copy = /^A copy of .*: (\S+)$/m.exec(printed)?.[1];
    if (address !== undefined && copy !== undefined) return { copy, address };
  }
  throw new Error(`npm start ended without an address:\n${printed}`);
}

describe.runIf(existsSync('/proc/self/environ'))('npm start -- --embedded', () => {
  const busy = createServer()
    .listen(8100, '127.0.0.1')
    .on('error', () => undefined);
  let child: ChildProcess | undefined;
  afterAll(() => {
    child?.kill('SIGKILL');
    busy.close();
  });

  it('takes a free port, opens a copy of the example with its panel, and leaves nothing running after Ctrl-C', async () => {
    child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs'), '--embedded'], {
      env: { ...process.env, CLIMB_TEST_MARK: mark },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { copy, address } = await told(child);
    expect(path.relative(root, copy)).toMatch(/^\.\./);
    expect(readFileSync(path.join(copy, 'two-hubs.climb.yaml'))).toEqual(
      readFileSync(path.join(root, 'examples/two-hubs/two-hubs.climb.yaml')),
    );
    expect(new URL(address).searchParams.get('folder') ?? address).toContain(copy);
    // Where somebody else has the first port, nobody is there who could hold it until now: then it may be free again.
    expect(new URL(address).port).not.toBe(String(portOf(busy)));

    const browser = await launchBrowser();
    try {
      const page = await newPage(browser, { viewport: { width: 1400, height: 900 } });
      await page.goto(address);
      await page.getByRole('tab', { name: 'two-hubs.climb.yaml' }).waitFor();
      await expect.poll(() => page.frames().some((frame) => frame.url().includes('fake.html'))).toBe(true);
    } finally {
      await browser.close();
    }

    expect(running().length).toBeGreaterThan(1);
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    await expect.poll(running).toEqual([]);
  });
});
