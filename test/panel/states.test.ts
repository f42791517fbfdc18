import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { answer, openWindow, picture, press, undo, type CodeWindow } from './window.ts';

const domains = [
  'arxiv freelaw nih_exporter pubmed_central wikipedia_en dm_mathematics github philpapers stackexchange',
  'enron_emails gutenberg_pg_19 pile_cc ubuntu_irc europarl hackernews pubmed_abstracts uspto_backgrounds',
].flatMap((line) => line.split(' '));

const three = `budget: { tokens: 4M }
languages:
  en: { ratio: 0.5, available: 24.9M }
  de: { ratio: 0.3, available: 5.9M }
  fr: { ratio: 0.2, available: 3.0M }
`;

/** One mixture for each state that the panel can be in. */
const mixtures = {
  'none.climb.yaml': `climb: 1\n${three}`,
  'prior.climb.yaml':
    'climb: 1\nlanguages: { en: 0.5, de: 0.3, nl: 0.2 }\ninteractions: { prior: relatedness }\n',
  'failed.climb.yaml': `climb: 1\n${three}interactions: { runs: nowhere.csv }\n`,
  'bounds.climb.yaml':
    'climb: 1\nlanguages:\n  en: { ratio: 0.5, min: 0.6 }\n  de: { ratio: 0.5, min: 0.7 }\ninteractions: { prior: relatedness }\n',
  // Nothing in the file forbids it: the budget is that of the runs.
  'little.climb.yaml': `climb: 1
languages:
  en: { ratio: 0.5, available: 100k }
  de: { ratio: 0.3, available: 100k }
  fr: { ratio: 0.2, available: 100k }
objective: { max_epochs: 2 }
interactions: { runs: runs/six-languages.csv }
`,
  // A transfer below zero: log r̃ is no longer concave, so no optimum can be proven.
  'local.climb.yaml':
    'climb: 1\nlanguages: { en: 0.5, de: 0.5 }\ninteractions: { matrix: { en: { de: -0.2 } } }\n',
  'slow.climb.yaml': `climb: 1\nratios: weights\nlanguages:\n${domains.map((code) => `  ${code}: 1\n`).join('')}interactions: { runs: regmix-1m.csv }\n`,
};

describe('The panel without a mixture', () => {
  let window: CodeWindow;
  let panel: Frame;

  beforeAll(async () => {
    window = await openWindow();
    panel = await window.panel();
  });
  afterAll(() => window.close());

  it('offers to open or start a mixture while none is open', async () => {
    await panel.locator('.welcome[data-kind=empty]').waitFor();
    await picture(window, 'state-empty');
    await press(panel, 'Open Mixture…');
    await window.page.locator('.quick-input-list').getByText('six.climb.yaml').first().waitFor();
    await window.page.keyboard.press('Escape');
    await press(panel, 'New Mixture…');
    await window.page.locator('.quick-input-widget').getByText('Choose languages').first().waitFor();
    await window.page.keyboard.press('Escape');
    expect(window.violations).toEqual([]);
  });

  it('has none when the last is closed, though VS Code keeps its text for minutes', async () => {
    await window.open('six.climb.yaml');
    await panel.locator('.headline').waitFor();
    await window.run((vscode) =>
      vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => undefined),
    );
    await panel.locator('.welcome[data-kind=empty]').waitFor();
    await window.open('six.climb.yaml');
    await panel.locator('.headline').waitFor();
  });
});

