import * as vscode from 'vscode';
import { FileTooLarge, OutsideWorkspace, type FileAccess } from '../core/analysis/file-access.ts';
import type { OutsideFiles } from './outside-files.ts';
import { messageOf } from '../core/text/error-message.ts';

/**
 * The files that a mixture names, through the workspace's file system, so that remote and virtual folders work alike. Only
 * those inside the workspace, unless others were allowed.
 *
 * @param signal ends the wait for a file system that does not answer
 */
export function fileAccess(mixture: vscode.Uri, outside: OutsideFiles, signal?: AbortSignal): FileAccess {
  const reaching = async <T>(path: string, read: (uri: vscode.Uri) => Thenable<T>): Promise<T> => {
    const uri = await locate(mixture, path, outside);
    try {
      return await read(uri);
    } catch (error) {
      throw error instanceof FileTooLarge ? error : new Error(explain(error, path), { cause: error });
    }
  };
  const inTime = <T>(path: string, work: Promise<T>): Promise<T> =>
    signal === undefined ? work : unlessAborted(work, signal, path);
  return {
    read: (path, maxBytes) =>
      inTime(
        path,
        reaching(path, (uri) => readBounded(uri, maxBytes, outside.allowed)),
      ),
    list: (path) =>
      inTime(
        path,
        reaching(path, async (uri) => {
          const entries = await (localOf(uri) ?? vscode.workspace.fs).readDirectory(uri);
          return entries.map(([name, type]) => ({
            name,
            isFolder: (type & vscode.FileType.Directory) !== 0,
            isLink: (type & vscode.FileType.SymbolicLink) !== 0,
          }));
        }),
      ),
  };
}

/**
 * Before a file is read or opened: a pipe or device has neither an end nor a size, and waiting for it keeps all other files waiting.
 *
 * @throws FileTooLarge, and Error where it is not a regular file
 */
export async function demandRegular(uri: vscode.Uri, maxBytes: number): Promise<void> {
  const { type, size } = await statOf(uri);
  if ((type & vscode.FileType.Directory) !== 0) throw vscode.FileSystemError.FileIsADirectory(uri);
  if ((type & vscode.FileType.File) === 0) throw new Error(vscode.l10n.t('it is not a regular file'));
  if (size > maxBytes) throw new FileTooLarge(size);
}

export type Found = Pick<vscode.FileStat, 'type' | 'size'>;

/**
 * Files of this machine, asked of it directly: every question to VS Code's file system goes through its window, which takes a tenth of
 * a second while that is busy. Errors are `vscode.FileSystemError`s where VS Code has one.
 */
export interface LocalFiles {
  readonly stat: (uri: vscode.Uri) => Promise<Found>;
  readonly readDirectory: (uri: vscode.Uri) => Promise<[string, vscode.FileType][]>;
  /**
   * Reads a file that may have become another one since it was looked at, without waiting for it; null: it is not there any more.
   */
  readonly read: (
    file: string,
    maxBytes: number,
    followsLinks: boolean,
  ) => Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string } | null>;
}

let localFiles: LocalFiles | null = null;

/** How files of this machine are read; null, and at first: as those of any other file system, whose reading knows no limit. */
export function readLocalFilesBy(local: LocalFiles | null): void {
  localFiles = local;
}

const localOf = ({ scheme }: vscode.Uri): LocalFiles | null => (scheme === 'file' ? localFiles : null);

const statOf = (uri: vscode.Uri): Thenable<Found> => (localOf(uri) ?? vscode.workspace.fs).stat(uri);

/**
 * @param followsLinks whether a link in place of the file is followed: where its reader chose it, or allowed to read outside the workspace
 * @throws FileTooLarge, and Error where it is not a regular file
 */
