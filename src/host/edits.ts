import * as vscode from 'vscode';
import type { TextEdit, TextRange } from '../core/text/range.ts';

export function toRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** One WorkspaceEdit, so one step of undo. */
export function toWorkspaceEdit(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) result.replace(document.uri, toRange(document, range), newText);
  return result;
}
