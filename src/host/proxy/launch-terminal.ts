import path from 'node:path';
import * as vscode from 'vscode';
import type { ClimbCommand } from './climb-process.ts';

/**
 * Launches the planned runs of a mixture and follows them in a terminal of their own: as a task of the mixture's workspace
 * folder, where it has one. The terminal is drawn by VS Code and fed by us, so it is there also where no shell can be opened.
 */
export async function launchInTerminal(
  climb: ClimbCommand,
  mixture: vscode.Uri,
  confirmed: string | null,
): Promise<void> {
  const name = vscode.l10n.t('Launch proxy runs of {0}', path.basename(mixture.fsPath));
  const folder = vscode.workspace.getWorkspaceFolder(mixture);
  if (folder === undefined) {
    vscode.window.createTerminal({ name, pty: launchTerminal(climb, mixture, confirmed) }).show();
    return;
  }
  const definition = { type: 'climb', mixture: mixture.fsPath };
  const execution = new vscode.CustomExecution(() =>
    Promise.resolve(launchTerminal(climb, mixture, confirmed)),
  );
  const task = new vscode.Task(definition, folder, name, 'Climb', execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}

/** @param confirmed what its user agreed to (`Recipe.confirmation`); null: nothing is to be started, only followed */
function launchTerminal(
  climb: ClimbCommand,
  mixture: vscode.Uri,
  confirmed: string | null,
): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  let stop = (): void => undefined;
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      const child = climb.start(
        ['launch', mixture.fsPath, ...(confirmed === null ? [] : ['--confirmed', confirmed])],
        path.dirname(mixture.fsPath),
      );
      // A first Ctrl+C ends the launch and the local runs with it; the runs keep their state.
      stop = () => void child.kill('SIGINT');
      const write = (text: Buffer): void => written.fire(text.toString().replaceAll('\n', '\r\n'));
      child.stdout?.on('data', write);
      child.stderr?.on('data', write);
      child.on('error', (error) => written.fire(`${error.message}\r\n`));
      child.on('close', (code) => closed.fire(code ?? 1));
    },
    close: () => stop(),
    handleInput: (typed) => {
      if (typed === '\u0003') stop();
    },
  };
}
