import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { editDocuments, type DocumentEdits } from '../../src/host/edits.ts';
import { closeAll, openNew, replace } from './mixture.ts';

const first = 'one: 1\n';
const second = 'two: 2\n';

/** Puts a 9 in place of the digit. */
const nine = (document: vscode.TextDocument): DocumentEdits => {
  const text = document.getText();
  return { document, text, edits: [{ range: { start: 5, end: 6 }, newText: '9' }] };
};

/** Types at the beginning of a document, which moves the digit. */
function type(document: vscode.TextDocument, words: string): Thenable<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), words);
  return vscode.workspace.applyEdit(edit);
}

describe('Edits of documents', () => {
  let shown: vscode.TextDocument;
  let hidden: vscode.TextDocument;
  beforeEach(async () => {
    shown = await openNew({ 'shown.yaml': first, 'hidden.yaml': second });
    hidden = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(shown.uri, '../hidden.yaml'));
  });
  afterEach(closeAll);

  it('are made in all of them, shown or not', async () => {
    assert.deepEqual(await editDocuments([nine(shown), nine(hidden)]), []);
    assert.deepEqual([shown.getText(), hidden.getText()], ['one: 9\n', 'two: 9\n']);
  });

  it('are made in none where one has changed since they were computed', async () => {
    const computed = [nine(shown), nine(hidden)];
    await replace(hidden, 'two', 'zwei');
    assert.deepEqual(await editDocuments(computed), [hidden]);
    assert.deepEqual([shown.getText(), hidden.getText()], [first, 'zwei: 2\n']);
  });

  it('come beside what is typed at the same time, or not at all', async () => {
    const typed = type(shown, 'typed: 0\n');
    const missed = await editDocuments([nine(shown)]);
    // What is typed here is an edit of a program too, which VS Code may refuse where ours came first.
    const kept = (await typed) ? 'typed: 0\n' : '';
    const made = missed.length === 0 ? 'one: 9\n' : first;
    assert.equal(shown.getText(), `${kept}${made}`);
  });

  it('are taken back where they met another text, and stay where they did not', async () => {
    const { applyEdit } = vscode.workspace;
    // The worst moment: after our look at the text, before VS Code's.
    vscode.workspace.applyEdit = async (edit) => {
      vscode.workspace.applyEdit = applyEdit;
      await type(hidden, 'typed: 0\n');
      return applyEdit(edit);
    };
    try {
      assert.deepEqual(await editDocuments([nine(shown), nine(hidden)]), [hidden]);
    } finally {
      vscode.workspace.applyEdit = applyEdit;
    }
    assert.equal(hidden.getText(), `typed: 0\n${second}`);
    assert.equal(shown.getText(), 'one: 9\n');
  });
});
