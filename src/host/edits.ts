import * as vscode from 'vscode';
import { applyEdits, type TextEdit, type TextRange } from '../core/text/range.ts';

export function toRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/**
 * Makes edits that were computed from `text` one step of undo, or none where the document is another one by now.
 *
 * VS Code applies a workspace edit to whatever the document has become meanwhile; an editor's own edit it refuses then. So
 * an editor makes it, where the document has one; elsewhere the outcome is looked at, and an edit that met another text is
 * taken back.
 *
 * @param text of the document that the ranges belong to
 * @returns whether the document now holds `text` with the edits
 */
export async function editDocument(
  document: vscode.TextDocument,
  text: string,
  edits: readonly TextEdit[],
): Promise<boolean> {
  if (document.getText() !== text) return false;
  if (edits.length === 0) return true;
  const editor = vscode.window.visibleTextEditors.find((open) => open.document === document);
  if (editor !== undefined) {
    return editor.edit((builder) => {
      for (const { range, newText } of edits) builder.replace(toRange(document, range), newText);
    });
  }
  const wanted = applyEdits(text, edits);
  const states = [text];
  const watch = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && event.contentChanges.length > 0) states.push(document.getText());
  });
  try {
    if (!(await vscode.workspace.applyEdit(toWorkspaceEdit(document, edits)))) return false;
    // Somebody may have typed after it, which is no fault of the edit.
    if (states.includes(wanted)) return true;
    const met = states.at(-2);
    if (met !== undefined && document.getText() === states.at(-1)) {
      const all = { start: 0, end: document.getText().length };
      await vscode.workspace.applyEdit(toWorkspaceEdit(document, [{ range: all, newText: met }]));
    }
    return false;
  } finally {
    watch.dispose();
  }
}

/** One WorkspaceEdit, so one step of undo; for VS Code to apply where it knows the document's version. */
export function toWorkspaceEdit(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) result.replace(document.uri, toRange(document, range), newText);
  return result;
}
