import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { story } from './story.ts';
import { answer, openWindow, picture, press, type CodeWindow } from './window.ts';

/** The main job as a user does it, by mouse and keyboard, in the packaged extension. */
describe('From the natural shares to the optimum', () => {
  let window: CodeWindow;
  let panel: Frame;
  const example = (): string => path.join(window.workspace, 'six.climb.yaml');
  const save = (): Promise<void> => window.page.keyboard.press('Control+S');
  const state = (kind: string) => panel.locator(`.state[data-kind="${kind}"]`);

  /** Selects the only place that holds `text`, so that what is typed next replaces it. */
  async function select(text: string): Promise<void> {
    await window.run((vscode, wanted) => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) =>
        document.uri.path.endsWith('.climb.yaml'),
      )!;
      const start = editor.document.getText().indexOf(wanted);
      editor.selection = new vscode.Selection(
        editor.document.positionAt(start),
        editor.document.positionAt(start + wanted.length),
      );
    }, text);
    await window.command('View: Focus Active Editor Group');
  }

  beforeAll(async () => {
    window = await openWindow();
    await window.open('six.climb.yaml');
    panel = await window.panel();
    await window.widenPanel(0.5);
    await window.whenIdle();
  });
  /** Whatever a test did, it kept to the content security policy. */
  afterEach(() => expect(window.violations).toEqual([]));
  afterAll(() => window.close());

  story('leads step by step, each undone as easily as done', {
    'shows a verdict, both vectors, the benefits and a 6 × 6 heatmap for the file as it is opened':
      async () => {
        await panel
          .locator('.headline')
          .filter({ hasText: /predicted loss/ })
          .waitFor();
        expect(await panel.locator('.certificate').innerText()).toMatch(/^Exact for this model/);
        for (const section of ['Allocation', 'Marginal benefits', 'Interactions', 'Trust']) {
          await panel.getByText(section, { exact: true }).first().waitFor();
        }
        await picture(window, 'flow-solved');
      },

    'says that it is out of date at the first keystroke, and solves again on save': async () => {
      await select('# bytes');
      await window.page.keyboard.type('# octets');
      await state('outdated').waitFor();
      await picture(window, 'flow-outdated');
      await save();
      await state('outdated').waitFor({ state: 'detached' });
      expect(await state('failed').count()).toBe(0);
    },

    'keeps the last good picture, labelled, when the shares stop summing to 1': async () => {
      const good = readFileSync(example(), 'utf8');
      const headline = await panel.locator('.headline').innerText();
      await select('0.6179');
      await window.page.keyboard.type('0.4179');
      await save();
      await state('failed').filter({ hasText: 'Below is the last good result' }).waitFor();
      expect(await panel.locator('.headline').innerText()).toBe(headline);
      await picture(window, 'flow-failed');
      writeFileSync(example(), good);
      await state('failed').waitFor({ state: 'detached' });
    },

    'shows the optimum as a diff, applies it, and one undo takes it back': async () => {
      await window.command('Climb: Solve Mixture');
      await window.whenIdle();
      const before = readFileSync(example(), 'utf8');
      await press(panel, 'Optimise…');
      await window.page.locator('.monaco-diff-editor').first().waitFor();
      await picture(window, 'flow-diff');
      await answer(window, 'Apply');
      await window.page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached' });
      const text = (): Promise<string | undefined> =>
        // Undefined while the editor comes back from behind the diff.
        window.run((vscode) => vscode.window.activeTextEditor?.document.getText());
      await expect.poll(async () => ![undefined, before].includes(await text())).toBe(true);
      expect(readFileSync(example(), 'utf8'), 'nothing is saved unasked').toBe(before);
      await save();
      await panel
        .locator('.headline')
        .filter({ hasText: /^Nothing to gain/ })
        .waitFor();
      await picture(window, 'flow-applied');
      await window.command('View: Focus Active Editor Group');
      await window.page.keyboard.press('Control+Z');
      await expect.poll(text).toBe(before);
    },
  });
});
