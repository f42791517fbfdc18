import * as vscode from 'vscode';
import type { FromPanel } from '../../protocol/panel.ts';
import { showErrorMessage } from '../notifications.ts';
import { messageOf } from '../../core/text/error-message.ts';

/** Asks where a picture of the panel shall go, suggesting a name beside the mixture, and writes it there. */
export async function savePicture(
  { name, format, content }: Extract<FromPanel, { type: 'save' }>,
  mixture: vscode.TextDocument | null,
): Promise<void> {
  const folder =
    mixture === null ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(mixture.uri, '..');
  const uri = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (uri === undefined) return;
  const bytes =
    format === 'png'
      ? Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(content);
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    const reason = messageOf(error);
    void showErrorMessage(vscode.l10n.t('The picture could not be saved: {0}', reason));
  }
}
