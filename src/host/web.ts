// Entry of the extension where VS Code is a web page alone, as on vscode.dev: nothing can be run there but in the page.
import * as vscode from 'vscode';
import { start, type ClimbApi } from './extension.ts';
import { webThread } from './solver/web-thread.ts';

const runCommands = ['plan', 'launch', 'collect', 'retry', 'cancel'];

export function activate(context: vscode.ExtensionContext): ClimbApi {
  const { extensionUri } = context;
  return start(context, {
    startThread: webThread(vscode.Uri.joinPath(extensionUri, 'dist/web/worker.js').toString()),
    proxyRuns: () =>
      vscode.Disposable.from(
        ...runCommands.map((name) =>
          vscode.commands.registerCommand(`climb.runs.${name}`, sayThatRunsNeedAMachine),
        ),
      ),
  });
}

function sayThatRunsNeedAMachine(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Proxy runs need a machine, and this VS Code is a web page alone. Open the folder on the desktop, over SSH or in a container, or use the climb command.',
    ),
  );
}
