import * as vscode from 'vscode';

/** Files that are ours by their name: `six.climb.yaml`. */
const ownName = /\.climb\.(ya?ml|json)$/i;
/** Files that say so in their first lines: a modeline, or a `$schema` key. */
const declaredSchema =
  /(#\s*yaml-language-server:\s*\$schema=|["']?\$schema["']?\s*:\s*)["']?\S*climb-mixture\.schema\.json/;
const headLines = 5;

/** Whether a document is a mixture file: by name, or by a declared schema in its first lines. */
export function isMixture(document: vscode.TextDocument): boolean {
  // Not the read-only texts that VS Code and extensions show: old revisions, previews, output.
  const { scheme } = document.uri;
  if (scheme !== 'untitled' && vscode.workspace.fs.isWritableFileSystem(scheme) !== true) return false;
  if (ownName.test(document.uri.path)) return true;
  if (!['yaml', 'json', 'jsonc'].includes(document.languageId)) return false;
  const head = document.getText(new vscode.Range(0, 0, headLines, 0));
  return declaredSchema.test(head);
}
