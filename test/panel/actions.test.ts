import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/install/paths.mjs';
import { openWindow, picture, press, saveUnder, undo, type CodeWindow } from './window.ts';

const example = path.join(root, 'examples/six-languages');

/** What a report says of where it comes from. */
const facts = [
  /Commit of the file[^\n]{0,20}[0-9a-f]{7,40}(?:<|\n)/,
  /Verdict[^\n]{0,20}a gain: /,
  /Runs[^\n]{0,20}174 rows/,
  /Poor fit[^\n]{0,20}R² below 0\.8/,
  /Climb \d+\.\d+\.\d+, /,
  /Effective[^\n]{0,20}a share that includes what other languages contribute/,
];

/** What a reader does with the panel, by mouse and keyboard, on the example in a git repository with two commits. */
describe('In the panel', () => {
  let folder: string;
  let window: CodeWindow;
  let panel: Frame;
  const file = (name: string): string => path.join(window.workspace, name);
  const text = (): Promise<string> =>
    window.run((vscode) =>
      vscode.workspace.textDocuments.find(({ fileName }) => fileName.endsWith('six.climb.yaml'))!.getText(),
    );
  const quickInput = () => window.page.locator('.quick-input-widget');

  /** Answers VS Code's question for a file name, and gives what was written there, once it is whole. */
  async function saveAs(name: string, whole: RegExp): Promise<string> {
    await saveUnder(window, file(name));
    const written = (): string => (existsSync(file(name)) ? readFileSync(file(name), 'latin1') : '');
    await expect.poll(written).toMatch(whole);
    return readFileSync(file(name), 'utf8');
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'climb-actions-'));
    await cp(example, folder, { recursive: true });
    const mixture = path.join(folder, 'six.climb.yaml');
    const now = readFileSync(mixture, 'utf8');
    const git = (...args: string[]): Buffer =>
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], {
        cwd: folder,
      });
    git('init', '-q');
    writeFileSync(mixture, now.replace('0.6179', '0.5179').replace('0.1464', '0.2464'));
    git('add', '.');
    git('commit', '-qm', 'Give German more');
    writeFileSync(mixture, now);
    git('commit', '-qam', 'Take natural shares');
    writeFileSync(
      path.join(folder, 'other.climb.yaml'),
      'climb: 1\nbudget: { tokens: 8M }\nlanguages: { en: 0.5, de: 0.2, fr: 0.1, it: 0.2 }\n',
    );
    window = await openWindow({ example: folder, settings: { 'git.enabled': true } });
    await window.open('six.climb.yaml');
    panel = await window.panel();
    await window.widenPanel(0.5);
    await window.whenIdle();
    await panel.locator('#trust .summary').waitFor();
  });
  /** Whatever a test did, it kept to the content security policy. */
  afterEach(() => expect(window.violations).toEqual([]));
  afterAll(async () => {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('the trial', () => {
    const bar = (code: string) => panel.locator(`#trial [data-code=${code}]`);
    const share = async (code: string): Promise<number> =>
      Number(await bar(code).getAttribute('aria-valuenow'));
    const shares = async (): Promise<number[]> =>
      (await panel.locator('#trial .row').all()).length === 0
        ? []
        : Promise.all(['en', 'de', 'fr', 'es', 'ru', 'uk'].map(share));

    // Each starts from the shares of the file, whatever another tried.
    beforeEach(async () => {
      const fold = panel.locator('#trial .fold');
      if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
      await panel.locator('#trial').getByText('Reset', { exact: true }).click();
      await makeRoom('Others keep proportions');
    });
    const makeRoom = async (how: string): Promise<void> => {
      await panel.locator('#trial').getByRole('combobox').click();
      await panel.locator('#trial').getByRole('option', { name: how }).click();
    };

    it('follows the arrow keys, and the others make room', async () => {
      const before = await shares();
      await bar('en').focus();
      for (let i = 0; i < 5; i++) await window.page.keyboard.press('ArrowLeft');
      await expect.poll(() => share('en')).toBeCloseTo(before[0]! - 5, 1);
      await window.page.keyboard.press('Shift+ArrowRight');
      await expect.poll(() => share('en')).toBeCloseTo(before[0]! - 4.9, 1);
      const after = await shares();
      expect(after.reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 0);
      expect(after[1]! / after[2]!).toBeCloseTo(before[1]! / before[2]!, 1);
      expect(await panel.locator('#trial .predicted').innerText()).toMatch(
        /^Predicted 1\.\d{3} \(1\.\d{3}–1\.\d{3}\) nats: −\d\.\d\s% against the file/,
      );
    });

    it('follows the mouse', async () => {
      const before = await share('de');
      // Waits until the handle stands still under the mouse.
      await bar('de').locator('.handle').hover();
      const handle = (await bar('de').locator('.handle').boundingBox())!;
      const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
      await window.page.mouse.down();
      await window.page.mouse.move(x + 60, y, { steps: 6 });
      await window.page.mouse.up();
      await expect.poll(() => share('de')).toBeGreaterThan(before + 5);
      const dropped = await share('de');
      await window.page.mouse.move(x + 116, y);
      expect(await share('de')).toBe(dropped);
      await picture(window, 'trial');
    });

    it('can optimise the others around the share that is tried', async () => {
      await makeRoom('Others are optimised');
      await bar('en').focus();
      await window.page.keyboard.press('ArrowLeft');
      await expect.poll(() => share('en')).toBeCloseTo(60.8, 1);
      const [, de, fr] = await shares();
      // In proportion German would have twice the share of French.
      expect(de! / fr!).toBeLessThan(1.4);
    });

    it('is written by Apply as one undoable edit, and by nothing before', async () => {
      const before = readFileSync(file('six.climb.yaml'), 'utf8');
      await bar('en').focus();
      for (let i = 0; i < 5; i++) await window.page.keyboard.press('ArrowLeft');
      await expect.poll(() => share('en')).toBeCloseTo(56.8, 1);
      expect(await text()).toBe(before);
      const tried = await shares();
      await press(panel, 'Apply Trial');
      await expect.poll(text).not.toBe(before);
      expect((await text()).match(/ratio: [\d.]+/g)!.map((ratio) => Number(ratio.slice(7)) * 100)).toEqual(
        tried.map((value): unknown => expect.closeTo(value, 0)),
      );
      await panel.locator('.state[data-kind=outdated]').waitFor();
      await undo(window);
      await expect.poll(text).toBe(before);
      await panel.locator('.state[data-kind=outdated]').waitFor({ state: 'detached' });
    });
  });

  it('files and revisions are compared by the model of the file, lowest predicted objective first', async () => {
    await press(panel, 'Compare…');
    await quickInput().getByText('other.climb.yaml').first().waitFor();
    for (const name of ['other.climb.yaml', 'Give German more']) {
      await quickInput().locator('.monaco-list-row', { hasText: name }).click();
    }
    await window.page.keyboard.press('Enter');
    const compared = panel.locator('#compare .compared li');
    await expect.poll(() => compared.count()).toBe(2);
    await panel.locator('#compare').scrollIntoViewIfNeeded();
    await picture(window, 'compare');
    expect(await compared.nth(0).innerText()).toMatch(
      /unknown to the model[^]*Its own budget is 8\sM tokens/,
    );
    expect(await compared.nth(1).innerText()).toMatch(/^six\.climb\.yaml @ [0-9a-f]{7} Give German more/);

    await panel
      .locator('#compare')
      .getByRole('button', { name: /as a table/ })
      .click();
    const rows = panel.locator('#compare .table tr');
    const cells = await rows.evaluateAll((found) =>
      found.slice(1).map((row) => Array.from(row.children, (cell) => cell.textContent)),
    );
    await panel
      .locator('#compare')
      .getByRole('button', { name: /as a table/ })
      .click();
    const objectives = cells.map((row) => Number.parseFloat(row[1]!));
    expect(objectives).toEqual(objectives.toSorted((a, b) => a - b));
    const german = cells.find(([name]) => name!.includes('Give German more'))!;
    const file = cells.find(([name]) => name === 'File = Natural')!;
    expect(german.slice(3, 5).map((share) => share.replace('\u00a0', ' '))).toEqual(['51.79 %', '24.64 %']);
    expect(Number.parseFloat(german[1]!)).toBeLessThan(Number.parseFloat(file[1]!));

    for (const left of [1, 0]) {
      await compared.nth(0).getByRole('button').click();
      await expect.poll(() => compared.count()).toBe(left);
    }
  });

  it('a section is saved as a picture where its reader says', async () => {
    await panel.getByRole('button', { name: 'Export Interactions' }).click();
    await panel.locator('#interactions').getByText('SVG', { exact: true }).click();
    expect(await saveAs('heat.svg', /<\/svg>$/)).toMatch(/^<svg[^]*>gives<[^]*<\/svg>$/);
    await panel.locator('#interactions').getByText('PNG', { exact: true }).click();
    await saveAs('heat.png', /^.PNG[^]*IEND/);
  });

  it('a table is copied as tab-separated text', async () => {
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await panel.getByRole('button', { name: 'Export Allocation' }).click();
    await panel.locator('#allocation').getByText('Copy as TSV', { exact: true }).click();
    await expect
      .poll(() => window.run((vscode) => vscode.env.clipboard.readText()))
      .toMatch(/^Language\tFile\t[^]*\nen English\t61\.79 %\t/);
  });

  it('all of it is written as a Markdown report with pictures beside it', async () => {
    const headline = await panel.locator('.headline').innerText();
    await press(panel, 'Export…');
    const report = await saveAs('six.report.md', /intervals are meant to hold 90[^%]*% of them[^\n]*\n$/);
    expect(report).toContain(headline);
    expect(report).toContain('Extrapolated: 4\u00a0M tokens');
    for (const fact of facts) expect(report).toMatch(fact);
    const pictures = [...report.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(pictures.map((name) => path.basename(name))).toEqual(
      ['allocation', 'benefits', 'interactions', 'losses', 'compare', 'scale', 'trust'].map(
        (id) => `${id}.svg`,
      ),
    );
    for (const name of pictures) expect(readFileSync(file(name), 'utf8')).toMatch(/^<svg[^]*<\/svg>$/);
    expect(readdirSync(file('six.report.pictures'))).toHaveLength(7);
    await picture(window, 'report');
  });

  it('all of it is written as one HTML file with its pictures inside', async () => {
    await window.open('six.climb.yaml');
    await press(panel, 'Export…');
    const report = await saveAs('six.report.html', /<\/html>\n$/);
    for (const fact of facts) expect(report).toMatch(fact);
    expect(report.match(/<img alt="[^"]+" src="data:image\/svg\+xml,/g)).toHaveLength(7);
    expect(report).not.toMatch(/<script|src="(?!data:)|href=/);
  });

  it('nothing is written of a file that was changed and not saved', async () => {
    await window.open('six.climb.yaml');
    await window.run(async (vscode) => {
      const editor = vscode.window.activeTextEditor!;
      await editor.edit((edit) => edit.insert(editor.document.positionAt(0), '# not saved\n'));
      // Not awaited: the message stays until its reader closes it.
      void vscode.commands.executeCommand('climb.writeReport');
    });
    await window.page
      .locator('.notification-toast')
      .getByText('The file has changed since it was solved. Save it first, then write the report.')
      .waitFor();
    expect(await quickInput().isVisible()).toBe(false);
    await undo(window);
  });
});
