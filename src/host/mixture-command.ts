import * as vscode from 'vscode';
import type { ActiveMixture } from './active-mixture.ts';
import { tellThatNoMixtureIsOpen } from './no-mixture.ts';

/** A command that works on the mixture of the active editor; where none is open, its reader is told so instead. */
export const registerMixtureCommand = (
  command: string,
  active: ActiveMixture,
  run: (document: vscode.TextDocument) => Promise<void>,
): vscode.Disposable =>
  vscode.commands.registerCommand(command, async () => {
    const document = openMixtureOf(active);
    if (document !== null) await run(document);
  });

/** The mixture that a command works on. Null: none is open; the reader was told so. */
export function openMixtureOf({ document }: ActiveMixture): vscode.TextDocument | null {
  if (document === null) void tellThatNoMixtureIsOpen();
  return document;
}