describe('The panel', () => {
  let folder: string;
  let window: CodeWindow;
  let panel: Frame;

  const show = async (file: keyof typeof mixtures): Promise<void> => {
    await window.open(file);
    await panel.getByRole('heading', { name: file }).waitFor();
  };
  const closeProblems = (): Promise<void> =>
    window.run((vscode) =>
      vscode.commands.executeCommand('workbench.action.closePanel').then(() => undefined),
    );
  const text = (): Promise<string> =>
    window.run((vscode) => vscode.window.activeTextEditor!.document.getText());

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-states-'));
    await cp(path.join(root, 'examples/six-languages/runs'), path.join(folder, 'runs'), { recursive: true });
    await cp(path.join(root, 'test/fixtures/runs/regmix-1m.csv'), path.join(folder, 'regmix-1m.csv'));
    for (const [name, content] of Object.entries(mixtures)) await writeFile(path.join(folder, name), content);
    window = await openWindow({ example: folder });
    panel = await window.panel();
  });
  /** Whatever a test did, it kept to the content security policy. */
  afterEach(() => expect(window.violations).toEqual([]));
  afterAll(async () => {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('adds interactions to a mixture that has none, as one edit to undo', async () => {
    await show('none.climb.yaml');
    await panel.locator('.welcome[data-kind=no-interactions]').waitFor();
    await picture(window, 'state-no-interactions');
    await press(panel, 'Add Interactions…');
    await window.page.locator('.quick-input-list').getByText('Relatedness').first().click();
    await expect.poll(text).toBe(`${mixtures['none.climb.yaml']}interactions:\n  prior: relatedness\n`);
    await undo(window);
    await expect.poll(text).toBe(mixtures['none.climb.yaml']);
  });

  it('shows shares but no losses, and no budget, where there is only a prior', async () => {
    await show('prior.climb.yaml');
    await panel.locator('.headline').filter({ hasText: 'by relatedness alone' }).waitFor();
    await panel.locator('#trust .summary').filter({ hasText: 'Nothing has been measured' }).waitFor();
    await picture(window, 'state-prior');
    expect(await panel.locator('.file').innerText()).not.toContain('tokens');
    expect(await panel.locator('#losses .summary').innerText()).toMatch(/^A prior predicts no losses/);
    expect(await panel.locator('#losses svg.chart').count()).toBe(0);
    expect(await panel.locator('#scale .summary').innerText()).toMatch(/^There is no token budget/);
    expect(await panel.locator('#scale input').count()).toBe(0);
    expect(await panel.locator('#interactions').innerText()).toContain('prior');
  });

  it('leads from a prior to the section that proxy runs need, as one edit to undo', async () => {
    await show('prior.climb.yaml');
    await press(panel, 'Plan Proxy Runs…');
    await answer(window, 'Add the Section');
    await expect.poll(text).toMatch(/\ninteractions:\n {2}runs: runs\/runs\.csv [^]*\nproxy:\n/);
    await undo(window);
    await expect.poll(text).toBe(mixtures['prior.climb.yaml']);
  });

  it('says why a solve failed, and leads to the problems', async () => {
    await show('failed.climb.yaml');
    const failed = panel.locator('.welcome[data-kind=failed]');
    await failed.filter({ hasText: 'nowhere.csv does not exist' }).waitFor();
    await picture(window, 'state-failed');
    await press(panel, 'Show Problems');
    await window.page.locator('.markers-panel').getByText('nowhere.csv').first().waitFor();
    await closeProblems();
  });

  it('names the limits that cannot hold together', async () => {
    await show('bounds.climb.yaml');
    await panel
      .locator('.welcome[data-kind=failed]')
      .filter({ hasText: 'The minima of de, en sum to 130 %' })
      .waitFor();
    await picture(window, 'state-infeasible');
  });

  it('shows no shares where only the budget of the runs makes the limits impossible, and leads to the problem', async () => {
    await show('little.climb.yaml');
    await panel
      .locator('.headline')
      .filter({ hasText: 'No mixture satisfies the limits: the most that all languages may have sums to 59' })
      .waitFor();
    await panel.getByText('1.02 M, typical of the runs, is assumed').waitFor();
    expect(await panel.locator('.certificate').count()).toBe(0);
    expect(await panel.locator('svg.chart:visible').count()).toBe(0);
    expect(await panel.getByText('Optimise…').count()).toBe(0);
    await window.page.getByText('Climb: limits conflict').waitFor();
    await picture(window, 'state-infeasible-for-runs');
    await press(panel, 'Show Problems');
    await window.page
      .locator('.markers-panel')
      .getByText('No mixture satisfies all limits')
      .first()
      .waitFor();
    await closeProblems();
  });

  it('claims no certificate where an optimum cannot be proven', async () => {
    await show('local.climb.yaml');
    await panel
      .locator('.certificate')
      .filter({ hasText: /^A local optimum: .* so the problem is not convex\.$/ })
      .waitFor();
    await picture(window, 'state-local');
  });

  it('shows the progress of a solve, which can be cancelled', async () => {
    await show('slow.climb.yaml');
    const solving = panel.locator('.state[data-kind=solving]');
    await solving.filter({ hasText: 'Fitting' }).waitFor();
    await picture(window, 'state-solving');
    await press(panel, 'Cancel');
    await panel.locator('.welcome[data-kind=unsolved]').waitFor();
    await press(panel, 'Solve');
    await solving.waitFor();
    await solving.waitFor({ state: 'detached' });
    await panel.locator('.headline').waitFor();
    // Lens and status bar say the same.
    await window.page.locator('.codelens-decoration').filter({ hasText: 'can fall by' }).waitFor();
    await window.page.locator('.statusbar-item').filter({ hasText: 'Climb: solved' }).waitFor();
  });
});
