import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './mixture.ts';

/** What is offered at a place; of one kind where it is given. */
export function codeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind?: string,
): Promise<vscode.CodeAction[]> {
  return Promise.resolve(
    vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      kind,
    ),
  );
}

/** Takes the quick fix of a title, as one picks it from the light bulb. */
export async function takeFix(
  document: vscode.TextDocument,
  range: vscode.Range,
  title: string,
): Promise<void> {
  const named = (actions: vscode.CodeAction[]) => actions.find((action) => action.title === title);
  // VS Code leaves a provider's answer out while it is still busy with the document, so the light bulb is asked again.
  const offered = await until(
    () => codeActions(document, range, vscode.CodeActionKind.QuickFix.value),
    (actions) => named(actions) !== undefined,
  );
  const edit = named(offered)!.edit;
  assert.ok(edit, `${title} is an edit`);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
