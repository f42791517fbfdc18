// Entry of the extension where VS Code has a machine: on the desktop, on a server, in a container.
import os from 'node:os';
import process from 'node:process';
import * as vscode from 'vscode';
import { fitFolder } from '../fitting/node/cache-folder.ts';
import { FolderStore } from '../fitting/node/folder-store.ts';
import { start, type ClimbApi } from './extension.ts';
import { localFiles } from './local-files.ts';
import { proxyRuns } from './proxy/register.ts';
import { nodeThread } from './solver/node-thread.ts';

export function activate(context: vscode.ExtensionContext): ClimbApi {
  const { extensionUri } = context;
  const fits = new FolderStore(fitFolder(process.platform, process.env, os.homedir()));
  return start(context, {
    startThread: nodeThread(vscode.Uri.joinPath(extensionUri, 'dist/worker.cjs').fsPath, fits.folder),
    localFiles,
    fits,
    proxyRuns: (...services) => proxyRuns(extensionUri, ...services),
  });
}
