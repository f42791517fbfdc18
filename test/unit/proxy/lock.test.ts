import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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

  const places: [string, (place: string, elsewhere: string) => unknown][] = [
    ['a pipe', (place) => execFileSync('mkfifo', [place])],
    ['a file', (place) => writeFile(place, '')],
    ['a link to a folder elsewhere', (place, elsewhere) => symlink(elsewhere, place)],
    ['a link to itself', (place) => symlink(place, place)],
    ['a link that leads nowhere', (place) => symlink(`${place}-nowhere`, place)],
  ];

  it.each(places)('is refused where the folder of locks is %s', async (name, put) => {
    const runs = path.join(folder, `${name}, for the folder`);
    const elsewhere = path.join(runs, 'elsewhere');
    await mkdir(elsewhere, { recursive: true });
    await put(path.join(runs, '.climb'), elsewhere);
    await expect(alone(runs, () => Promise.resolve())).rejects.toThrow(
      '.climb must be a folder, and is a link or a file. Remove it.',
    );
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it.each(places)('takes %s in place of a lock away, and nothing else', async (name, put) => {
    const runs = path.join(folder, `${name}, for the lock`);
    const elsewhere = path.join(runs, 'elsewhere');
    await mkdir(elsewhere, { recursive: true });
    await writeFile(path.join(elsewhere, 'kept'), '');
    await mkdir(path.join(runs, '.climb'));
    await put(path.join(runs, '.climb/lock'), elsewhere);
    expect(await alone(runs, () => Promise.resolve('done'))).toBe('done');
    expect(await readdir(path.join(runs, '.climb'))).toEqual([]);
    expect(await readdir(elsewhere)).toEqual(['kept']);
  });
});
