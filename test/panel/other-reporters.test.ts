import { createVSIX } from '@vscode/vsce';
import { writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { story } from './story.ts';
import { openWindow, type CodeWindow } from './window.ts';

/** Red Hat's YAML extension by a stand-in of its name, which reports as it does. */
describe('Beside Red Hat’s YAML extension', () => {
  let folder: string;
  let window: CodeWindow;

  /** Who shows an error of the open file. */
  const reporters = (): Promise<(string | undefined)[]> =>
    window.run((vscode) =>
      vscode.languages
        .getDiagnostics(vscode.window.activeTextEditor!.document.uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ source }) => source),
    );

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-beside-'));
    // A copy: what is installed here is not for the windows of other tests.
    const extensions = path.join(folder, 'extensions');
    await cp(inject('extensions'), extensions, { recursive: true });
    await createVSIX({
      cwd: path.join(root, 'test/fixtures/extensions/redhat.vscode-yaml'),
      packagePath: path.join(folder, 'yaml.vsix'),
      dependencies: false,
      allowMissingRepository: true,
      skipLicense: true,
    });
    window = await openWindow({ extensions });
    writeFileSync(
      path.join(window.workspace, 'twice.climb.yaml'),
      'climb: 1\nlanguages:\n  en: 0.5\n  de: 0.5\n  en: 0.5\n',
    );
    await window.open('twice.climb.yaml');
  });
  afterAll(async () => {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  });

  story('is left to whoever says it already', {
    'a key given twice is told by Climb as long as nobody else does': async () => {
      await expect.poll(reporters).toEqual(['climb']);
    },

    'and is left to the other as soon as that is installed, with the quick fixes still there': async () => {
      await window.run(
        (vscode, vsix) =>
          vscode.commands
            .executeCommand('workbench.extensions.installExtension', vscode.Uri.file(vsix))
            .then(() => undefined),
        path.join(folder, 'yaml.vsix'),
      );
      await expect.poll(reporters).toEqual(['YAML']);
      const titles = await window.run(async (vscode) => {
        const { document } = vscode.window.activeTextEditor!;
        const actions: { title: string }[] = await vscode.commands.executeCommand(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(4, 2, 4, 4),
        );
        return actions.map(({ title }) => title);
      });
      expect(titles).toEqual(expect.arrayContaining(['Keep the first one', 'Keep this one']));
    },

    'and is told by Climb again when the other is told not to validate': async () => {
      await window.run((vscode) =>
        vscode.workspace
          .getConfiguration('yaml')
          .update('validate', false, true)
          .then(() => undefined),
      );
      await expect.poll(reporters).toEqual(['climb']);
    },
  });
});
