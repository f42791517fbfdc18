import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openWindow, type CodeWindow } from './window.ts';

const isAwake = (window: CodeWindow): Promise<boolean> =>
  window.run((vscode) => vscode.extensions.getExtension('climb.climb-mixture')!.isActive);

describe('Climb', () => {
  const folders: string[] = [];
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'climb-activation-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return folder;
  };
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it('sleeps in a window where nothing is its own, until a file is opened that may be', async () => {
    const example = folderWith({ 'notes.txt': 'nothing', 'main.py': 'pass\n', 'train.yaml': 'lr: 0.1\n' });
    const window = await openWindow({ example });
    try {
      await window.open('notes.txt');
      await window.open('main.py');
      await window.page.locator('.view-lines', { hasText: 'pass' }).waitFor();
      // What would wake it at the start of a window has done so by then.
      await window.page.waitForTimeout(5_000);
      expect(await isAwake(window)).toBe(false);
      await window.open('train.yaml');
      await expect.poll(() => isAwake(window), { timeout: 30_000 }).toBe(true);
    } finally {
      await window.close();
    }
  });

  it('wakes by itself where the workspace holds a mixture', async () => {
    const window = await openWindow();
    try {
      await expect.poll(() => isAwake(window), { timeout: 30_000 }).toBe(true);
    } finally {
      await window.close();
    }
  });
});
