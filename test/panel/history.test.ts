import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import type { HistoryEntry } from '../../src/core/report/history.ts';
import type { ToPanel } from '../../src/protocol/panel.ts';
import { unreadable } from './boxes.ts';
import { bundlePanel, messagesOf, openPage, posted, send, solved, type Bundle } from './page.ts';
import { documentationPicture, openWindow, type CodeWindow } from './window.ts';

const six = path.join(root, 'examples/six-languages');

const entry = (given: Partial<HistoryEntry>): HistoryEntry => ({
  revision: null,
  date: null,
  subject: 'the file as it is',
  ratio: { en: 0.6, de: 0.2, fr: 0.1, es: 0.1 },
  objective: 1.7412,
  optimum: 1.7012,
  objectiveNow: 1.7412,
  runs: 72,
  heldOutR2: 0.981,
  heldOutError: 0.0103,
  reason: null,
  ...given,
});

const entries: readonly HistoryEntry[] = [
  entry({}),
  entry({
    revision: 'c0ffee1'.padEnd(40, '0'),
    date: '2026-03-02',
    subject: 'Take the table of the runs away, which is a long subject as subjects of commits sometimes are',
    ratio: null,
    objective: null,
    optimum: null,
    runs: null,
    heldOutR2: null,
    heldOutError: null,
    objectiveNow: 1.7503,
    reason: 'runs/a-rather-long-name-of-a-table-of-proxy-runs.csv is not in commit c0ffee1.',
  }),
  entry({
    revision: 'badcafe'.padEnd(40, '0'),
    date: '2026-03-01',
    subject: 'First mixture',
    ratio: { en: 0.9, de: 0.1 },
    objective: 1.6801,
    optimum: 1.6601,
    objectiveNow: 1.8204,
    runs: 24,
    heldOutR2: 0.87,
    heldOutError: 0.0421,
  }),
];

describe('The history of a mixture, in the page alone', () => {
  let browser: Browser;
  let bundle: Bundle;
  let messages: ToPanel[];
  let page: Page;
  const history = () => page.locator('#history');

  beforeAll(async () => {
    [browser, bundle] = await Promise.all([launchBrowser(), bundlePanel()]);
    const text =
      'climb: 1\nbudget: { tokens: 4M }\nlanguages: { en: 0.5, de: 0.2, fr: 0.1, es: 0.1, ru: 0.05, uk: 0.05 }\ninteractions: { runs: six-languages.csv }\n';
    messages = messagesOf(await solved(text, 'examples/six-languages/runs', ['six-languages.csv']));
    page = await openPage(browser, bundle, 300);
  });
  afterAll(() => browser.close());

  it('is asked for with a button, since every commit may be a fit', async () => {
    await send(page, messages);
    await history().getByText('Show how it changed').click();
    expect(await posted(page, 'command')).toEqual([{ type: 'command', command: 'showHistory' }]);
  });

  it('tells how many commits are still to come', async () => {
    await send(page, [{ type: 'history', entries: entries.slice(0, 1), left: 2 }]);
    await history().getByText('2 more commits are being solved…').waitFor();
    await send(page, [{ type: 'history', entries, left: 0 }]);
    await history().locator('.compared').getByText('First mixture').waitFor();
    expect(await history().getByText('being solved').count()).toBe(0);
  });

  it.each([300, 600, 1200])('can be read at %i pixels, as charts and as a table', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.addStyleTag({ content: '.section { content-visibility: visible !important }' });
    await expect.poll(() => unreadable(page, '#history')).toEqual([]);
    const asTable = history().getByRole('button', { name: 'Show History as a table' });
    await asTable.click();
    await history().locator('table').waitFor();
    expect(await unreadable(page, '#history')).toEqual([]);
    expect(await history().locator('table tr').count()).toBe(4);
    await asTable.click();
  });

  it('is walked with arrow keys, and each commit is said with its prediction and its fit', async () => {
    const [predictions, fits] = [
      history().locator('[role=group]').nth(0),
      history().locator('[role=group]').nth(1),
    ];
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await predictions.locator('.row').first().focus();
    expect(await focused()).toMatch(/^now, the file as it is: 1\.741 by today’s runs, 1\.741 predicted then/);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(
      /^c0ffee1 2026-03-02, .*: 1\.750 by today’s runs, nothing predicted then/,
    );
    await page.keyboard.press('End');
    expect(await focused()).toMatch(
      /^badcafe 2026-03-01, First mixture: 1\.820 by today’s runs, 1\.680 predicted then/,
    );
    await fits.locator('.row').last().focus();
    expect(await focused()).toMatch(/a fit of 24 runs, R² 0\.870 and a mean held-out error of 0\.0421 nats/);
  });

  it('says why a commit has no numbers', async () => {
    expect(await history().locator('.doubt').allInnerTexts()).toEqual([
      'runs/a-rather-long-name-of-a-table-of-proxy-runs.csv is not in commit c0ffee1.',
    ]);
  });
});

