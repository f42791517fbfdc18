import * as vscode from 'vscode';
import { applyRatios } from '../../core/edits/apply-ratios.ts';
import { parseMixture } from '../../core/mixture/parse.ts';
import { editDocument } from '../edits.ts';

/**
 * Writes shares that were tried in the panel as one undoable edit. They belong to one version of the document: one that
 * has changed since is left alone, and its author is told.
 *
 * @param ratio in the order of the mixture's languages
 */
export async function applyShares(
  document: vscode.TextDocument,
  version: number,
  ratio: readonly number[],
): Promise<void> {
  const text = document.getText();
  const parsed = parseMixture(text, { fileName: document.uri.path });
  if (document.version !== version || parsed.mixture.languages.length !== ratio.length) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The file changed since these shares were tried. Save it to solve it again.'),
    );
    return;
  }
  const edits = applyRatios(parsed, ratio);
  if (edits.length === 0) return;
  if (!(await editDocument(document, text, edits))) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} could not be changed.', vscode.workspace.asRelativePath(document.uri)),
    );
    return;
  }
  await vscode.window.showTextDocument(document);
}
