import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBytes } from '../../../src/proxy/files.ts';

describe('a file that may be anything', () => {
  let file: string;
  beforeEach(() => (file = path.join(mkdtempSync(path.join(os.tmpdir(), 'climb-files-')), 'file')));
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(path.dirname(file), { recursive: true });
  });

  const bytes = (text: string) => ({ bytes: new Uint8Array(Buffer.from(text)) });

  it('is read up to a size', async () => {
    expect(await readBytes(file, 5, false)).toBeNull();
    writeFileSync(file, 'whole');
    expect(await readBytes(file, 5, false)).toEqual(bytes('whole'));
    writeFileSync(file, 'larger');
    expect(await readBytes(file, 5, false)).toEqual({ error: expect.stringContaining('at most') as string });
  });

  it('is read through a link only where that is asked for', async () => {
    const aim = `${file}-elsewhere`;
    writeFileSync(aim, 'x');
    symlinkSync(aim, file);
    expect(await readBytes(file, 5, false)).toEqual({ error: 'it is a link' });
    expect(await readBytes(file, 5, true)).toEqual(bytes('x'));
  });

  it('is not waited for where it is a pipe or a device', async () => {
    execFileSync('mkfifo', [file]);
    expect(await readBytes(file, 5, true)).toEqual({ error: 'it is not a regular file' });
    expect(await readBytes('/dev/zero', 5, true)).toEqual({ error: 'it is not a regular file' });
  });

  it('is read as far as it was when it was looked at, however it grows meanwhile', async () => {
    writeFileSync(file, 'whole');
    const handle = await open(file);
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    vi.spyOn(prototype, 'stat').mockImplementationOnce(async function (this: FileHandle) {
      // Looked at by the file system itself: once is over.
      const found = await this.stat();
      appendFileSync(file, ' and more');
      return found;
    });
    expect(await readBytes(file, 5, false)).toEqual(bytes('whole'));
  });
});
