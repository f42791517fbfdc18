import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openWindow, type CodeWindow } from './window.ts';

const isActive = (window: CodeWindow, extension: string): Promise<boolean> =>
  window.run((vscode, id) => vscode.extensions.getExtension(id)!.isActive, extension);

const isAwake = (window: CodeWindow): Promise<boolean> => isActive(window, 'climb.climb-mixture');

describe('Climb', () => {
  const folders: string[] = [];
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'climb-activation-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return folder;
  };
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it('is not activated in a window where nothing is its own, until a file is opened that may be', async () => {
    const example = folderWith({ 'notes.txt': 'nothing', 'main.py': 'pass\n', 'train.yaml': 'lr: 0.1\n' });
    const window = await openWindow({ example });
    try {
      await window.open('notes.txt');
      await window.open('main.py');
      await window.page.locator('.view-lines', { hasText: 'pass' }).waitFor();
      // What VS Code starts once all that a window asks for has started, has started.
      await expect.poll(() => isActive(window, 'vscode.merge-conflict')).toBe(true);
      expect(await isAwake(window)).toBe(false);
      await window.open('train.yaml');
      await expect.poll(() => isAwake(window)).toBe(true);
    } finally {
      await window.close();
    }
  });

  it('is activated where the workspace holds a mixture', async () => {
    const window = await openWindow();
    try {
      await expect.poll(() => isAwake(window)).toBe(true);
    } finally {
      await window.close();
    }
  });
});
