// Entry of the extension where VS Code is a web page alone, as on vscode.dev. What needs a machine is left out.
import * as vscode from 'vscode';
import { start, type ClimbApi } from './extension.ts';
import { webThread } from './solver/web-thread.ts';

export function activate(context: vscode.ExtensionContext): ClimbApi {
  const worker = vscode.Uri.joinPath(context.extensionUri, 'dist/web/worker.js');
  return start(context, webThread(worker.toString()));
}
