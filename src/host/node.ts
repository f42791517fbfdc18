// Entry of the extension where VS Code has a machine: on the desktop, on a server, in a container.
import * as vscode from 'vscode';
import { start, type ClimbApi } from './extension.ts';
import { nodeThread } from './solver/node-thread.ts';

export function activate(context: vscode.ExtensionContext): ClimbApi {
  const worker = vscode.Uri.joinPath(context.extensionUri, 'dist/worker.cjs');
  return start(context, nodeThread(worker.fsPath));
}
