import * as vscode from 'vscode';
import { nameOf } from '../name-of.ts';
import type { TextEdit } from '../../core/text/range.ts';
import { applyRatios } from '../../core/edits/apply-ratios.ts';
import { editDocument } from '../edits.ts';
import { parsedMixture } from '../parsed-mixture.ts';
import { showErrorMessage, showWarningMessage } from '../notifications.ts';

/**
 * How shares of the panel would be written. They belong to one version of the document: one that has changed since is left alone, and its
 * author is told.
 *
 * @param ratio in the order of the mixture's languages
 * @returns null where the document has changed
 */
export function editsOfShares(
  document: vscode.TextDocument,
  version: number,
  ratio: readonly number[],
): { readonly text: string; readonly edits: readonly TextEdit[] } | null {
  const text = document.getText();
  const parsed = parsedMixture(document);
  if (document.version !== version || parsed.mixture.languages.length !== ratio.length) {
    void showWarningMessage(
      vscode.l10n.t('The file has changed since these shares were shown. Save it to solve it again.'),
    );
    return null;
  }
  return { text, edits: applyRatios(parsed, ratio) };
}

/** Writes shares that were tried in the panel as one undoable edit, as far as `editsOfShares` allows. */
export async function applyShares(
  document: vscode.TextDocument,
  version: number,
  ratio: readonly number[],
): Promise<void> {
  const change = editsOfShares(document, version, ratio);
  if (change === null || change.edits.length === 0) return;
  if (!(await editDocument(document, change.text, change.edits))) {
    void showErrorMessage(vscode.l10n.t('{0} could not be changed.', nameOf(document.uri)));
    return;
  }
  await vscode.window.showTextDocument(document);
}
