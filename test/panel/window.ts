// What a panel test starts from: a real VS Code with the packaged extension, in Chromium.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator, Page, PageScreenshotOptions } from 'playwright-core';
import { expect, inject } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import * as driven from '../../scripts/vscode/window.mjs';

export type { CodeWindow, Theme } from '../../scripts/vscode/window.mjs';

/** Opens a window on a copy of the six-language example, or of another folder; close it in `afterAll`. */
export function openWindow(
  options: Partial<Parameters<typeof driven.openWindow>[0]> = {},
): Promise<driven.CodeWindow> {
  return driven.openWindow({ extensions: inject('extensions'), ...options });
}

/**
 * Takes a picture of the documentation: into docs/pictures with PICTURES=1, once the window stands still; else beside the tests' other
 * output, as the window is just now.
 */
export async function documentationPicture(
  window: driven.CodeWindow,
  name: string,
  place: Page | Locator = window.page,
  options: PageScreenshotOptions = {},
): Promise<void> {
  const isWanted = process.env['PICTURES'] === '1';
  if (isWanted) await window.settled();
  const file = path.join(root, isWanted ? 'docs/pictures' : 'test/output', `${name}.png`);
  await place.screenshot({ path: file, animations: 'disabled', ...options });
}

/**
 * Does what brings a place to light, and once more where it has not come: VS Code forgets a hover whose line is drawn anew, and a
 * click in a list that changes under it.
 */
export async function untilShown(place: Locator, act: () => Promise<unknown>): Promise<void> {
  const shown = async (): Promise<boolean> => {
    await act();
    return place
      .first()
      .waitFor({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      );
  };
  await expect.poll(shown).toBe(true);
}

/** Presses a button of the panel once it can be pressed: a click is not kept for a disabled one, and does nothing. */
export const press = (panel: Frame, name: string): Promise<void> =>
  panel.getByText(name, { exact: true }).and(panel.locator(':not([disabled])')).first().click();

/** Presses a button of a notification. Its toast goes after a quarter of a minute; the list of notifications keeps it. */
export async function answer(window: driven.CodeWindow, button: string): Promise<void> {
  const offered = window.page
    .locator('.notification-toast, .notifications-center')
    .getByRole('button', { name: button });
  await untilShown(offered, async () => {
    if (await offered.first().isVisible()) return;
    await window.run((vscode) => vscode.commands.executeCommand('notifications.showList'));
  });
  await offered.first().click();
}

/**
 * Answers VS Code's question under which name to save. It proposes a name a moment after it has come, over whatever is typed by then, and
 * takes no answer while it reads a folder: given again until it is gone.
 */
export async function saveUnder(window: driven.CodeWindow, file: string): Promise<void> {
  const dialog = window.page.locator('.quick-input-widget');
  const input = dialog.locator('input[type=text]').first();
  await input.waitFor();
  const proposed = (): Promise<string> => input.inputValue();
  await expect.poll(proposed).toContain(path.join(window.workspace, path.sep));
  await expect.poll(proposed).not.toMatch(/[\\/]$/);
  const timeout = 10_000;
  const answered = async (): Promise<boolean> => {
    if (await dialog.isVisible()) {
      await input.fill(file, { timeout });
      await window.page.keyboard.press('Enter');
    }
    await dialog.waitFor({ state: 'hidden', timeout });
    return true;
  };
  await expect.poll(() => answered().catch(() => false)).toBe(true);
  // It is the same element the next time: what was typed here must not pass for what is proposed there.
  await input.evaluate((element: HTMLInputElement) => (element.value = ''));
}

/** Undoes the last edit of the open file. Its editor must have the focus: elsewhere, undo is the undo of whatever has. */
export function undo(window: driven.CodeWindow): Promise<void> {
  return window.run(async (vscode) => {
    await vscode.window.showTextDocument(vscode.window.activeTextEditor!.document);
    await vscode.commands.executeCommand('undo');
  });
}

/** Saves a picture of the whole window as test/output/NAME.png. */
export async function picture(window: driven.CodeWindow, name: string): Promise<void> {
  const folder = path.join(root, 'test/output');
  mkdirSync(folder, { recursive: true });
  await window.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
