import type { Dirent, Stats } from 'node:fs';
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
      const entries = await readdir(uri.fsPath, { withFileTypes: true });
      const [links, others] = [entries.filter(isLink), entries.filter((entry) => !isLink(entry))];
      const typed = links.map(async ({ name }): Promise<[string, vscode.FileType][]> => {
        // One that is gone by now, or leads round to itself, is no entry.
        const link = await found(path.join(uri.fsPath, name)).catch(() => null);
        return link === null ? [] : [[name, link.type]];
      });
      const known = others.map((entry): [string, vscode.FileType] => [entry.name, typeOf(entry)]);
      return [...known, ...(await Promise.all(typed)).flat()];
    }),
  read: readBytes,
};

/** Of a link what it leads to, and that it is one. */
async function found(file: string): Promise<Found> {
  const own = await lstat(file);
  if (!own.isSymbolicLink()) return { type: typeOf(own), size: own.size };
  const target = await stat(file).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  const type = target === null ? vscode.FileType.Unknown : typeOf(target);
  return { type: vscode.FileType.SymbolicLink | type, size: (target ?? own).size };
}

const isLink = (entry: Dirent): boolean => entry.isSymbolicLink();

const typeOf = (entry: Stats | Dirent): vscode.FileType =>
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
