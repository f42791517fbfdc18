import * as vscode from 'vscode';

/** A file as people know it: its path in the workspace; one that is not saved has only a name. */
export function nameOf(uri: vscode.Uri): string {
  return uri.scheme === 'untitled'
    ? uri.path.slice(uri.path.lastIndexOf('/') + 1)
    : vscode.workspace.asRelativePath(uri);
}
