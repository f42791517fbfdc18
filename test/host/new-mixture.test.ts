import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { climb, workspaceFile } from './mixture.ts';

/** Puts functions in the place of VS Code's own while something is done. */
async function inPlace(
  functions: Readonly<Record<string, unknown>>,
  during: () => Promise<void>,
): Promise<void> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const own = Object.fromEntries(Object.keys(functions).map((name) => [name, window[name]]));
  Object.assign(window, functions);
  try {
    await during();
  } finally {
    Object.assign(window, own);
  }
}

describe('A new mixture from a table of token counts', () => {
  before(climb);

  it('refuses 1 GB without reading it', async () => {
    const table = workspaceFile('counts.csv');
    await writeFile(table.fsPath, 'language,tokens\nen,1B\n');
    await truncate(table.fsPath, 1_000_000_000);
    const said: string[] = [];
    const answers = {
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        Promise.resolve(items.find(({ label }) => label.includes('token counts'))),
      showOpenDialog: () => Promise.resolve([table]),
      showErrorMessage: (message: string) => Promise.resolve(void said.push(message)),
    };
    await inPlace(answers, async () => {
      await vscode.commands.executeCommand('climb.newMixture');
    });
    assert.deepEqual(said, ['counts.csv is too large for a table of token counts']);
    await vscode.workspace.fs.delete(table);
  });
});
