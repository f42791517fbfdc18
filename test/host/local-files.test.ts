import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { localFiles } from '../../src/host/local-files.ts';

describe('The files of this machine', () => {
  let folder: string;
  before(async function () {
    // No pipe lies in a folder there, and who makes a link needs a right that few have.
    if (process.platform === 'win32') this.skip();
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-local-'));
    const at = (name: string): string => path.join(folder, name);
    await writeFile(at('file.csv'), 'six by');
    await mkdir(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    await symlink('file.csv', at('to-file'));
    await symlink('folder', at('to-folder'));
    await symlink('nothing', at('to-nothing'));
    await symlink('itself', at('itself'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What is said, or the code of the error. */
  const told = async <T>(answer: Thenable<T>, of: (value: T) => unknown): Promise<unknown> => {
    try {
      return of(await answer);
    } catch (error) {
      return error instanceof vscode.FileSystemError ? error.code : String(error);
    }
  };

  for (const name of [
    'file.csv',
    'folder',
    'pipe',
    'to-file',
    'to-folder',
    'to-nothing',
    'missing',
    'file.csv/within',
  ]) {
    it(`are to Climb what they are to VS Code: ${name}`, async () => {
      const uri = vscode.Uri.file(path.join(folder, name));
      const ofFile = ({ type, size }: Pick<vscode.FileStat, 'type' | 'size'>): unknown => ({ type, size });
      assert.deepEqual(
        await told(localFiles.stat(uri), ofFile),
        await told(vscode.workspace.fs.stat(uri), ofFile),
      );
      const sorted = (entries: [string, vscode.FileType][]): unknown => entries.sort();
      assert.deepEqual(
        await told(localFiles.readDirectory(uri), sorted),
        await told(vscode.workspace.fs.readDirectory(uri), sorted),
      );
    });
  }

  it('are listed as VS Code lists them', async () => {
    const uri = vscode.Uri.file(folder);
    const entries = await localFiles.readDirectory(uri);
    assert.equal(entries.length, 6);
    assert.deepEqual(entries.sort(), (await vscode.workspace.fs.readDirectory(uri)).sort());
  });
});
