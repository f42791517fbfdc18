import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { hasCode, readBytes } from '../proxy/files.ts';
import type { Found, LocalFiles } from './files.ts';

/** The files of the machine that the extension runs on: what VS Code's own file system would say of them, without its window. */
export const localFiles: LocalFiles = {
  stat: (uri) => inWordsOfCode(uri, () => found(uri.fsPath)),
  readDirectory: (uri) =>
    inWordsOfCode(uri, async () => {
      const folder = uri.fsPath;
      const entries = await readdir(folder, { withFileTypes: true });
      return Promise.all(
        entries.map(async (entry): Promise<[string, vscode.FileType]> => {
          const type = entry.isSymbolicLink()
            ? (await found(path.join(folder, entry.name))).type
            : typeOf(entry);
          return [entry.name, type];
        }),
      );
    }),
  read: readBytes,
};

/** A link is what it leads to and a link. */
async function found(file: string): Promise<Found> {
  const own = await lstat(file);
  const target = own.isSymbolicLink() ? await stat(file).catch(() => null) : own;
  const link = own.isSymbolicLink() ? vscode.FileType.SymbolicLink : vscode.FileType.Unknown;
  return {
    type: link | (target === null ? vscode.FileType.Unknown : typeOf(target)),
    size: (target ?? own).size,
  };
}

const typeOf = (entry: Pick<Stats, 'isFile' | 'isDirectory'>): vscode.FileType =>
  entry.isFile()
    ? vscode.FileType.File
    : entry.isDirectory()
      ? vscode.FileType.Directory
      : vscode.FileType.Unknown;

async function inWordsOfCode<T>(uri: vscode.Uri, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw vscode.FileSystemError.FileNotFound(uri);
    if (hasCode(error, 'ENOTDIR')) throw vscode.FileSystemError.FileNotADirectory(uri);
    if (hasCode(error, 'EACCES', 'EPERM')) throw vscode.FileSystemError.NoPermissions(uri);
    throw error;
  }
}
