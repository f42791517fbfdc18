import * as vscode from 'vscode';
import type { FileAccess } from '../core/analysis/input-files.ts';

/** The files beside a mixture through the workspace's file system, so that remote and virtual folders work alike. */
export function fileAccess(mixture: vscode.Uri): FileAccess {
  const folder = vscode.Uri.joinPath(mixture, '..');
  return {
    read: async (path) => {
      try {
        // A copy: the buffer is transferred to the solver's thread, and this one may belong to a cache.
        return new Uint8Array(await vscode.workspace.fs.readFile(resolvePath(folder, path)));
      } catch (error) {
        throw new Error(explain(error, path), { cause: error });
      }
    },
    list: async (path) => {
      try {
        const entries = await vscode.workspace.fs.readDirectory(resolvePath(folder, path));
        return entries.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
      } catch (error) {
        throw new Error(explain(error, path), { cause: error });
      }
    },
  };
}

export function resolvePath(folder: vscode.Uri, path: string): vscode.Uri {
  return path.startsWith('/') ? folder.with({ path }) : vscode.Uri.joinPath(folder, path);
}

function explain(error: unknown, path: string): string {
  if (error instanceof vscode.FileSystemError) {
    switch (error.code) {
      case 'FileNotFound':
        return vscode.l10n.t('{0} does not exist', path);
      case 'NoPermissions':
        return vscode.l10n.t('{0} may not be read', path);
      case 'FileIsADirectory':
        return vscode.l10n.t('{0} is a folder', path);
    }
  }
  const reason = error instanceof Error ? error.message : String(error);
  return vscode.l10n.t('{0} cannot be read: {1}', path, reason);
}
