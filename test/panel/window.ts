// What a panel test starts from: a real VS Code with the packaged extension, in Chromium.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import * as driven from '../../scripts/vscode/window.mjs';

export type { CodeWindow, Theme } from '../../scripts/vscode/window.mjs';

/** Opens a window on a copy of the six-language example, or of another folder; close it in `afterAll`. */
export function openWindow(
  options: Partial<Parameters<typeof driven.openWindow>[0]> = {},
): Promise<driven.CodeWindow> {
  return driven.openWindow({ extensions: inject('extensions'), ...options });
}

/** Where a picture of the documentation goes: into docs/pictures with PICTURES=1, else beside the tests' other output. */
export function documentationPicture(name: string): string {
  const folder = process.env['PICTURES'] === '1' ? 'docs/pictures' : 'test/output';
  return path.join(root, folder, `${name}.png`);
}

/** Saves a picture of the whole window as test/output/NAME.png. */
export async function picture(window: driven.CodeWindow, name: string): Promise<void> {
  const folder = path.join(root, 'test/output');
  mkdirSync(folder, { recursive: true });
  await window.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
