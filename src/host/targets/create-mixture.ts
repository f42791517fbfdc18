import * as vscode from 'vscode';
import { convertConfig } from '../../core/formats/convert.ts';
import { languageKnowledge } from '../../core/language/codes.ts';
import type { TrainingConfigs } from './training-configs.ts';
import { exists } from '../files.ts';
import { showErrorMessage, showInformationMessage } from '../notifications.ts';

/** `Climb: Create Mixture from This Config`: an unsaved mixture beside the training config in the active editor. */
export function createMixture(configs: TrainingConfigs): vscode.Disposable {
  return vscode.commands.registerCommand('climb.createMixture', async () => {
    const config = vscode.window.activeTextEditor?.document;
    const recognised = config === undefined ? null : await configs.read(config);
    if (config === undefined || recognised === null) {
      void showInformationMessage(vscode.l10n.t('Open a training config that Climb recognises first.'));
      return;
    }
    const name = config.uri.path.slice(config.uri.path.lastIndexOf('/') + 1);
    const mixture = convertConfig(recognised, config.isUntitled ? null : name, languageKnowledge);
    if (mixture.text === null) {
      void showErrorMessage(mixture.reason);
      return;
    }
    const uri = config.isUntitled ? null : await freeName(config.uri);
    const document =
      uri === null
        ? await vscode.workspace.openTextDocument({ language: 'yaml', content: mixture.text })
        : await vscode.workspace.openTextDocument(uri);
    if (uri !== null) {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(0, 0), mixture.text);
      await vscode.workspace.applyEdit(edit);
    }
    await vscode.window.showTextDocument(document);
    void offerInteractions();
  });
}

/** A config knows nothing of how languages help one another, and without that nothing can be solved. */
async function offerInteractions(): Promise<void> {
  const add = vscode.l10n.t('Add Interactions…');
  const chosen = await showInformationMessage(
    vscode.l10n.t(
      'The mixture does not say yet how its languages help one another: name proxy runs, or start from relatedness.',
    ),
    add,
  );
  if (chosen === add) await vscode.commands.executeCommand('climb.addInteractions');
}

/** An untitled document that will be saved beside the config, under a name that is not taken. */
async function freeName(config: vscode.Uri): Promise<vscode.Uri> {
  const stem = config.path.replace(/(\/[^/]+?)(?:\.[^./]+)?$/, '$1');
  for (let number = 1; ; number += 1) {
    const uri = config.with({ path: `${stem}${number === 1 ? '' : `-${number}`}.climb.yaml` });
    const taken = await exists(uri);
    const open = vscode.workspace.textDocuments.some((document) => document.uri.path === uri.path);
    if (!taken && !open) return uri.with({ scheme: 'untitled' });
  }
}
