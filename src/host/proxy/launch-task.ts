import path from 'node:path';
import * as vscode from 'vscode';
import type { ClimbCommand } from './climb-process.ts';

/**
 * A task that launches the planned runs of a mixture and follows them in a terminal of its own. The terminal is drawn by
 * VS Code and fed by us, so it is there also where no shell can be opened.
 */
export function launchTask(climb: ClimbCommand, mixture: vscode.Uri): vscode.Task {
  const task = new vscode.Task(
    { type: 'climb', mixture: mixture.fsPath },
    vscode.workspace.getWorkspaceFolder(mixture) ?? vscode.TaskScope.Workspace,
    vscode.l10n.t('Launch proxy runs of {0}', path.basename(mixture.fsPath)),
    'Climb',
    new vscode.CustomExecution(() => Promise.resolve(launchTerminal(climb, mixture))),
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  return task;
}

function launchTerminal(climb: ClimbCommand, mixture: vscode.Uri): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  let stop = (): void => undefined;
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      const child = climb.start(['launch', mixture.fsPath], path.dirname(mixture.fsPath));
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
