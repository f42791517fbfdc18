import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clear, trim } from '../../../src/fitting/fit-store.ts';
import { fitFolder } from '../../../src/fitting/node/cache-folder.ts';
import { FolderStore } from '../../../src/fitting/node/folder-store.ts';

const named = (digit: string, part = ''): string => `${digit.repeat(64)}${part}.fit`;

describe('A folder of kept fits', () => {
  let parent: string;
  let store: FolderStore;
  beforeEach(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), 'climb-fits-'));
    store = new FolderStore(path.join(parent, 'deep', 'fits'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('is made when something is first kept', async () => {
    expect(await store.entries()).toEqual([]);
    expect(await store.read(named('a'))).toBeNull();
    expect(await readdir(parent)).toEqual([]);
    await store.write(named('a'), 'text');
    expect(await store.read(named('a'))).toBe('text');
    expect(await readdir(store.folder)).toEqual([named('a')]);
  });

  it('loses the oldest first, and what was used is young', async () => {
    for (const [age, digit] of ['a', 'b', 'c'].entries()) {
      await store.write(named(digit), 'x'.repeat(100));
      await utimes(path.join(store.folder, named(digit)), 1000 + age, 1000 + age);
    }
    await store.read(named('a'));
    await trim(store, 250);
    expect((await readdir(store.folder)).sort()).toEqual([named('a'), named('c')]);
  });

  it.runIf(process.platform !== 'win32')('reads no more than it keeps, and waits for no pipe', async () => {
    await store.write(named('a'), '');
    await truncate(path.join(store.folder, named('a')), 65e6);
    await expect(store.read(named('a'))).rejects.toThrow('it has 65 MB, and at most 64 are read');
    execFileSync('mkfifo', [path.join(store.folder, named('b'))]);
    await expect(store.read(named('b'))).rejects.toThrow('it is not a regular file');
  });

  it('is cleared of fits, and of nothing else', async () => {
    await store.write(named('a'), 'text');
    await store.write(named('a', '.0-part'), 'text');
    await writeFile(path.join(store.folder, 'thesis.txt'), 'mine');
    await mkdir(path.join(store.folder, named('b')));
    await clear(store);
    expect((await readdir(store.folder)).sort()).toEqual([named('b'), 'thesis.txt'].sort());
  });

  it('stands where the system keeps such things', () => {
    const home = '/home/me';
    expect(fitFolder('linux', {}, home)).toBe('/home/me/.cache/climb-mixture/fits');
    expect(fitFolder('linux', { XDG_CACHE_HOME: '/scratch/me' }, home)).toBe(
      '/scratch/me/climb-mixture/fits',
    );
    expect(fitFolder('linux', { XDG_CACHE_HOME: 'relative' }, home)).toBe(
      '/home/me/.cache/climb-mixture/fits',
    );
    expect(fitFolder('darwin', {}, '/Users/me')).toBe('/Users/me/Library/Caches/climb-mixture/fits');
    expect(fitFolder('win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\me')).toBe(
      'D:\\Local\\climb-mixture\\fits',
    );
    expect(fitFolder('win32', {}, 'C:\\Users\\me')).toBe(
      'C:\\Users\\me\\AppData\\Local\\climb-mixture\\fits',
    );
  });
});
