import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { story } from './story.ts';
import { answer, documentationPicture, openWindow, picture, untilShown, type CodeWindow } from './window.ts';

/** Training configs as a person meets them, in the packaged extension. */
describe('Training configs', () => {
  let window: CodeWindow;
  const file = (name: string) => path.join(window.workspace, name);
  const mixture = () => file('europe.climb.yaml');
  const texts = () =>
    window.run((vscode) =>
      Object.fromEntries(
        vscode.workspace.textDocuments
          // Not the previews beside them.
          .filter(({ uri }) => uri.scheme !== 'climb-target')
          .map((document) => [document.uri.path.split('/').at(-1)!, document.getText()]),
      ),
    );

  beforeAll(async () => {
    window = await openWindow({
      example: path.join(root, 'examples/training-configs'),
      theme: 'light',
      width: 1240,
      height: 760,
    });
  });
  afterAll(() => window.close());

  story('follow the mixture', {
    'show effective shares, what departs from the mixture, and a hover that tells all of it': async () => {
      const text = readFileSync(mixture(), 'utf8');
      writeFileSync(mixture(), text.replace('tokens: 100B', 'tokens: 500B'));
      await window.open('megatron.sh');
      await window.page.getByText('= 46 %').first().waitFor();
      await window.run(async (vscode) => {
        await vscode.commands.executeCommand('workbench.action.closeSidebar');
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      });
      await window.page
        .getByText(/would be read 5\.6 times/)
        .first()
        .waitFor();
      const hover = window.page.locator('.monaco-hover', { hasText: 'asks for 22 %' });
      await untilShown(hover, () =>
        window.run(async (vscode) => {
          await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
          const editor = vscode.window.activeTextEditor!;
          const offset = editor.document.getText().indexOf('/de/web_text');
          const position = editor.document.positionAt(offset + 5);
          editor.selection = new vscode.Selection(position, position);
          await vscode.commands.executeCommand('editor.action.showHover');
        }),
      );
      expect(await hover.innerText()).toMatch(
        /German.*de\s.*22\s% of the tokens.*110\s?B tokens, 0\.92 epochs/s,
      );
      await documentationPicture(window, 'training-config');
      writeFileSync(mixture(), text);
    },

    'are shown with the mixture as diffs, and written by one click': async () => {
      const before = {
        sh: readFileSync(file('megatron.sh'), 'utf8'),
        yaml: readFileSync(file('levanter.yaml'), 'utf8'),
      };
      await window.open('europe.climb.yaml');
      await window.run(async (vscode) => {
        await vscode.commands.executeCommand('workbench.action.closePanel');
        const { document } = vscode.window.activeTextEditor!;
        const edit = new vscode.WorkspaceEdit();
        for (const [from, to] of [
          ['ratio: 0.46', 'ratio: 0.36'],
          ['ratio: 0.10', 'ratio: 0.20'],
        ] as const) {
          const start = document.getText().indexOf(from);
          edit.replace(
            document.uri,
            new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)),
            to,
          );
        }
        await vscode.workspace.applyEdit(edit);
      });
      await window.command('Climb: Apply Mixture to Training Configs');
      const toast = window.page.locator('.notification-toast', {
        hasText: 'The mixture changes 3 training configs',
      });
      await toast.waitFor();
      await window.page.locator('.monaco-diff-editor').first().waitFor();
      await picture(window, 'configs-diff');
      expect((await texts())['levanter.yaml']).toBe(before.yaml);

      await answer(window, 'Apply');
      await expect
        .poll(async () => (await texts())['levanter.yaml'])
        .toBe(
          before.yaml.replace(
            '{ en: 0.46, de: 0.22, fr: 0.22, fi: 0.10 }',
            '{ en: 0.36, de: 0.22, fr: 0.22, fi: 0.2 }',
          ),
        );
      // Finnish is split 8 to 1 by the tokens that the mixture gives; comments stay.
      expect((await texts())['megatron.sh']).toBe(
        before.sh
          .replace('46000000000 ', '36000000000 ')
          .replace('8888888888.89', '17777777777.8')
          .replace('1111111111.11', '2222222222.22'),
      );
      expect(readFileSync(file('levanter.yaml'), 'utf8')).toBe(before.yaml);
      await picture(window, 'configs-applied');
    },
  });
});
