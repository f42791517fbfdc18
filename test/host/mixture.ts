import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClimbApi } from '../../src/host/extension.ts';

export async function climb(): Promise<ClimbApi> {
  const extension = vscode.extensions.getExtension<ClimbApi>('climb.climb-mixture');
  assert.ok(extension, 'the extension under development is not loaded');
  return extension.activate();
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests need the example workspace');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** A mixture file of languages given as its lines, and what else it says. */
export function mixture(languages: string, rest = ''): string {
  return `climb: 1\nlanguages:\n${languages}${rest}`;
}

/** Twelve proxy runs of en and de as a CSV. */
export const twoLanguageRuns = [
  'run_id,ratio_en,ratio_de,loss_en,loss_de',
  ...Array.from({ length: 12 }, (_, i) => {
    const en = (i + 1) / 13;
    return `r${i},${en.toFixed(6)},${(1 - en).toFixed(6)},${(2 * (en + 0.1) ** -0.2).toFixed(6)},${(2 * (1.1 - en) ** -0.2).toFixed(6)}`;
  }),
].join('\n');

/** Answers warnings in the place of a person, for as long as something takes; what they said. */
export async function answeringWarnings(
  answer: string | undefined,
  during: () => Promise<void>,
): Promise<string[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const { showWarningMessage } = window;
  const said: string[] = [];
  window['showWarningMessage'] = (message: string) => {
    said.push(message);
    return Promise.resolve(answer);
  };
  try {
    await during();
  } finally {
    Object.assign(window, { showWarningMessage });
  }
  return said;
}

export async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Writes files into a new folder of the workspace and opens the first of them. */
export async function openNew(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<vscode.TextDocument> {
  const folder = await mkdtemp(workspaceFile('test-').fsPath);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return open(vscode.Uri.file(path.join(folder, Object.keys(files)[0]!)));
}

/** Puts `replacement` in place of the only occurrence of `text`. */
export async function replace(
  document: vscode.TextDocument,
  text: string,
  replacement: string,
): Promise<void> {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `"${text}" is not in the file`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  edit.replace(document.uri, range, replacement);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** How long anything may take on a machine that is busy with other work, in milliseconds. */
const patience = 120_000;

/** Waits for a condition, never for a time; rejects with what was last seen. */
export async function eventually<T>(look: () => T | undefined, describe: () => string): Promise<T> {
  const limit = Date.now() + patience;
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    if (Date.now() > limit) throw new Error(`did not happen: ${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits for what only a question to VS Code can tell. */
export async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  const limit = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > limit) throw new Error(`did not happen; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Closes all editors, and waits until they are: a close that is still under way would take what the next test opens. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const open = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
  await eventually(
    () => (open().length === 0 ? true : undefined),
    () => `all editors are closed; open are ${open().join(', ')}`,
  );
}

/** Our problem with a code, once there is one. */
export function problem(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  return eventually(
    () => problems(document).find((diagnostic) => codeOf(diagnostic) === code),
    () => `${code} among [${problems(document).map(codeOf).join(', ')}]`,
  );
}

export function problems(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'climb');
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}
