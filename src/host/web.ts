// Entry of the extension where VS Code is a web page alone, as on vscode.dev: nothing can be run there but in the page.
import * as vscode from 'vscode';
import { start, type ClimbApi } from './extension.ts';
import { StorageFits } from './solver/storage-fits.ts';
import { webThread } from './solver/web-thread.ts';
import { showInformationMessage } from './notifications.ts';

const runCommands = ['plan', 'launch', 'collect', 'retry', 'cancel'];

export function activate(context: vscode.ExtensionContext): ClimbApi {
  const { extensionUri } = context;
  const fits = new StorageFits(context.globalStorageUri);
  return start(context, {
    startThread: webThread(vscode.Uri.joinPath(extensionUri, 'dist/web/worker.js').toString(), fits),
    localFiles: null,
    fits,
    proxyRuns: () =>
      vscode.Disposable.from(
        ...runCommands.map((name) =>
          vscode.commands.registerCommand(`climb.runs.${name}`, sayThatRunsNeedAMachine),
        ),
      ),
  });
}

function sayThatRunsNeedAMachine(): void {
  void showInformationMessage(
    vscode.l10n.t(
      'Proxy runs need a machine, but this VS Code runs only in a web page. Open the folder on the desktop, over SSH or in a container, or use the climb command.',
    ),
  );
}
