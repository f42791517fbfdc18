import * as vscode from 'vscode';
import { applyEdits, type TextEdit, type TextRange } from '../core/text/range.ts';

export function toRange(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Edits of a document, and the text that they were computed from. */
export interface DocumentEdits {
  readonly document: vscode.TextDocument;
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** `editDocuments` of one; whether the document now holds its text with the edits. */
export const editDocument = async (
  document: vscode.TextDocument,
  text: string,
  edits: readonly TextEdit[],
): Promise<boolean> => (await editDocuments([{ document, text, edits }])).length === 0;

/**
 * Makes edits as one step of undo. Where one of the documents is another one by now, none is touched.
 *
 * VS Code applies a workspace edit to whatever a document has become meanwhile; an editor's own edit it refuses then. So an
 * editor makes it, where one document alone is changed and has one; elsewhere the outcome is looked at, and an edit that met
 * another text is taken back.
 *
 * @returns the documents that do not hold their text with the edits; each of them holds what it held without them
 */
export async function editDocuments(changes: readonly DocumentEdits[]): Promise<vscode.TextDocument[]> {
  const stale = changes.filter(({ document, text }) => document.getText() !== text);
  if (stale.length > 0) return stale.map(({ document }) => document);
  const wanted = changes.filter(({ edits }) => edits.length > 0);
  const [first] = wanted;
  if (first === undefined) return [];
  const editor = vscode.window.visibleTextEditors.find((open) => open.document === first.document);
  if (wanted.length === 1 && editor !== undefined) {
    const isMade = await editor.edit((builder) => {
      for (const { range, newText } of first.edits) builder.replace(toRange(first.document, range), newText);
    });
    return isMade ? [] : [first.document];
  }
  const watches = wanted.map((change) => new Watch(change));
  try {
    const all = new vscode.WorkspaceEdit();
    for (const { document, edits } of wanted) {
      for (const [uri, made] of toWorkspaceEdit(document, edits).entries()) all.set(uri, made);
    }
    if (!(await vscode.workspace.applyEdit(all))) return wanted.map(({ document }) => document);
    const missed = watches.filter(({ isRight }) => !isRight);
    for (const watch of missed) await watch.putBack();
    return missed.map(({ document }) => document);
  } finally {
    for (const watch of watches) watch.dispose();
  }
}

/** What becomes of one document while edits are applied to it. */
class Watch implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly #wanted: string;
  readonly #listening: vscode.Disposable;
  #text: string;
  /** The text that the edits met, and what they made of it; null: they have not come yet. */
  #made: { readonly of: string; readonly text: string } | null = null;

  constructor({ document, text, edits }: DocumentEdits) {
    this.document = document;
    this.#wanted = applyEdits(text, edits);
    this.#text = text;
    const ours = edits.map(({ newText }) => newText).sort();
    this.#listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      const before = this.#text;
      this.#text = document.getText();
      const made = event.contentChanges.map(({ text }) => text).sort();
      if (this.#made === null && made.length === ours.length && made.every((words, i) => words === ours[i]))
        this.#made = { of: before, text: this.#text };
    });
  }

  /** Somebody may have typed after it, which is no fault of the edits. */
  get isRight(): boolean {
    return this.#made?.text === this.#wanted;
  }

  /** Gives the document the text that the edits met; where more was typed since, it is left to its author. */
  async putBack(): Promise<void> {
    if (this.#made === null || this.document.getText() !== this.#made.text) return;
    const all = { start: 0, end: this.document.getText().length };
    const before = [{ range: all, newText: this.#made.of }];
    await vscode.workspace.applyEdit(toWorkspaceEdit(this.document, before));
  }

  dispose(): void {
    this.#listening.dispose();
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
