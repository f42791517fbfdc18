import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentationPicture, openWindow, type CodeWindow } from './window.ts';

/** The packaged extension as vscode.dev runs it: VS Code is a page, the extension a worker in it, the files in memory. */
describe('VS Code as a web page alone', () => {
  let window: CodeWindow;

  beforeAll(async () => {
    window = await openWindow({
      web: true,
      width: 1500,
      settings: { 'workbench.sideBar.location': 'right' },
    });
    await window.open('six.climb.yaml');
  });
  afterAll(() => window.close());

  it('runs Climb in a web worker, without Node', async () => {
    const host = await window.run(async (vscode) => {
      const climb = vscode.extensions.getExtension('climb.climb-mixture')!;
      await climb.activate();
      return {
        active: climb.isActive,
        node: typeof process,
        worker: 'importScripts' in globalThis,
        remote: vscode.env.remoteName ?? null,
        scheme: vscode.window.activeTextEditor!.document.uri.scheme,
      };
    });
    expect(host).toEqual({
      active: true,
      node: 'undefined',
      worker: true,
      remote: null,
      scheme: 'tmp',
    });
  });

  it('shows problems as they are typed, and takes them back', async () => {
    const codes = (): Promise<unknown[]> =>
      window.run((vscode) =>
        vscode.languages
          .getDiagnostics(vscode.window.activeTextEditor!.document.uri)
          .map(({ code }) => (typeof code === 'object' ? code.value : code)),
      );
    await replace('0.6179', '0.4179');
    await expect.poll(codes).toContain('ratio.sum');
    await replace('0.4179', '0.6179');
    await expect.poll(codes).not.toContain('ratio.sum');
  });

  it('solves on save in a worker of its own, for the text that was saved', async () => {
    await window.whenIdle();
    await replace('tokens: 4M', 'tokens: 3M');
    await window.page.keyboard.press('Control+S');
    await expect.poll(solvedTokens).toBe(3e6);
    await replace('tokens: 3M', 'tokens: 4M');
    await window.page.keyboard.press('Control+S');
    await expect.poll(solvedTokens).toBe(4e6);
  });

  it('can be cancelled, and solves again at the next save', async () => {
    await window.run(async (vscode) => {
      await vscode.commands.executeCommand('climb.solve');
      await vscode.commands.executeCommand('climb.cancel');
    });
    await window.whenIdle();
    await window.command('Climb: Solve Mixture');
    await expect.poll(solvedTokens).toBe(4e6);
  });

  it('shows the result in the panel, within its content security policy', async () => {
    const panel = await window.panel();
    await window.widenPanel(0.5);
    await panel
      .locator('.headline')
      .filter({ hasText: /predicted loss can fall by 6/ })
      .waitFor();
    await documentationPicture(window, 'web');
    expect(window.violations).toEqual([]);
  });

  it('says that proxy runs need a machine', async () => {
    await window.command('Climb: Launch Proxy Runs');
    await window.page
      .locator('.notification-toast')
      .filter({ hasText: 'Proxy runs need a machine' })
      .waitFor();
  });

  function solvedTokens(): Promise<number | undefined> {
    return window.run(async (vscode) => {
      const { document } = vscode.window.activeTextEditor!;
      const climb = vscode.extensions.getExtension('climb.climb-mixture')!;
      const api = (await climb.activate()) as {
        isCurrent: (document: unknown) => boolean;
        lastReport: (uri: unknown) => { tokens: number } | null;
      };
      return api.isCurrent(document) ? api.lastReport(document.uri)?.tokens : undefined;
    });
  }

  /** Puts `replacement` in place of the only occurrence of `text` in the open file. */
  function replace(text: string, replacement: string): Promise<void> {
    return window.run(
      async (vscode, from, to) => {
        const { document } = vscode.window.activeTextEditor!;
        const start = document.getText().indexOf(from);
        if (start < 0) throw new Error(`${from} is not in the file`);
        const edit = new vscode.WorkspaceEdit();
        const end = document.positionAt(start + from.length);
        edit.replace(document.uri, new vscode.Range(document.positionAt(start), end), to);
        await vscode.workspace.applyEdit(edit);
      },
      text,
      replacement,
    );
  }
});
