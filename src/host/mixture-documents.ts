import * as vscode from 'vscode';
import { declaresMixture } from '../core/mixture/recognise.ts';

/** Where a file names its schema, if it does. */
const headLines = 5;

/** Whether a file is a mixture by its name. */
export const isMixtureName = (uri: vscode.Uri): boolean => declaresMixture(uri.path, '');

/** Whether a document is a mixture file: by name, or by a declared schema in its first lines. */
export function isMixture(document: vscode.TextDocument): boolean {
  // Not the read-only texts that VS Code and extensions show: old revisions, previews, output.
  const { scheme } = document.uri;
  if (scheme !== 'untitled' && vscode.workspace.fs.isWritableFileSystem(scheme) !== true) return false;
  const isText = ['yaml', 'json', 'jsonc'].includes(document.languageId);
  const head = isText ? document.getText(new vscode.Range(0, 0, headLines, 0)) : '';
  return declaresMixture(document.uri.path, head);
}
