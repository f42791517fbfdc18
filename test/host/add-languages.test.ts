import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { climb, closeAll, codeOf, eventually, openNew, problems } from './mixture.ts';

const before = `climb: 1
languages:
  en: 0.6 # as it was
  de: 0.4
interactions: { prior: relatedness }
`;

const after = `climb: 1
languages:
  en: 0.6 # as it was
  de: 0.4
  nl: 0 # Dutch
  sv: 0 # Swedish
groups:
  base: { members: [en, de], keep: true } # their proportions stay; only their total is decided
interactions: { prior: relatedness }
`;

/** Answers questions in the place of a person; what was offered and said. */
function answering(codes: readonly string[], button: (said: string) => string | undefined) {
  const window = vscode.window as unknown as Record<string, unknown>;
  const { showQuickPick, showInformationMessage } = window;
  const offered: string[] = [];
  const said: string[] = [];
  window['showQuickPick'] = (items: readonly vscode.QuickPickItem[]) => {
    offered.push(...items.map(({ label }) => label));
    return Promise.resolve(items.filter(({ label }) => codes.includes(label)));
  };
  window['showInformationMessage'] = (message: string) => {
    said.push(message);
    return Promise.resolve(button(message));
  };
  return {
    offered,
    said,
    restore: () => Object.assign(window, { showQuickPick, showInformationMessage }),
  };
}

/** What the diff that is open shows at its right; undefined: there is none. */
function preview(): string | undefined {
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  if (!(input instanceof vscode.TabInputTextDiff)) return undefined;
  const { modified } = input;
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === modified.toString())?.getText();
}

describe('Climb: Add Languages…', () => {
  let person: ReturnType<typeof answering> | null = null;
  afterEach(async () => {
    person?.restore();
    person = null;
    await closeAll();
  });

  it('shows the file with them as a diff, and writes nothing unless asked', async () => {
    const document = await openNew({ 'a.climb.yaml': before });
    await climb();
    person = answering(['nl', 'sv'], () => undefined);
    await vscode.commands.executeCommand('climb.addLanguages');
    assert.equal(await eventually(preview, () => 'a diff'), after);
    assert.equal(document.getText(), before);
    assert.ok(!person.offered.includes('en'), 'what is there is not offered');
  });

  it('adds them and keeps the old proportions as one edit, says what that saves, and offers to plan', async () => {
    const document = await openNew({ 'a.climb.yaml': before });
    await climb();
    person = answering(['nl', 'sv'], (said) => (said.includes('come without any text') ? 'Add' : undefined));
    await vscode.commands.executeCommand('climb.addLanguages');
    await eventually(
      () => (document.getText() === after ? true : undefined),
      () => document.getText(),
    );
    const { said } = person;
    await eventually(
      () => (said.length === 2 ? true : undefined),
      () => said.join('\n'),
    );
    assert.match(said[0] ?? '', /Of 3 free shares 2 vary.* would take about 18 in place of 12\./);
    assert.match(said[1] ?? '', /Only proxy runs that include the new languages can tell/);
    assert.deepEqual(
      problems(document)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(codeOf),
      [],
    );

    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('refuses what would be an error, with the reason', async () => {
    // At a tenth of the old text, English cannot have half of all.
    const tight = before
      .replace('en: 0.6 # as it was', 'en: { ratio: 0.1, min: 50% }')
      .replace('de: 0.4', 'de: 0.9');
    const document = await openNew({ 'a.climb.yaml': tight });
    await climb();
    person = answering(['nl'], () => undefined);
    const window = vscode.window as unknown as Record<string, unknown>;
    const { showErrorMessage } = window;
    const errors: string[] = [];
    window['showErrorMessage'] = (message: string) => Promise.resolve(void errors.push(message));
    try {
      await vscode.commands.executeCommand('climb.addLanguages');
    } finally {
      Object.assign(window, { showErrorMessage });
    }
    assert.match(errors.join(), /That would cause an error: /);
    assert.equal(document.getText(), tight);
  });
});