describe('The history of a mixture in a git repository', () => {
  let folder: string;
  let window: CodeWindow;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-history-'));
    await cp(six, folder, { recursive: true });
    const git = (...words: string[]): Buffer =>
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...words], {
        cwd: folder,
      });
    const mixture = path.join(folder, 'six.climb.yaml');
    const table = path.join(folder, 'runs/six-languages.csv');
    const [now, runs] = [readFileSync(mixture, 'utf8'), readFileSync(table, 'utf8')];
    git('init', '-q');
    writeFileSync(mixture, now.replace('0.6179', '0.5179').replace('0.1464', '0.2464'));
    writeFileSync(table, runs.split('\n').slice(0, 60).join('\n'));
    git('add', '.');
    git('commit', '-qm', 'Give German more');
    writeFileSync(mixture, now);
    writeFileSync(table, runs);
    git('commit', '-qam', 'Take natural shares');
    window = await openWindow({ example: folder, settings: { 'git.enabled': true } });
    await window.open('six.climb.yaml');
  });
  afterAll(async () => {
    expect(window.violations).toEqual([]);
    await window.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is that of the command line, with the runs of each commit', async () => {
    const panel = await window.panel();
    await window.widenPanel(0.5);
    await window.whenIdle();
    await panel.locator('#history').getByText('Show how it changed').click();
    await panel.locator('#history .compared').getByText('Give German more').waitFor();
    await window.whenIdle();
    const { revisions } = JSON.parse(
      execFileSync(
        process.execPath,
        [
          path.join(inject('extension'), 'dist/climb.cjs'),
          'compare',
          path.join(window.workspace, 'six.climb.yaml'),
          '--revisions',
          '10',
          '--json',
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      ),
    ) as { revisions: HistoryEntry[] };
    await panel.locator('#history').getByRole('button', { name: 'Show History as a table' }).click();
    const rows = await panel
      .locator('#history table tr')
      .evaluateAll((found) =>
        found.slice(1).map((row) => Array.from(row.children, (cell) => cell.textContent)),
      );
    expect(rows.map((row) => row.slice(0, 8))).toEqual(
      revisions.map(({ revision, date, objectiveNow, objective, optimum, runs, heldOutR2, heldOutError }) => [
        revision?.slice(0, 7) ?? 'now',
        date ?? '–',
        objectiveNow!.toFixed(4),
        objective!.toFixed(4),
        optimum!.toFixed(4),
        String(runs),
        heldOutR2!.toFixed(3),
        heldOutError!.toFixed(4),
      ]),
    );
    expect(revisions.map(({ runs }) => runs)).toEqual([expect.any(Number), revisions[0]!.runs, 59]);
    await panel.locator('#history').getByRole('button', { name: 'Show History as a table' }).click();
    await window.setTheme('light');
    await panel.locator('#history').scrollIntoViewIfNeeded();
    await documentationPicture(window, 'section-history', panel.locator('#history'));
  });
});
