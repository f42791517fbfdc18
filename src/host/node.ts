// Entry of the extension where VS Code has a machine: on the desktop, on a server, in a container.
import * as vscode from 'vscode';
import { start, type ClimbApi } from './extension.ts';
import { proxyRuns } from './proxy/register.ts';
import { nodeThread } from './solver/node-thread.ts';

export function activate(context: vscode.ExtensionContext): ClimbApi {
  const { extensionUri } = context;
  return start(context, {
    startThread: nodeThread(vscode.Uri.joinPath(extensionUri, 'dist/worker.cjs').fsPath),
    proxyRuns: (...services) => proxyRuns(extensionUri, ...services),
  });
}
