import * as vscode from 'vscode';
import { ownNames } from '../core/mixture/recognise.ts';
import { showInformationMessage } from './notifications.ts';

/** Says that a command needs a mixture, and leads to one: another file, or a new one. */
export async function tellThatNoMixtureIsOpen(): Promise<void> {
  const open = vscode.l10n.t('Open Mixture…');
  const make = vscode.l10n.t('New Mixture…');
  const found = await vscode.workspace.findFiles(ownNames, undefined, 1);
  const offered = found.length === 0 ? [make] : [open, make];
  const chosen = await showInformationMessage(
    vscode.l10n.t('Open a mixture file (*.climb.yaml) first.'),
    ...offered,
  );
  if (chosen === open) await openMixture();
  if (chosen === make) await vscode.commands.executeCommand('climb.newMixture');
}

/** Looks for a mixture of the workspace; where it holds none, asks for a file. */
export async function openMixture(): Promise<void> {
  const found = await vscode.workspace.findFiles(ownNames, undefined, 1);
  await (found.length === 0
    ? vscode.commands.executeCommand('workbench.action.files.openFile')
    : vscode.commands.executeCommand('workbench.action.quickOpen', '.climb.'));
}
