import { readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { story } from './story.ts';
import { openWindow, picture, untilShown, type CodeWindow } from './window.ts';

/** Trains as the example does, but p-002 fails until it is mended, and p-003 waits until it is let go. */
const moodyTrainer = `
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
const run = process.argv.pop();
if (run === 'p-002' && !existsSync('mended')) throw new Error('out of memory, say');
while (run === 'p-003' && !existsSync('go')) await setTimeout(50);
await import('./train.mjs');
`;

/** Planning, launching and following proxy runs in the editor, as a user does it. */
describe('Proxy runs in the editor', () => {
  let window: CodeWindow;
  let panel: Frame;
  const file = (name: string): string => path.join(window.workspace, name);
  const row = (name: RegExp): Locator => window.page.getByRole('treeitem', { name });
  const dialog = (): Locator => window.page.locator('.monaco-dialog-box');
  const press = (button: string): Promise<void> =>
    dialog().getByRole('button', { name: button, exact: true }).click();
  const view = (): Locator => window.page.locator('.pane', { hasText: 'Runs' }).last();

  beforeAll(async () => {
    const shipped = path.join(root, 'examples/hub-and-scarce');
    const example = path.join(await mkdtemp(path.join(os.tmpdir(), 'climb-runs-')), 'hub-and-scarce');
    // Without the runs that `npm run example` may have left there.
    await cp(shipped, example, {
      recursive: true,
      filter: (source) => source !== path.join(shipped, 'runs'),
    });
    window = await openWindow({ example });
    writeFileSync(file('moody.mjs'), moodyTrainer);
    const mixture = readFileSync(file('hub-and-scarce.climb.yaml'), 'utf8')
      .replace('node train.mjs', 'node moody.mjs')
      .replace('--out {out}', '--out {out} {run}')
      .replace(/^ {2}tokens: 600k #.*$/m, '  tokens: 20k');
    writeFileSync(file('hub-and-scarce.climb.yaml'), mixture);
    await window.open('hub-and-scarce.climb.yaml');
    panel = await window.panel();
  });
  afterAll(() => window.close());

  story('leads from a plan to losses, run by run', {
    'says what to do where none are planned': async () => {
      await view().getByText('No proxy runs are planned yet.').waitFor();
      await panel.getByText('No proxy runs yet').first().waitFor();
      await window.page.getByText('Climb: no runs yet').waitFor();
      await window.page.locator('.codelens-decoration').getByText('Plan Proxy Runs…').waitFor();
      await picture(window, 'runs-none');
    },

    'plans them, pending, after asking how many': async () => {
      await panel.getByRole('button', { name: 'Plan Proxy Runs…' }).click();
      const input = window.page.locator('.quick-input-widget input[type=text]');
      await window.page.getByText('How many more runs?').waitFor();
      await input.fill('6');
      await input.press('Enter');
      await row(/^Pending: 6/).waitFor();
      expect(readFileSync(file('runs/p-006/run.json'), 'utf8')).toContain('"ratio"');
    },

    'shows the exact command before it starts anything': async () => {
      await window.command('Climb: Launch Proxy Runs');
      await dialog().getByText('Start 6 proxy runs on this machine, 2 at a time?').waitFor();
      await dialog()
        .getByText(`node moody.mjs --config ${file('runs/p-001/attempt-1/config.json')}`)
        .waitFor();
      await picture(window, 'runs-launch');
      await press('Cancel');
      await row(/^Pending: 6/).waitFor();
    },

    'launches them in a terminal and follows them': async () => {
      await window.command('Climb: Launch Proxy Runs');
      await press('Launch');
      await row(/^Done: 4/).waitFor();
      await row(/^Failed: 1/).waitFor();
      await row(/^p-003, Running/).waitFor();
      await window.page.locator('.terminal-wrapper.active').waitFor();
      await picture(window, 'runs-running');
    },

    'opens a log by a click': async () => {
      const log = window.page.locator('.editor-container', { hasText: 'out of memory, say' });
      await untilShown(log, () => row(/^p-002, Failed/).click());
    },

    'finds them again when the window is opened anew': async () => {
      await window.reload();
      await window.open('hub-and-scarce.climb.yaml');
      await window.panel();
      await row(/^Done: 4/).waitFor();
      await row(/^p-002, Failed/).waitFor();
      // The launch ended with its terminal, and stopped what it had under way.
      await row(/^p-003, Interrupted/).waitFor();
      await window.command('Climb: Launch Proxy Runs');
      await dialog().getByText('Start one proxy run on this machine, 2 at a time?').waitFor();
      await press('Launch');
      await row(/^p-003, Running/).waitFor();
    },

    'cancels a run': async () => {
      await window.command('Climb: Cancel Proxy Runs');
      await window.page.getByText('Cancel Proxy Runs').first().waitFor();
      await window.page.locator('.quick-input-list').getByText('p-003').waitFor();
      await window.page.keyboard.press('Enter');
      await row(/^Cancelled: 1/).waitFor();
    },

    'tries again what failed and what was cancelled': async () => {
      writeFileSync(file('mended'), '');
      writeFileSync(file('go'), '');
      await window.command('Climb: Retry Proxy Runs');
      await window.page.locator('.quick-input-list').getByText('p-003').waitFor();
      await window.page.keyboard.press('Enter');
      await press('Launch');
      await row(/^Done: 6/).waitFor();
    },

    'fits what came in, and says what changed': async () => {
      await view()
        .getByText(/Fitted on 6 proxy runs/)
        .waitFor();
      for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
        await window.setTheme(theme);
        await picture(window, `runs-${theme}`);
      }
    },
  });
});