export async function readBounded(
  uri: vscode.Uri,
  maxBytes: number,
  followsLinks: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  await demandRegular(uri, maxBytes);
  const local = localOf(uri);
  if (local !== null) {
    const read = await local.read(uri.fsPath, maxBytes, followsLinks);
    if (read === null) throw vscode.FileSystemError.FileNotFound(uri);
    if ('error' in read) throw new Error(read.error);
    return read.bytes;
  }
  // A copy: the buffer is transferred to the solver's thread, and this one may belong to a cache.
  const bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
  // It may have grown since.
  if (bytes.length > maxBytes) throw new FileTooLarge(bytes.length);
  return bytes;
}

/**
 * The place of a path that a mixture names, if it may be read.
 *
 * @throws OutsideWorkspace where its reader has to be asked first, and Error where it is no path of a file
 */
export async function locate(mixture: vscode.Uri, path: string, outside: OutsideFiles): Promise<vscode.Uri> {
  const uri = resolvePath(mixture, path);
  if (uri === null)
    throw new Error(
      vscode.l10n.t(
        '{0} is not a file path: files on other computers or under other URL schemes are not read',
        path,
      ),
    );
  if (!outside.allowed && !(await isInside(uri, mixture))) throw new OutsideWorkspace(path);
  return uri;
}

/** Where a path of a mixture leads; null for what is none: a share of another computer, another scheme. */
export function resolvePath(mixture: vscode.Uri, path: string): vscode.Uri | null {
  if (/^\/\/|^[a-z][\w+.-]*:\/\/|[\\\0]/i.test(path)) return null;
  const isAbsolute = /^(?:[a-z]:)?\//i.test(path);
  const saved = savedAs(mixture);
  const base = isAbsolute ? saved.with({ path: '/' }) : vscode.Uri.joinPath(saved, '..');
  return vscode.Uri.joinPath(base, path);
}

/** Whether a file or folder is there; one that cannot be looked at is not. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await statOf(uri);
    return true;
  } catch {
    return false;
  }
}

/** The file that a mixture will be: a new one that is named for a workspace folder reads and completes paths as if it were there. */
function savedAs(mixture: vscode.Uri): vscode.Uri {
  if (mixture.scheme !== 'untitled') return mixture;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = folders.map(({ uri }) => mixture.with({ scheme: uri.scheme }));
  return places.find((place) => vscode.workspace.getWorkspaceFolder(place) !== undefined) ?? mixture;
}

/** Below a workspace folder, or the mixture's own folder where it belongs to none, and not through a link on the way. */
async function isInside(uri: vscode.Uri, mixture: vscode.Uri): Promise<boolean> {
  const saved = savedAs(mixture);
  const alone = vscode.workspace.getWorkspaceFolder(saved) === undefined;
  const root =
    vscode.workspace.getWorkspaceFolder(uri)?.uri ?? (alone ? vscode.Uri.joinPath(saved, '..') : null);
  if (root === null) return false;
  const prefix = root.path.endsWith('/') ? root.path : `${root.path}/`;
  if (uri.path !== root.path && !uri.path.startsWith(prefix)) return false;
  let reached = root;
  for (const segment of uri.path.slice(prefix.length).split('/').filter(Boolean)) {
    reached = vscode.Uri.joinPath(reached, segment);
    try {
      const { type } = await statOf(reached);
      if ((type & vscode.FileType.SymbolicLink) !== 0) return false;
    } catch {
      // Not there, or not to be seen: reading it will tell.
      return true;
    }
  }
  return true;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void =>
      reject(new Error(vscode.l10n.t('{0} was not read in time (setting climb.solver.timeLimit)', path)));
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

/** One sentence without its full stop. */
export function explain(error: unknown, path: string): string {
  if (error instanceof vscode.FileSystemError) {
    switch (error.code) {
      case 'FileNotFound':
        return vscode.l10n.t("{0} does not exist (paths are relative to the mixture's folder)", path);
      case 'NoPermissions':
        return vscode.l10n.t('{0} may not be read', path);
      case 'FileIsADirectory':
        return vscode.l10n.t('{0} is a folder', path);
    }
  }
  const reason = messageOf(error);
  return vscode.l10n.t('{0} cannot be read: {1}', path, reason);
}
