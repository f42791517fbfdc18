// Files on a real disk that are large, growing, read-only or full, as the command line meets them.
import { appendFileSync, existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileTooLarge } from '../../../src/core/analysis/file-access.ts';
import { fileAccess, readText, writeAtomically } from '../../../src/cli/files.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'climb-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const posix = process.platform !== 'win32';

describe('Reading', () => {
  it('refuses a file of 1 GB by its size, without reading it', async () => {
    await writeFile(at('runs.csv'), 'run_id\n');
    await truncate(at('runs.csv'), 1_000_000_000);
    await expect(fileAccess(folder).read('runs.csv', 64_000_000)).rejects.toEqual(
      new FileTooLarge(1_000_000_000),
    );
    await expect(readText(at('runs.csv'))).rejects.toThrow(/has 1000 MB; at most 64 MB are read/);
  });

  it('stops at the limit when a file grows while it is read', async () => {
    await writeFile(at('runs.csv'), 'x'.repeat(1_000));
    const read = fileAccess(folder).read('runs.csv', 100_000);
    appendFileSync(at('runs.csv'), 'x'.repeat(1_000_000));
    await read.then(
      (bytes) => expect(bytes.length).toBeLessThanOrEqual(100_000),
      (error: unknown) => expect(error).toBeInstanceOf(FileTooLarge),
    );
  });

  it.runIf(posix && existsSync('/dev/zero'))('refuses what has no end', async () => {
    await expect(fileAccess(folder).read('/dev/zero', 64_000_000)).rejects.toThrow(/not a regular file/);
    execFileSync('mkfifo', [at('pipe')]);
    await expect(fileAccess(folder).read('pipe', 64_000_000)).rejects.toThrow(/not a regular file/);
    await expect(readText(at('pipe'))).rejects.toThrow(/not a regular file/);
    await expect(readText('/dev/zero')).rejects.toThrow(/not a regular file/);
  });

  it('says that a file is missing, or a folder', async () => {
    await mkdir(at('runs'));
    await expect(fileAccess(folder).read('nowhere.csv', 10)).rejects.toThrow('nowhere.csv does not exist');
    await expect(fileAccess(folder).read('runs', 10)).rejects.toThrow('runs is a folder');
  });

  it.runIf(posix)('tells links from folders', async () => {
    await mkdir(at('real'));
    await symlink(at('real'), at('link'));
    const entries = [...(await fileAccess(folder).list('.'))].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(entries).toEqual([
      { name: 'link', isFolder: true, isLink: true },
      { name: 'real', isFolder: true },
    ]);
  });
});

describe('Writing', () => {
  const left = async (): Promise<string[]> => (await readdir(folder)).sort();

  it.runIf(posix && existsSync('/dev/full'))('writes to a device and does not replace it', async () => {
    await symlink('/dev/full', at('full'));
    await expect(writeAtomically(at('full'), 'new', null)).rejects.toThrow(/the disk is full/);
    expect((await stat('/dev/full')).isCharacterDevice()).toBe(true);
    expect(await left()).toEqual(['full']);
  });

  it.runIf(posix && !isRoot)('leaves a read-only file alone, though its folder may be written', async () => {
    await writeFile(at('a.yaml'), 'old');
    await chmod(at('a.yaml'), 0o444);
    await expect(writeAtomically(at('a.yaml'), 'new', 'old')).rejects.toThrow(
      /a\.yaml cannot be written: it may not be written/,
    );
    expect(await readFile(at('a.yaml'), 'utf8')).toBe('old');
    expect(await left()).toEqual(['a.yaml']);
  });

  it('names the folder that is not there', async () => {
    await expect(writeAtomically(at('no/a.yaml'), 'new', null)).rejects.toThrow(/the folder does not exist/);
  });

  it('does not overwrite what changed meanwhile', async () => {
    await writeFile(at('a.yaml'), 'mine, edited');
    await expect(writeAtomically(at('a.yaml'), 'new', 'mine')).rejects.toThrow(/changed in the meantime/);
    expect(await readFile(at('a.yaml'), 'utf8')).toBe('mine, edited');
    expect(await left()).toEqual(['a.yaml']);
  });

  it('does not damage a file that is no UTF-8', async () => {
    await writeFile(at('a.yaml'), Uint8Array.of(0x66, 0xfc, 0x72));
    await expect(writeAtomically(at('a.yaml'), 'new', await readText(at('a.yaml')))).rejects.toThrow(
      /not UTF-8/,
    );
  });

  it('keeps the mark of byte order that the text was read with', async () => {
    await writeFile(at('a.yaml'), '\uFEFFclimb: 1\n');
    const text = await readText(at('a.yaml'));
    await writeAtomically(at('a.yaml'), text.replace('1', '2'), text);
    expect(await readFile(at('a.yaml'), 'utf8')).toBe('\uFEFFclimb: 2\n');
  });

  it.runIf(posix)('keeps links and permissions', async () => {
    await writeFile(at('a.yaml'), 'old');
    await chmod(at('a.yaml'), 0o640);
    await symlink(at('a.yaml'), at('link.yaml'));
    await writeAtomically(at('link.yaml'), 'new', 'old');
    expect(await readFile(at('a.yaml'), 'utf8')).toBe('new');
    expect((await stat(at('a.yaml'))).mode & 0o777).toBe(0o640);
    expect(await left()).toEqual(['a.yaml', 'link.yaml']);
  });
});
