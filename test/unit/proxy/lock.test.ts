import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alone } from '../../../src/proxy/lock.ts';

describe('Work alone on a folder of runs', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-lock-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is handed from one to the next, none failing at the moment when one leaves and another comes', async () => {
    const file = path.join(folder, 'count');
    await writeFile(file, '0');
    // Reading and writing apart: two at a time would lose a count.
    const work = async (): Promise<void> => {
      const count = Number(await readFile(file, 'utf8'));
      await writeFile(file, String(count + 1));
    };
    const workers = 60;
    await Promise.all(Array.from({ length: workers }, () => alone(folder, work)));
    expect(Number(await readFile(file, 'utf8'))).toBe(workers);
    expect(await readdir(path.join(folder, '.climb'))).toEqual([]);
  });
});
